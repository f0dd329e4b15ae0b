"""Texts to attributions: tag, make quoted stretches whole, link each content to cue and source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from newsan.quotes import cues
from newsan.quotes.attribution import Attribution, Span
from newsan.quotes.mend import mended
from newsan.tagger import links
from newsan.tagger.model import shipped
from newsan.tagger.spans import CONTENT, CUE, SOURCE, Tokens, one_thread, read, spans_of
from newsan.tagger.tokens import fold_marks
from newsan.text import Furniture, Region, furniture, quoted_regions, sentences

HALF = 0.5  # of a quoted stretch must be content, as the tagger sees it, for all of it to be
COMMA, POSSESSIVE = 1, 16  # of `newsan.tagger.tokens.KINDS`
BETWEEN = 60  # code points from a source to its cue; what stands farther off is not of the verb
CAPTION = 20  # code points; a caption that quotes more is read like any paragraph

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
_STOP, _LETTER = re.compile(r"[.?!…]\W*\s|\n"), re.compile(r"[^\W\d_]")


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
    waiting: list[_Text] = []

    def plain() -> Iterator[str]:
        for text in texts:
            blank, walls = without_furniture(text)
            regions = quoted_regions(blank)
            waiting.append(_Text(text, regions, walls))
            yield fold_marks(blank, regions)

    for size, tokens in read(plain()):
        batch = waiting[:size]
        del waiting[:size]
        yield from _Batch(batch, tokens).attributions()


def without_furniture(text: str) -> tuple[str, list[int]]:
    """
    Write page furniture as blanks, so that offsets stay true and nobody is quoted from it.

    A caption that holds a quotation is kept; of a dateline only the dateline goes.

    Returns
    -------
    text, walls
        The text, and where the paragraphs began that are blank now: nothing is linked across.

    Examples
    --------
    >>> without_furniture("MORE: Ostrell says rain is over\\nIt rained.")
    ('                               \\nIt rained.', [0])
    """
    walls = []
    for piece in furniture(text):
        if not _is_quoting(text, piece):
            blank = " " * (piece.end - piece.start)
            text = text[: piece.start] + blank + text[piece.end :]
            walls += [piece.start] if piece.kind != "dateline" else []
    return text, walls


def _is_quoting(text: str, piece: Furniture) -> bool:
    if piece.kind != "caption":
        return False
    words = text[piece.start : piece.end]
    return any(r.end - r.start > CAPTION for r in quoted_regions(words))


class _Text(NamedTuple):
    """A text, its quoted stretches, and where its page furniture begins."""

    text: str
    regions: list[Region]
    walls: list[int]


class _Batch:
    """Some texts, their tokens, and the spans that follow from both."""

    def __init__(self, held: list[_Text], tokens: Tokens) -> None:
        self.tokens = tokens
        self.texts, self.regions = [t.text for t in held], [t.regions for t in held]
        self.inner = [{(r.start, r.end) for r in regions} for regions in self.regions]
        bounds = np.searchsorted(tokens.text, np.arange(len(held) + 1)).tolist()
        self.bounds = list(pairwise(bounds))
        self.spans = spans_of(tokens, self._tagged_on(self._whole()))
        self.edges = links.edge_states(tokens, self.spans)
        self.barriers = self._barriers([t.walls for t in held])
        self.starts = tokens.start[self.spans.first]
        self.ends = tokens.end[self.spans.last]

    def attributions(self) -> Iterator[tuple[list[Attribution], list[Region]]]:
        """Yield the attributions of each text, and its quoted stretches."""
        found: list[list[Attribution]] = [[] for _ in self.texts]
        by_cue: dict[int, Attribution] = {}
        text_of = self.tokens.text[self.spans.first]
        cue_of, source_of, lone_source_of = (self._chosen(name) for name in links.LINKS)
        for k in np.flatnonzero(self.spans.role == CONTENT).tolist():
            text = int(text_of[k])
            pieces = self._pieces(text, int(self.starts[k]), int(self.ends[k]))
            if not pieces:
                continue
            cue, sure = cue_of[k]
            source, known = lone_source_of[k] if cue < 0 else source_of.get(cue, (-1, 1.0))
            quoted = all(piece in self.inner[text] for piece in pieces)
            if cue in by_cue and self._goes_on(text, by_cue[cue].content[-1], pieces[0]):
                by_cue[cue].content += pieces
                by_cue[cue].is_quoted &= quoted
                continue
            made = Attribution(
                pieces,
                self._span(text, source),
                self._span(text, cue),
                float(self.spans.confidence[k]) * sure * known,
                is_quoted=quoted,
            )
            found[text].append(made)
            if cue >= 0:
                by_cue.setdefault(cue, made)
        for text, regions, made in zip(self.texts, self.regions, found, strict=True):
            made = in_one_sentence(text, mended(text, regions, made))
            yield [_judged(text, regions, a) for a in made], regions

    def _whole(self) -> np.ndarray:
        """Return the labels with every quoted stretch all content, or as the tagger left it."""
        tokens, labels = self.tokens, self.tokens.labels.copy()
        # Called Thursday | 's talks: the possessor goes with what is theirs.
        cut = np.flatnonzero(
            (tokens.kinds[1:] == POSSESSIVE) & (labels[1:] == 5) & (labels[:-1] < 5)
        )
        labels[cut], labels[cut + 1] = 5, 6
        chance = np.append(0, np.cumsum(tokens.chances[:, 5] + tokens.chances[:, 6]))
        for regions, (a, b) in zip(self.regions, self.bounds, strict=True):
            if not regions or a == b:
                continue
            edges = [e for r in regions for e in (r.outer_start, r.outer_end)]
            at = (a + np.searchsorted(tokens.start[a:b], edges)).tolist()
            for i, j in zip(at[::2], at[1::2], strict=True):
                if i < j and chance[j] - chance[i] >= HALF * (j - i):
                    goes_on = i > 0 and labels[i - 1] >= 5 and labels[i] == 6
                    labels[i:j] = 6
                    labels[i] -= not goes_on
        return labels

    def _tagged_on(self, labels: np.ndarray) -> np.ndarray:
        """
        Return the labels with `Russia took the town, the ministry said` read as one report.

        A tag after a comma reports the clause before it. Where that clause's own subject and verb
        were taken for a source and a cue, and the verb is none of saying, they become content.
        """
        spans, tokens = spans_of(self.tokens, labels), self.tokens
        sentence = np.cumsum(tokens.where.columns[:, 1])
        role, first, last = spans.role, spans.first, spans.last
        ends = np.append(np.flatnonzero(np.diff(sentence[first])), len(first) - 1)
        for k in ends.tolist():  # the last span of its sentence
            if k < 4 or role[k - 4 : k + 1].tolist() != [SOURCE, CUE, CONTENT, SOURCE, CUE]:
                continue
            comma = last[k - 2] + 1
            near = first[k - 1] == comma + 1 and first[k] == last[k - 1] + 1
            if (
                not near
                or tokens.kinds[comma] != COMMA
                or sentence[first[k - 4]] != sentence[first[k]]
            ):
                continue
            inner, outer = (self._words(first[j], last[j]) for j in (k - 3, k))
            if cues.kind_of(outer) and not cues.kind_of(inner):
                labels[first[k - 4] : comma] = 6
                labels[first[k - 4]] = 5
        return labels

    def _words(self, first: int, last: int) -> str:
        """Return the text of tokens of one text."""
        text = self.texts[self.tokens.text[first]]
        return text[self.tokens.start[first] : self.tokens.end[last]]

    def _chosen(self, name: str) -> dict[int, tuple[int, float]]:
        """Return the span that each span belongs to, or -1, and how likely that is."""
        roles = links.LINKS[name]
        found = links.pairs(self.tokens, self.spans, *roles, barriers=self.barriers)
        with one_thread():
            best, chance = links.choose(shipped().weights, name, self.edges, found)
        answers = zip(best.tolist(), chance.tolist(), strict=True)
        return dict(zip(found.own.tolist(), answers, strict=True))

    def _barriers(self, walls: list[list[int]]) -> np.ndarray:
        """Return a number a token that changes with the text and after page furniture."""
        numbers = np.zeros(len(self.tokens.start), np.int64)
        above = 0
        for starts, (a, b) in zip(walls, self.bounds, strict=True):
            numbers[a:b] = above
            if starts:
                numbers[a:b] += np.searchsorted(starts, self.tokens.start[a:b])
            above += len(starts) + 1
        return numbers

    def _pieces(self, text: int, start: int, end: int) -> list[Span]:
        """Return a content without the marks and commas around it, lone quotations each apart."""
        words, regions = self.texts[text], self.regions[text]
        inside = [r for r in regions if start <= r.outer_start and r.outer_end <= end]
        at, outside = start, ""
        for region in inside:
            outside += words[at : region.outer_start]
            at = region.outer_end
        if inside and not re.search(r"\w", outside + words[at:end]):
            return [(r.start, r.end) for r in inside]
        start, end = _trimmed(words, start, end)
        content = words[start:end]
        if content.casefold() in _ANAPHORS or _RELAYED.match(content):
            return []  # denied it, said so, as reported by: nothing to show
        return [(start, end)] if content else []

    def _goes_on(self, text: int, before: Span, piece: Span) -> bool:
        """Tell whether a piece is of the same utterance: of its paragraph, or where marks stay open."""
        if "\n" not in self.texts[text][before[1] : piece[0]]:
            return True
        return any(r.continues and r.start == piece[0] for r in self.regions[text])

    def _span(self, text: int, k: int) -> Span | None:
        """Return a source or cue without the comma or colon it may end in."""
        if k < 0:
            return None
        start, end = int(self.starts[k]), int(self.ends[k])
        words = self.texts[text][start:end]
        return start, start + (len(words.rstrip(" ,;:")) or end - start)


def _judged(text: str, regions: list[Region], made: Attribution) -> Attribution:
    """Say whether it was said: by the cue, by the marks, and by what stands between."""
    cue = text[slice(*made.cue)] if made.cue else ""
    # With neither cue nor source only marks tell that the words are anybody's.
    kind = cues.kind_of(cue) if made.cue else True if made.source else None
    if kind is None:  # words between marks were said, whatever the verb
        kind = any(a < r.end and r.start < b for a, b in made.content for r in regions)
    made.is_speech = made.is_quoted or (kind and not _is_unsaid(text, cue, made))
    if _CONDITION.match(text, made.content[0][0]):
        made.is_speech = False
    return made


def in_one_sentence(text: str, found: list[Attribution]) -> list[Attribution]:
    """
    Cut sources at the ends of sentences: no speaker goes on into the next one.

    Parameters
    ----------
    text
        An article's text.
    found
        Its attributions, changed in place. Of a source that runs over the end of a sentence the
        part next to the cue is left (next to the content, without a cue); none without a letter.

    Examples
    --------
    >>> made = Attribution([(31, 40)], (0, 25), (26, 30), 1.0)
    >>> in_one_sentence("Olu Bright. Tove Vale, 29, said it rained", [made])[0].source
    (12, 25)
    """
    long = [a for a in found if a.source and _runs_on(text, *a.source)]
    bounds = sentences(text) if long else []
    for made in long:
        start, end = made.source  # type: ignore[misc]
        near = made.cue or made.content[0]
        parts = [(max(a, start), min(b, end)) for a, b in bounds if a < end and start < b]
        if len(parts) > 1:
            part = min(parts, key=lambda p: max(near[0] - p[1], p[0] - near[1]))
            start, end = _trimmed(text, *part)
            made.source = (start, end) if _LETTER.search(text, start, end) else None
    return found


def _runs_on(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence ends within a stretch."""
    stop = _STOP.search(text, start, end)  # asked first, as it is quick
    return stop is not None and len(sentences(text[start:end])) > 1


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
