"""A text as it is read for quotations, and what is attributed in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from newsan.text import Region

Span = tuple[int, int]  # code points
NAME = r"(?:[A-ZÀ-ÞА-ЯЁІЇЄҐ][\w'’-]{0,60}+(?:\.(?=[ \xa0]))?+|of|the|for|de|van|von|al)"  # one word of one
NOUN_PHRASE = 90  # code points; a source as written is seldom longer
GOES_ON = 0.8  # confidence in what follows from layout or a plain frame, not from the tagger


@dataclass
class Attribution:
    """What is attributed, to whom, by which words."""

    content: list[Span]
    source: Span | None
    cue: Span | None
    confidence: float
    is_speech: bool = True
    is_quoted: bool = False  # nothing but quotations between marks


@dataclass(frozen=True)
class Page:
    """A text, its quoted stretches in order, and where page furniture begins."""

    text: str
    regions: list[Region]
    walls: list[int]

    def quoted(self, start: int, end: int) -> list[Region]:
        """
        Return the quoted stretches that share letters with a stretch.

        Examples
        --------
        >>> from newsan.text import quoted_regions
        >>> text = "“Rain,” she said. “More rain.”"
        >>> page = Page(text, quoted_regions(text), [])
        >>> [text[r.start : r.end] for r in page.quoted(5, 16)], len(page.quoted(0, 99))
        (['Rain,'], 2)
        """
        return self.regions[bisect_right(self._ends, start) : bisect_left(self._starts, end)]

    @cached_property
    def inner(self) -> frozenset[Span]:
        """What stands between marks, without them."""
        return frozenset((r.start, r.end) for r in self.regions)

    @cached_property
    def _starts(self) -> list[int]:
        return [r.start for r in self.regions]

    @cached_property
    def _ends(self) -> list[int]:
        return [r.end for r in self.regions]


def begin(made: Attribution) -> int:
    """Return where an attribution's first content begins."""
    return made.content[0][0]


def quotation(piece: Span, source: Span, cue: Span) -> Attribution:
    """Return a quotation between marks that a rule gives to a source."""
    return Attribution([piece], source, cue, GOES_ON, is_quoted=True)


def reassigned(found: list[Attribution], given: dict[Span, Attribution]) -> list[Attribution]:
    """Return attributions with some pieces taken from whoever had them, and what is made of them."""
    if not given:
        return found
    for made in found:
        made.content = [piece for piece in made.content if piece not in given]
    return sorted([*(a for a in found if a.content), *given.values()], key=begin)
