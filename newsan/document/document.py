"""An article's text with its sentences, paragraphs, furniture and quoted stretches, each found once."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from newsan.document.letter_case import in_small_letters
from newsan.document.normalise import reading_copy
from newsan.language import is_read
from newsan.tagger.events import Event, events
from newsan.tagger.spans import Phrase, phrases
from newsan.tagger.statements import Reading, Stated
from newsan.tagger.statements import shipped_network as statement_network
from newsan.text import Furniture, Region, furniture, paragraphs, quoted_regions, sentences

T = TypeVar("T")
KEPT = 1024  # documents kept in memory, so that one verb after another reads an article once
# `(NASDAQ: OSTR)`, `(the "Company")`, `(“Ostrell” or the “Company”)`: of no name's own words
_ASIDE = re.compile(
    r"\((?:[A-Z][A-Za-z-]{1,11}: ?[A-Z0-9.]{1,7}(?:[,;] [A-Z][A-Za-z-]{1,11}: ?[A-Z0-9.]{1,7}){0,4}"
    r"|(?:[\"“][A-ZÀ-Ý][\w ]{1,30}[\"”],? (?:or|and) )?(?:[Tt]he [\"“]|[\"“][Tt]he )[A-ZÀ-Ý][\w ]{1,30}[\"”])\)"
)
CAPTION = 20  # code points; a caption that quotes more is read like any paragraph


class Document:
    """
    One article, asked by offset; what is not asked for is not made.

    Parameters
    ----------
    written
        The article's text as it is written. What is read, and what offsets here are code points in, is
        `text`: a copy without invisible characters, with the lines of a paragraph joined (see
        `newsan.document.normalise`), in small letters where all is in capitals (`newsan.document.letter_case`);
        `inward` and `outward` lead from one to the other.

    Examples
    --------
    >>> document = Document("It rained. “Never,” said Ostrell.\\nMORE: Rain is over")
    >>> [document.text[a:b] for a, b in document.sentences][:2]
    ['It rained.', '“Never,” said Ostrell.']
    >>> document.sentence_at(15), document.paragraph_at(40), document.regions[0].start
    (1, 1, 12)
    """

    def __init__(self, written: str) -> None:
        self.written = written
        self._copy = reading_copy(written)
        self._once: dict[Hashable, Any] = {}
        self._stated: dict[Stated, Reading | None] = {}

    @cached_property
    def text(self) -> str:
        """The text as it is read."""
        return in_small_letters(self._copy.text)

    def outward(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of `text` stands in the article as it is written."""
        return self._copy.outward(start, end)

    def inside(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the article as it is written stands in `text`."""
        return self._copy.inward(start, end)

    def inward(self, records: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """
        Return rows of a quotes frame as they stand in `text`: offsets and words; the rest as it is.

        Examples
        --------
        >>> row = {"text": "it\u00ad rained", "start": 0, "end": 10, "speaker_start": None}
        >>> Document("it\u00ad rained").inward([row])
        [{'text': 'it rained', 'start': 0, 'end': 9, 'speaker_start': None}]
        """
        rows = [dict(record) for record in records]
        if self.text == self.written:
            return rows
        for record in rows:
            for part in ("", "speaker_", "cue_"):
                start: Any = record.get(f"{part}start")
                end: Any = record.get(f"{part}end")
                if not (pd.isna(start) or pd.isna(end)):
                    start, end = self._copy.inward(int(start), int(end))
                    record |= {f"{part}start": start, f"{part}end": end}
                    record[part.removesuffix("_") or "text"] = self.text[start:end]
        return rows

    @cached_property
    def is_read(self) -> bool:
        """Whether newsan reads it: not where it is clearly in another language."""
        return is_read(self.text)

    @cached_property
    def paragraphs(self) -> Spans:
        """Its paragraphs, without the white space around them."""
        return Spans(paragraphs(self.text))

    @cached_property
    def sentences(self) -> Spans:
        """Its sentences, never across a paragraph."""
        return Spans(sentences(self.text))

    @cached_property
    def furniture(self) -> list[Furniture]:
        """Its page furniture: captions, promotional lines, datelines."""
        return furniture(self.text)

    @property
    def prose(self) -> str:
        """The text with page furniture and asides (`(NASDAQ: OSTR)`) written as blanks, so that offsets stay true."""
        return self._prose[0]

    @property
    def walls(self) -> list[int]:
        """Where the paragraphs began that are blank in `prose`: nothing is linked across."""
        return self._prose[1]

    @cached_property
    def _prose(self) -> tuple[str, list[int]]:
        parts, walls, at = [], [], 0
        for piece in self.furniture:
            if piece.kind == "caption" and _quotes(self.text[piece.start : piece.end]):
                continue  # a caption that holds a quotation is read; of a dateline only it goes
            parts += [self.text[at : piece.start], " " * (piece.end - piece.start)]
            at = piece.end
            walls += [piece.start] if piece.kind != "dateline" else []
        prose = "".join((*parts, self.text[at:]))
        return _ASIDE.sub(lambda m: " " * len(m[0]), prose), walls

    @cached_property
    def regions(self) -> list[Region]:
        """What stands between quotation marks in `prose`."""
        return quoted_regions(self.prose)

    @cached_property
    def phrases(self) -> list[Phrase]:
        """What it names and describes, as the tagger's second head finds it in `prose`."""
        return phrases([self.prose])[0]

    @cached_property
    def _phrase_starts(self) -> list[int]:
        return [p.start for p in self.phrases]

    def phrases_in(self, start: int, end: int) -> list[Phrase]:
        """
        Return the phrases that begin in a stretch.

        Examples
        --------
        >>> document = Document("The mayor, Mara Ostrell, left.")
        >>> [document.text[p.start : p.end] for p in document.phrases_in(5, 29)]
        ['Mara Ostrell']
        """
        starts = self._phrase_starts
        return self.phrases[bisect_left(starts, start) : bisect_left(starts, end)]

    @cached_property
    def events(self) -> list[Event]:
        """What it says of ground, as `newsan.tagger.events` finds it in `prose`."""
        return next(events([self.prose]))

    def statements(self, stated: Iterable[Stated]) -> list[Reading | None]:
        """
        Return what statements do, as `newsan.tagger.statements` reads them in `text`; each is read once.

        Examples
        --------
        >>> from newsan.schema import ACTS
        >>> document = Document("Ostrell denied that the dam broke.")
        >>> reading = document.statements([Stated(content=(15, 33), cue=(8, 14), speaker=(0, 7))])[0]
        >>> ACTS[reading.acts.argmax()]
        'deny'
        """
        asked = list(stated)
        new = [s for s in dict.fromkeys(asked) if s not in self._stated]
        self._stated.update(zip(new, statement_network().read(self.text, new), strict=True))
        return [self._stated[s] for s in asked]

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """
        Return what a room above reads in the text, made at the first question with that key.

        Examples
        --------
        >>> document = Document("It rained.")
        >>> document.once("words", document.text.split), document.once("words", list)
        (['It', 'rained.'], ['It', 'rained.'])
        """
        if key not in self._once:
            self._once[key] = make()
        return self._once[key]  # type: ignore[no-any-return]

    @cached_property
    def inner(self) -> frozenset[tuple[int, int]]:
        """What stands between quotation marks, without them."""
        return frozenset((r.start, r.end) for r in self.regions)

    @cached_property
    def _region_edges(self) -> tuple[list[int], list[int]]:
        return [r.start for r in self.regions], [r.end for r in self.regions]

    def quoted(self, start: int, end: int) -> list[Region]:
        """
        Return the quoted stretches that share letters with a stretch.

        Examples
        --------
        >>> document = Document("“Rain,” she said. “More rain.”")
        >>> [document.text[r.start : r.end] for r in document.quoted(5, 16)]
        ['Rain,']
        """
        starts, ends = self._region_edges
        return self.regions[bisect_right(ends, start) : bisect_left(starts, end)]

    def sentence_at(self, at: int) -> int:
        """Return the number of the sentence at an offset, the one before in between."""
        return max(0, self.sentences.before(at))

    def paragraph_at(self, at: int) -> int:
        """Return the number of the paragraph at an offset, the one before in between."""
        return max(0, self.paragraphs.before(at))


def _quotes(words: str) -> bool:
    return any(region.end - region.start > CAPTION for region in quoted_regions(words))


@functools.lru_cache(maxsize=KEPT)
def read(written: str) -> Document:
    """
    Return the document of a text, the same one for the same text.

    Examples
    --------
    >>> read("It rained.") is read("It rained.")
    True
    """
    return Document(written)


class Spans:
    """
    Half-open stretches of one text, asked by bisection; they may touch and overlap.

    Parameters
    ----------
    spans
        `(start, end)` pairs in code points, in any order.

    Examples
    --------
    >>> spans = Spans([(10, 14), (0, 4), (2, 6)])
    >>> list(spans), spans.covers(5), spans.covers(8)
    ([(0, 4), (2, 6), (10, 14)], True, False)
    >>> spans.meets(6, 10), spans.meets(5, 8), spans.before(10)
    (False, True, 2)
    """

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self.starts = [start for start, _ in self._spans]
        self._merged: list[tuple[int, int]] = []
        for start, end in self._spans:
            if self._merged and start <= self._merged[-1][1]:
                self._merged[-1] = (self._merged[-1][0], max(end, self._merged[-1][1]))
            elif start < end:
                self._merged.append((start, end))
        self._merged_ends = [end for _, end in self._merged]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)

    def __getitem__(self, number: int) -> tuple[int, int]:
        return self._spans[number]

    def before(self, at: int) -> int:
        """Return the number of the last stretch that begins at or before an offset; -1 for none."""
        return bisect_right(self.starts, at) - 1

    def covers(self, at: int) -> bool:
        """Return whether an offset lies in one of them."""
        return self.meets(at, at + 1)

    def meets(self, start: int, end: int) -> bool:
        """Return whether any of them shares an offset with a stretch."""
        number = bisect_right(self._merged_ends, start)
        return number < len(self._merged) and self._merged[number][0] < end and start < end

    def holds(self, start: int, end: int) -> bool:
        """Return whether a stretch lies within one of them (or within some that touch)."""
        number = bisect_right(self._merged_ends, start)
        return (
            number < len(self._merged)
            and self._merged[number][0] <= start < end <= self._merged_ends[number]
        )

    def beginning_in(self, start: int, end: int) -> range:
        """Return the numbers of those that begin in a stretch."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))
