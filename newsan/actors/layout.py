"""An article's sentences, paragraphs and quotations, asked by offset."""

from __future__ import annotations

import bisect
from typing import Any

from newsan.text import paragraphs, sentences


class Layout:
    """Where in an article an offset stands."""

    def __init__(self, text: str, records: list[dict[str, Any]]) -> None:
        self.text = text
        self.sentences = sentences(text)
        self.starts = [s for s, _ in self.sentences]
        self._paragraphs = [s for s, _ in paragraphs(text)]
        self._quoted = sorted((int(r["start"]), int(r["end"])) for r in records)

    def sentence(self, at: int) -> int:
        """Return the number of the sentence at an offset."""
        return max(0, bisect.bisect_right(self.starts, at) - 1)

    def paragraph(self, at: int) -> int:
        """Return the number of the paragraph at an offset, counted from 1."""
        return bisect.bisect_right(self._paragraphs, at)

    def in_quotation(self, at: int) -> bool:
        """Tell whether an offset lies in words that somebody is quoted with."""
        k = bisect.bisect_right(self._quoted, (at, 10**9)) - 1
        return k >= 0 and self._quoted[k][0] <= at < self._quoted[k][1]
