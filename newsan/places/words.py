"""The words of a text, what stands between them, and spans of them that may name a place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsan.gazetteer import Place

KNOWN, LARGE, HUGE = 2_000, 100_000, 1_000_000
ACRONYM = frozenset(("us", "uk", "usa", "uae", "drc", "dprk"))

_BREAK = re.compile(r"[.!?:;\n“\"”•|]")


@dataclass(slots=True)
class Span:
    """One stretch of a text that may name a place, and the places it may be."""

    start: int
    end: int
    key: str
    candidates: list[Place] = field(default_factory=list)
    after_preposition: bool = False
    region_after: str = ""  # the place id that ", State" or ", Country" forces
    is_demonym: bool = False
    is_county: bool = False
    heard: str = ""  # what the tagger takes exactly these words for
    is_placed: bool = False  # by a distance from another name: it shares no sense with namesakes
    is_short: bool = False  # a short form of a state, vouched for by the place before it


@dataclass(slots=True)
class Words:
    """The words of a text and what stands between them."""

    text: str
    at: list[tuple[int, int]]
    all: list[str]
    rivals: dict[str, frozenset[str]]  # see `newsan.places.cues`

    def gap(self, i: int) -> str:
        """Return what stands between word i - 1 and word i."""
        if i <= 0:
            return "\n"
        if i >= len(self.at):
            return self.text[self.at[-1][1] :] + "\n"
        return self.text[self.at[i - 1][1] : self.at[i][0]]

    def word(self, i: int) -> str:
        """Return a word, or nothing beyond the ends."""
        return self.all[i] if 0 <= i < len(self.all) else ""

    def starts_sentence(self, i: int) -> bool:
        """Tell whether a break stands before word i."""
        return i == 0 or bool(_BREAK.search(self.gap(i)))
