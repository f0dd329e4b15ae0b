"""Texts to attributions: what the tagger links, put together, mended by rule and judged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsan.quotes import cues
from newsan.quotes.frames import reframed
from newsan.quotes.layout import continued, laid_out
from newsan.quotes.page import Attribution, Page, Span, begin
from newsan.quotes.tagged import tagged
from newsan.text import Region, sentences

BETWEEN = 60  # code points from a source to its cue; what stands farther off is not of the verb

# On what condition somebody spoke: "asked not to be named".
_CONDITION = re.compile(
    r"(?i)(?:(?:that (?:he|she|they) )?not (?:to )?be|to (?:remain|stay|be)) "
    r"(?:named|identified|quoted|anonymous|unnamed)\b|(?:on condition of )?anonymity\b"
)
_RELAYED = re.compile(r"(?:as )?(?:reported|cited|quoted) by\b")
_ANAPHORS = frozenset(
    "it this that so them these those something anything nothing everything".split()
)
_LEADING = re.compile(r"[\s,;:.—–\-]*")
_TRAILING = ",;:—–-"
_WORD = re.compile(r"\w")
_STOP, _LETTER = re.compile(r"[.?!…][^\w\s]*+\s|\n"), re.compile(r"[^\W\d_]")


def attributions(texts: Iterable[str]) -> Iterator[tuple[list[Attribution], list[Region]]]:
    """
    Find the attributions of texts.

    Parameters
    ----------
    texts
        Any texts; read some 50,000 tokens at a time. An answer depends on its own text only.

    Yields
    ------
    attributions, regions
        One list a text, in order of their first content; contents do not overlap. And the text's
        quoted stretches.

    Examples
    --------
    >>> [([found], _)] = attributions(["Mara Ostrell denied that the bridge had fallen."])
    >>> found.source, found.cue, found.content
    ((0, 12), (13, 19), [(20, 46)])
    """
    for page, contents in tagged(texts):
        found = repaired(page, together(page, contents))
        yield [_judged(page, made) for made in found], page.regions


def repaired(page: Page, found: list[Attribution]) -> list[Attribution]:
    """
    Return the attributions of a page with what the tagger cannot see or reads wrong.

    Parameters
    ----------
    page
        An article's text with its quoted stretches.
    found
        Its attributions, in order of place; changed in place.
    """
    for rule in (laid_out, reframed, continued, in_one_sentence):
        found = rule(page, found)
    return found


def together(page: Page, contents: list[Attribution]) -> list[Attribution]:
    """
    Return the attributions of a page, given one for each content: those of one cue are one.

    Contents lose the marks and commas around them, lone quotations stand each apart. A paragraph's
    end parts two contents of a cue, unless a quotation goes on across it.

    Parameters
    ----------
    page
        An article's text with its quoted stretches.
    contents
        Its contents in order of place, each with cue and source as the tagger links them.
    """
    going_on = {r.start for r in page.regions if r.continues}
    by_cue: dict[Span, Attribution] = {}
    found: list[Attribution] = []
    for own in contents:
        pieces = _pieces(page, *own.content[0])
        if not pieces:
            continue
        quoted = page.inner.issuperset(pieces)
        made = by_cue.get(own.cue) if own.cue else None
        if made and (
            pieces[0][0] in going_on or page.text.find("\n", made.content[-1][1], pieces[0][0]) < 0
        ):
            made.content += pieces
            made.is_quoted &= quoted
            continue
        source, cue = (_without_comma(page.text, span) for span in (own.source, own.cue))
        found.append(Attribution(pieces, source, cue, own.confidence, is_quoted=quoted))
        if own.cue:
            by_cue.setdefault(own.cue, found[-1])
    return found


def _pieces(page: Page, start: int, end: int) -> list[Span]:
    """Return a content without the marks and commas around it, lone quotations each apart."""
    text = page.text
    inside = [r for r in page.quoted(start, end) if start <= r.outer_start and r.outer_end <= end]
    edges = [start, *(e for r in inside for e in (r.outer_start, r.outer_end)), end]
    outside = zip(edges[::2], edges[1::2], strict=True)
    if inside and not any(_WORD.search(text, a, b) for a, b in outside):
        return [(r.start, r.end) for r in inside]
    start, end = _trimmed(text, start, end)
    for region in page.quoted(start, end)[:1]:  # a part of a quotation goes without its mark
        if region.outer_start <= start and end <= region.outer_end:
            start, end = max(start, region.start), min(end, region.end)
    content = text[start:end]
    if content.casefold() in _ANAPHORS or _RELAYED.match(content):
        return []  # denied it, said so, as reported by: nothing to show
    return [(start, end)] if content else []


def _without_comma(text: str, span: Span | None) -> Span | None:
    """Return a source or cue without the comma or colon it may end in."""
    if span is None:
        return None
    start, end = span
    return start, start + (len(text[start:end].rstrip(" ,;:")) or end - start)


def _judged(page: Page, made: Attribution) -> Attribution:
    """Say whether it was said: by the cue, by the marks, and by what stands between."""
    cue = page.text[slice(*made.cue)] if made.cue else ""
    # With neither cue nor source only marks tell that the words are anybody's.
    kind = cues.kind_of(cue) if made.cue else True if made.source else None
    if kind is None:  # words between marks were said, whatever the verb
        kind = any(page.quoted(*piece) for piece in made.content)
    made.is_speech = made.is_quoted or (kind and not _is_unsaid(page.text, cue, made))
    if _CONDITION.match(page.text, begin(made)):
        made.is_speech = False
    return made


def in_one_sentence(page: Page, found: list[Attribution]) -> list[Attribution]:
    """
    Return attributions with sources cut at the ends of sentences: no speaker goes on into the next one.

    Of a source that runs over the end of a sentence the part next to the cue is left (next to the
    content, without a cue); none without a letter.

    Parameters as for `repaired`.

    Examples
    --------
    >>> page = Page("Olu Bright. Tove Vale, 29, said it rained", [], [])
    >>> made = Attribution([(31, 40)], (0, 25), (26, 30), 1.0)
    >>> in_one_sentence(page, [made])[0].source
    (12, 25)
    """
    for made in found:
        start, end = made.source or (0, 0)
        if _STOP.search(page.text, start, end) is None:  # asked first, as it is quick
            continue
        near = made.cue or made.content[0]
        parts = [(start + a, start + b) for a, b in sentences(page.text[start:end])]
        if len(parts) > 1:
            part = min(parts, key=lambda p: max(near[0] - p[1], p[0] - near[1]))
            start, end = _trimmed(page.text, *part)
            made.source = (start, end) if _LETTER.search(page.text, start, end) else None
    return found


def _is_unsaid(text: str, cue: str, made: Attribution) -> bool:
    """Tell `did not say`, `was not quoted` and `nobody said`."""
    between = ""
    if made.source and made.cue and 0 <= made.cue[0] - made.source[1] < BETWEEN:
        between = text[made.source[1] : made.cue[0]]
    nobody = made.source is not None and cues.is_nobody(text[slice(*made.source)])
    return nobody or cues.is_unsaid(f"{between} {cue}")


def _trimmed(text: str, start: int, end: int) -> Span:
    """Cut marks, white space and full stops off a stretch."""
    while end > start and text[end - 1] == ".":
        end -= 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _TRAILING):
        end -= 1
    first = _LEADING.match(text, start, end)
    return (first.end() if first else start), end
