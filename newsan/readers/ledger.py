"""What reading made of its sources: read, skipped, guessed, lost and unused, each line with its number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

KINDS = ("read", "skipped", "guessed", "lost", "unused")


class Ledger:
    """
    Lines that add up while a source is read.

    Examples
    --------
    >>> ledger = Ledger()
    >>> for place in ("a.csv (line 2)", "a.csv (line 3)"):
    ...     ledger.add(place, "unused", "column mood")
    >>> ledger.rows()
    [{'source': 'a.csv (line 2) and 1 more', 'kind': 'unused', 'what': 'column mood', 'n': 2, 'remedy': ''}]
    """

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str, str], tuple[str, int, int]] = {}

    def add(self, place: str, kind: str, what: str, *, n: int = 1, remedy: str = "") -> None:
        """Add to the line of a kind and a matter, whose first place is kept."""
        first, places, total = self._lines.get((kind, what, remedy), (place, 0, 0))
        self._lines[kind, what, remedy] = (first, places + 1, total + n)

    def rows(self) -> list[dict[str, Any]]:
        """Return the lines as rows of the `ledger` frame, by kind, then as they came."""
        return [
            {"source": first if places == 1 else f"{first} and {places - 1:,} more",
             "kind": kind, "what": what, "n": n, "remedy": remedy}
            for (kind, what, remedy), (first, places, n) in sorted(
                self._lines.items(), key=lambda line: KINDS.index(line[0][0]))
        ]  # fmt: skip


def screen(rows: Iterable[dict[str, Any]], most: int = 20) -> str:
    """
    Write the lines of a ledger for a terminal, at most so many of them.

    Examples
    --------
    >>> print(screen([{"source": "a", "kind": "skipped", "what": ".docx files", "n": 400, "remedy": "install it"}]))
    skipped      400  .docx files: install it (a)
    """
    lines = [
        f"{r['kind']:<8} {r['n']:>7,}  {r['what']}{': ' if r['remedy'] else ''}{r['remedy']} ({r['source']})"
        for r in rows
    ]
    more = [f"and {len(lines) - most:,} more lines: result.ledger"] if len(lines) > most else []
    return "\n".join([*lines[:most], *more])
