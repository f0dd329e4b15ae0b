"""What reading made of its sources: read, skipped, guessed, lost and unused, each line with its number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

KINDS = ("read", "skipped", "guessed", "lost", "unused")
MOST = 500  # lines that a ledger holds one by one
_PART = "articles "  # begins what is counted of them: with outlet, in en


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
        self._lines: dict[tuple[str, str], tuple[str, str, int, int]] = {}

    def add(self, place: str, kind: str, what: str, *, n: int = 1, remedy: str = "") -> None:
        """Add to the line of a kind and a matter, whose first place and remedy are kept."""
        if len(self._lines) >= MOST and (kind, what) not in self._lines:
            what, remedy = "further matters", ""  # such as columns that each record names anew
        first, said, places, total = self._lines.get((kind, what), (place, remedy, 0, 0))
        self._lines[kind, what] = (first, said, places + 1, total + n)

    def rows(self) -> list[dict[str, Any]]:
        """Return the lines as rows of the `ledger` frame, by kind, then as they came."""
        return [
            {"source": first if places == 1 else f"{first} and {places - 1:,} more",
             "kind": kind, "what": what, "n": n, "remedy": remedy}
            for (kind, what), (first, remedy, places, n) in sorted(
                self._lines.items(), key=lambda line: KINDS.index(line[0][0]))
        ]  # fmt: skip


def screen(rows: Iterable[Mapping[str, Any]], most: int = 20) -> str:
    """
    Write a ledger for a terminal: the articles on one line, then at most so many others.

    Examples
    --------
    >>> made = Ledger()
    >>> made.add("a.csv", "read", "articles", n=250)
    >>> made.add("a.csv", "read", "articles with outlet", n=0)
    >>> made.add("a.csv", "unused", "column domain", n=250)
    >>> print(screen(made.rows()))
    read         250  articles (0 with outlet)
    unused       250  column domain [a.csv]
    """
    given = list(rows)
    parts = [r for r in given if r["what"].startswith(_PART)]
    filled = ", ".join(f"{r['n']:,} {r['what'].removeprefix(_PART)}" for r in parts)
    lines = []
    for r in given:
        is_sum = r["what"] == _PART.strip() and filled
        more = f": {r['remedy']}" if r["remedy"] else ""
        end = f" ({filled})" if is_sum else f"{more} [{r['source']}]"
        if r not in parts:
            lines.append(f"{r['kind']:<8} {r['n']:>7,}  {r['what']}{end}")
    if len(lines) > most:
        lines[most:] = [f"and {len(lines) - most:,} more lines in the ledger"]
    return "\n".join(lines)
