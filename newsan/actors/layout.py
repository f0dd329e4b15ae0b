"""An article's sentences, paragraphs and quotations, asked by offset."""

from __future__ import annotations

import bisect
from typing import Any

import pandas as pd

from newsan.text import paragraphs, sentences


def span_of(record: dict[str, Any], part: str = "") -> tuple[int, int] | None:
    """
    Return where a part of a quotation stands: `speaker_`, `cue_`, or the words themselves.

    Examples
    --------
    >>> span_of({"start": 4.0, "end": 9.0, "cue_start": None, "cue_end": None})
    (4, 9)
    """
    start, end = record[f"{part}start"], record[f"{part}end"]
    return None if pd.isna(start) else (int(start), int(end))


class Layout:
    """Where in an article an offset stands."""

    def __init__(self, text: str, records: list[dict[str, Any]]) -> None:
        self.text = text
        self.sentences = sentences(text)
        self.starts = [s for s, _ in self.sentences]
        self._paragraphs = [s for s, _ in paragraphs(text)]
        self._quoted = sorted((int(r["start"]), int(r["end"])) for r in records)
        self._direct = sorted(
            (int(r["start"]), int(r["end"])) for r in records if r["kind"] == "direct"
        )
        self._of: dict[int, list[tuple[int, int]]] = {}
        for r in records:
            if (speaker := span_of(r, "speaker_")) is not None:
                self._of.setdefault(speaker[0], []).append((r["start"], r["end"]))

    def sentence(self, at: int) -> int:
        """Return the number of the sentence at an offset."""
        return max(0, bisect.bisect_right(self.starts, at) - 1)

    def paragraph(self, at: int) -> int:
        """Return the number of the paragraph at an offset, counted from 1."""
        return bisect.bisect_right(self._paragraphs, at)

    def since(self, at: int, back: int) -> int:
        """Return where the paragraph begins that stands so many before the one of an offset."""
        number = self.paragraph(at) - back
        return self._paragraphs[number - 1] if number > 0 else 0

    def in_quotation(self, at: int) -> bool:
        """Tell whether an offset lies in words that somebody is given with."""
        return _within(self._quoted, at)

    def in_direct(self, at: int) -> bool:
        """Tell whether an offset lies in words that are quoted as a clause."""
        return _within(self._direct, at)

    def begin(self, speaker: int) -> int:
        """Return where an utterance begins, speaker by offset: with its words, if they come first in the paragraph."""
        here = self.paragraph(speaker)
        starts = [
            a for a, _ in self._of.get(speaker, ()) if a < speaker and self.paragraph(a) == here
        ]
        return min(starts, default=speaker)

    def is_own(self, at: int, speaker: int) -> bool:
        """Tell whether an offset lies in the words that a speaker, by offset, is given with."""
        return any(a <= at < b for a, b in self._of.get(speaker, ()))


def _within(spans: list[tuple[int, int]], at: int) -> bool:
    k = bisect.bisect_right(spans, (at, 10**9)) - 1
    return k >= 0 and spans[k][0] <= at < spans[k][1]
