"""What is attributed to whom, by which words, at which places of a document."""

from __future__ import annotations

from dataclasses import dataclass

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


def begin(made: Attribution) -> int:
    """Return where an attribution's first content begins."""
    return made.content[0][0]
