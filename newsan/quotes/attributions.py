"""Texts to attributions: what the tagger links, put together, mended by rule and judged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsan.document import Document
from newsan.quotes import cues
from newsan.quotes.attribution import Attribution, Span, begin
from newsan.quotes.content import OPENERS, content_of
from newsan.quotes.layout import apply_layout, continue_quotations
from newsan.quotes.sentence_frames import apply_wordings, read_sources
from newsan.quotes.tagged import tagged
from newsan.quotes.turns import apply_turns
from newsan.text import Region, sentences

SCARE = 3  # words between marks that a verb of no saying does not report
BETWEEN = 60  # code points from a source to its cue; what stands farther off is not of the verb

# On what condition somebody spoke: "asked not to be named".
_CONDITION = re.compile(
    r"(?i)(?:(?:that (?:he|she|they) )?not (?:to )?be|to (?:remain|stay|be)) "
    r"(?:named|identified|quoted|anonymous|unnamed)\b|(?:on condition of )?anonymity\b"
)
# nothing to show of what was denied: `denied | that. It rained`
_ALONE = re.compile(r"(?:that|it)\.\s")
_ANAPHOR = re.compile(  # all there is of `said this in an interview`, `which she denied`, `what she said`
    r"(?i)(?:(?:it|this)(?: (?:in|at|on|during) (?:an?|the|his|her) [\w ]{3,40})?|"
    r"that|so|them|these|those|something|anything|nothing|everything|which|what|whom?|whether|s?he|him)"
)
_LEADING = re.compile(r"[\s,;:.—–\-]*")
_TRAILING = ",;:—–-"
_WORD = re.compile(r"\w")
_SUBJECT = re.compile(r"(?:.+ )?(?P<last>he|she|they)\Z|(?P<first>[Hh]e|[Ss]he|[Tt]hey) [a-z]")
# `rejected the | claims`: a noun with its article is no verb of who stands before
_ARTICLE = re.compile(r"(?i)(?:.*\s)?(?:the|such)\s+", re.DOTALL)
# `Ostrell said: | It rained. I saw it`; `It rained. I saw it | - said Ostrell`
_GOES_ON = re.compile(r":|(?<!\w)[-–—]")
_CLOSES = re.compile(r"[.,?!…]*+(?:(?<=,)\s?[\"”]|[\"”]|\s?[-–—])")
_MARKS = frozenset('“”„"')
# `said it rained, | though the road was dry`, `said it rained | but did not say where`
_ASIDE = re.compile(
    r"(?:,| [-–—]) (?:al)?though (?!not |only |\w+ly |[\w-]+,)|"
    r",? but (?:did not|didn[’']t|declined to) (?:\w+ly )?(?P<verb>\w+)"
)
# `While Ostrell said it rained, | the road was dry`
_CONCEDES = re.compile(r"(?:^|[.?!:\n])\W*(?:However, |But )?(?i:while|although|though) \Z")
_MAIN = re.compile(r"(?:(?<=,)|(?<=,[”\"]))(?P<verb>) (?!(?:an?|as|and|or|but|who|which|with|to) )")
_STOP, _LETTER = re.compile(r"[.?!…][^\w\s]*+\s|\n"), re.compile(r"[^\W\d_]")


def attributions(documents: Iterable[Document]) -> Iterator[tuple[list[Attribution], list[Region]]]:
    """
    Find the attributions of documents.

    Parameters
    ----------
    documents
        Any; read some 50,000 tokens at a time. An answer depends on its own text only.

    Yields
    ------
    attributions, regions
        One list a document, in order of their first content; contents do not overlap. And its
        quoted stretches.

    Examples
    --------
    >>> [([found], _)] = attributions([Document("Mara Ostrell denied that the bridge had fallen.")])
    >>> found.source, found.cue, found.content
    ((0, 12), (13, 19), [(20, 46)])
    """
    for document, contents in tagged(documents):
        found = together(document, read_sources(document, contents))
        yield [_judge(document, made) for made in repair(document, found)], document.regions


def repair(document: Document, found: list[Attribution]) -> list[Attribution]:
    """
    Return the attributions of a document with what the tagger cannot see or reads wrong.

    They are given in order of place, and changed in place.
    """
    for rule in (
        apply_layout,
        apply_wordings,
        continue_quotations,
        apply_turns,
        cut_at_sentences,
        stop_with_sentences,
        drop_hearers,
        take_verbs,
    ):
        found = rule(document, found)
    return found


def together(document: Document, contents: list[Attribution]) -> list[Attribution]:
    """
    Return the attributions of a document, given one for each content: those of one cue are one.

    Contents lose the marks and commas around them, lone quotations stand each apart. A paragraph's
    end parts two contents of a cue, unless a quotation goes on across it.
    """
    going_on = {r.start for r in document.regions if r.continues}
    by_cue: dict[Span, Attribution] = {}
    found: list[Attribution] = []
    for own in contents:
        pieces = _pieces(document, *own.content[0])
        if not pieces:
            continue
        quoted = document.inner.issuperset(pieces)
        made = by_cue.get(own.cue) if own.cue else None
        if made and (
            pieces[0][0] in going_on
            or document.text.find("\n", made.content[-1][1], pieces[0][0]) < 0
        ):
            made.content += pieces
            made.is_quoted &= quoted
            continue
        source, cue = (_without_comma(document.text, span) for span in (own.source, own.cue))
        found.append(Attribution(pieces, source, cue, own.confidence, is_quoted=quoted))
        if own.cue:
            by_cue.setdefault(own.cue, found[-1])
    return found


def _pieces(document: Document, start: int, end: int) -> list[Span]:
    """Return a content without the marks and commas around it, lone quotations each apart."""
    text = document.text
    inside = [
        r for r in document.quoted(start, end) if start <= r.outer_start and r.outer_end <= end
    ]
    edges = [start, *(e for r in inside for e in (r.outer_start, r.outer_end)), end]
    outside = zip(edges[::2], edges[1::2], strict=True)
    if inside and not any(_WORD.search(text, a, b) for a, b in outside):
        return [(r.start, r.end) for r in inside]
    start, end = _trim(text, start, end)
    for region in document.quoted(start, end)[:1]:  # a part of a quotation goes without its mark
        if region.outer_start <= start and end <= region.outer_end:
            start, end = max(start, region.start), min(end, region.end)
            if not _WORD.search(text, end, region.end):
                end = region.end  # its last stop is the quotation's own
    content = text[start:end]
    if _ANAPHOR.fullmatch(content) or _ALONE.match(content):
        return []  # denied it, said so: nothing to show
    return [(start, end)] if content else []


def _without_comma(text: str, span: Span | None) -> Span | None:
    """Return a source or cue without the comma or colon it may end in."""
    if span is None:
        return None
    start, end = span
    return start, start + (len(text[start:end].rstrip(" ,;:")) or end - start)


def _judge(document: Document, made: Attribution) -> Attribution:
    """Say whether it was said: by the cue, by the marks, by what it carries and what stands between."""
    text = document.text
    cue = text[slice(*made.cue)] if made.cue else ""
    # With neither cue nor source only marks tell that the words are anybody's.
    kind = cues.kind_of(cue) if made.cue else True if made.source else None
    regions = [r for piece in made.content for r in document.quoted(*piece)]
    if not kind and made.is_quoted:  # a statement was said, whatever the verb; a "must see" was not
        ends = ",?!" if cue else ",?!.…"
        kind = not regions or text[made.content[-1][1] - 1] in ends or _states(text, made)
    elif kind is None:
        longest = max((len(text[r.start : r.end].split()) for r in regions), default=0)
        kind = longest > SCARE or (longest > 0 and _opens(text, made))
    elif kind and made.cue and not regions:
        kind = _is_told(text, cue, made)
    made.is_speech = kind and (made.is_quoted or not _is_unsaid(text, cue, made))
    around = document.quoted(*made.cue) if made.cue else []
    titled = any(text[r.start : r.end].istitle() for r in around)
    if _CONDITION.match(text, begin(made)) or titled:
        made.is_speech = False  # “The Rower Says No” is a film
    return made


def _states(text: str, made: Attribution) -> bool:
    """Return whether contents hold a statement."""
    kind = "direct" if made.is_quoted else "indirect"
    return any(content_of(text, piece, kind, made.cue) == "clause" for piece in made.content)


def _opens(text: str, made: Attribution) -> bool:
    """Return whether contents begin as what is said does: `that it rained`, `to wait`."""
    return not OPENERS.isdisjoint(w for a, b in made.content for w in text[a:b].split()[:1])


def _is_told(text: str, cue: str, made: Attribution) -> bool:
    """Return whether words without marks were said, unlike what was done: `questioned the baker`."""
    if made.source is None and cue.lower().endswith("asked"):
        return False  # `Asked | if it rained`, Ostrell said: the answer is the statement
    if made.source is None and cues.is_passive(cue):  # `were told | that`, not `no injuries were`
        return _opens(text, made)
    return _states(text, made) or (made.source is not None and not cues.needs_clause(cue))


def cut_at_sentences(document: Document, found: list[Attribution]) -> list[Attribution]:
    """
    Return attributions with sources cut at the ends of sentences: no speaker goes on into the next one.

    Of a source that runs over the end of a sentence the part next to the cue is left (next to the
    content, without a cue); none without a letter. Of `he said followed a visit` and `of the
    government in Veldany he` the pronoun is left.

    Examples
    --------
    >>> document = Document("Olu Bright. Tove Vale, 29, said it rained")
    >>> made = Attribution([(31, 40)], (0, 25), (26, 30), 1.0)
    >>> cut_at_sentences(document, [made])[0].source
    (12, 25)
    """
    for made in found:
        start, end = made.source or (0, 0)
        if (subject := _SUBJECT.match(document.text, start, end)) is not None:
            made.source = subject.span(subject.lastgroup or 0)
            continue
        if _STOP.search(document.text, start, end) is None:  # asked first, as it is quick
            continue
        near = made.cue or made.content[0]
        parts = [(start + a, start + b) for a, b in sentences(document.text[start:end])]
        if len(parts) > 1:
            part = min(parts, key=lambda p: max(near[0] - p[1], p[0] - near[1]))
            start, end = _trim(document.text, *part)
            made.source = (start, end) if _LETTER.search(document.text, start, end) else None
    return found


def stop_with_sentences(document: Document, found: list[Attribution]) -> list[Attribution]:
    """
    Return attributions whose words without marks stay within one sentence, the nearest to their cue.

    They go on after a colon, between dashes, and where quotation marks go on.

    Examples
    --------
    >>> document = Document("Ostrell said it rained. I was out. I saw none.")
    >>> stop_with_sentences(document, [Attribution([(13, 45)], (0, 7), (8, 12), 1.0)])[0].content
    [(13, 22)]
    """
    for made in found:
        if made.cue is not None and not made.is_quoted:
            own = [_of_one_sentence(document, piece, made.cue) for piece in made.content]
            made.content = [_before_aside(document, piece, made.source, made.cue) for piece in own]
    return found


def _of_one_sentence(document: Document, piece: Span, cue: Span) -> Span:
    """Return what of a content is of the sentence nearest to its cue, or goes on by its marks."""
    (start, end), text = piece, document.text
    opened = document.sentences.beginning_in(start + 1, end)
    apart = [n for n in opened if _begins_apart(document, n)]
    is_marked = not _MARKS.isdisjoint((text[max(0, start - 1)], text[end - 1]))  # one is missing
    if not apart or is_marked or _CLOSES.match(text, end):
        return piece
    if end <= cue[0]:
        return document.sentences[apart[-1]][0], end
    if start < cue[1] or _GOES_ON.search(text, cue[0], start):
        return piece
    return _trim(text, start, document.sentences[apart[0] - 1][1])


def _before_aside(document: Document, piece: Span, source: Span | None, cue: Span) -> Span:
    """Return what of a content after its cue stands before a clause of the reporter's own."""
    (start, end), text = piece, document.text
    if source is None or start < cue[1]:
        return piece
    asides = _ASIDE.finditer(text, start, end)
    if _CONCEDES.search(text, max(0, source[0] - BETWEEN), source[0]):
        is_all = end >= document.sentences[document.sentence_at(start)][1] - 2
        asides = reversed([*_MAIN.finditer(text, start, end)]) if is_all else iter(())
    for m in asides:
        own = _trim(text, start, m.start())
        is_told = m["verb"] and not cues.kind_of(m["verb"])  # `but did not | stop`
        if not is_told and not document.quoted(m.end(), end) and text.count(" ", *own) > 1:
            return own
    return piece


def _begins_apart(document: Document, number: int) -> bool:
    """Return whether a sentence begins with a word outside quotation marks."""
    at = document.sentences.starts[number]
    return document.text[at].isupper() and not document.quoted(at, at + 1)


def drop_hearers(document: Document, found: list[Attribution]) -> list[Attribution]:
    """Return attributions whose sources are no people who are told: `Villagers were warned that`."""
    for made in found:
        if made.source is None:
            continue
        if made.cue and cues.is_passive(document.text[slice(*made.cue)], told=True):
            made.source = None if made.source[1] <= made.cue[0] else made.source
            told = [piece for piece in made.content if piece[1] + 1 == made.cue[0]]
            made.content = [piece for piece in made.content if piece not in told] or told
    return found


def take_verbs(document: Document, found: list[Attribution]) -> list[Attribution]:
    """
    Return attributions whose cue, where it is a noun with an article, has the verb that governs it too.

    Examples
    --------
    >>> document = Document("Ostrell rejected the claim that it rained.")
    >>> made = Attribution([(27, 41)], (0, 7), (21, 26), 1.0)
    >>> take_verbs(document, [made])[0].cue
    (8, 26)
    """
    for made in found:
        if made.source is None or made.cue is None or made.cue[0] - made.source[1] > BETWEEN:
            continue
        if _ARTICLE.fullmatch(document.text, made.source[0], made.cue[0]):
            between = document.text[made.source[1] : made.cue[0]].lstrip(" ,")
            if between:
                made.cue = (made.cue[0] - len(between), made.cue[1])
            else:
                made.source = None  # `The | claim`: nobody's
    return found


def _is_unsaid(text: str, cue: str, made: Attribution) -> bool:
    """Return whether nothing was said: `did not say`, `was not quoted`, `nobody said`."""
    between = ""
    if made.source and made.cue and 0 <= made.cue[0] - made.source[1] < BETWEEN:
        between = text[made.source[1] : made.cue[0]]
    nobody = made.source is not None and cues.is_nobody(text[slice(*made.source)])
    return nobody or cues.is_unsaid(f"{between} {cue}")


def _trim(text: str, start: int, end: int) -> Span:
    """Cut marks, white space and full stops off a stretch."""
    while end > start and text[end - 1] == ".":
        end -= 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _TRAILING):
        end -= 1
    first = _LEADING.match(text, start, end)
    return (first.end() if first else start), end
