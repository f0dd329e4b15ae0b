"""Stretches of a text, looked up by offset: the one place where spans are searched."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator


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
        """Tell whether an offset lies in one of them."""
        return self.meets(at, at + 1)

    def meets(self, start: int, end: int) -> bool:
        """Tell whether any of them shares an offset with a stretch."""
        number = bisect_right(self._merged_ends, start)
        return number < len(self._merged) and self._merged[number][0] < end and start < end

    def holds(self, start: int, end: int) -> bool:
        """Tell whether a stretch lies within one of them (or within some that touch)."""
        number = bisect_right(self._merged_ends, start)
        return (
            number < len(self._merged)
            and self._merged[number][0] <= start < end <= self._merged_ends[number]
        )

    def beginning_in(self, start: int, end: int) -> range:
        """Return the numbers of those that begin in a stretch."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))
