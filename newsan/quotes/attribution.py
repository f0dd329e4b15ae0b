"""What is attributed to whom, by which words, at which places of a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

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
    is_quoted: bool = False  # nothing but quotations between marks, or a turn


def begin(made: Attribution) -> int:
    """Return where an attribution's first content begins."""
    return made.content[0][0]


def quotation(piece: Span, source: Span, cue: Span) -> Attribution:
    """Return a quotation between marks that a rule gives to a source."""
    return Attribution([piece], source, cue, GOES_ON, is_quoted=True)


def reassign(found: list[Attribution], given: dict[Span, Attribution]) -> list[Attribution]:
    """Return attributions with some pieces taken from whoever had them, and what is made of them."""
    if not given:
        return found
    for made in found:
        made.content = [piece for piece in made.content if piece not in given]
    return sorted([*(a for a in found if a.content), *given.values()], key=begin)


def span_of(record: Mapping[str, Any], part: str = "") -> tuple[int, int] | None:
    """
    Return where a part of a quotation stands: `speaker_`, `cue_`, or the words themselves.

    Examples
    --------
    >>> span_of({"start": 4.0, "end": 9.0, "cue_start": None, "cue_end": None})
    (4, 9)
    """
    start, end = record[f"{part}start"], record[f"{part}end"]
    return None if pd.isna(start) else (int(start), int(end))
