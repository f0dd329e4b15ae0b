"""The rows of an explorer, where a front end has no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

_STATIC = 200  # rows of the plain table


@dataclass(frozen=True)
class Table:
    """The rows of an explorer, to read only: what a front end without widgets shows."""

    rows: list[dict[str, Any]]

    def __repr__(self) -> str:
        """Return the quotations, one a line."""
        return "\n".join(f"{r['said_on']}  {r['actor']} ({r['act']}): {' '.join(r['text'].split())}"
                         for r in self.rows[:_STATIC])  # fmt: skip

    def _repr_html_(self) -> str:
        cells = "".join(
            "<tr>" + "".join(f'<td style="text-align:left" dir="auto">{escape(str(v or ""))}</td>'
                             for v in (r["actor"], r["act"], r["said_on"], r["text"], r["article"]))
            + "</tr>" for r in self.rows[:_STATIC])  # fmt: skip
        heads = "".join(f'<th style="text-align:left">{h}</th>'
                        for h in ("Who", "Act", "When", "Words", "Article"))  # fmt: skip
        n = len(self.rows)
        note = f"{min(n, _STATIC)} of {n} quotations. To filter and correct them: " \
               "pip install &quot;newsan[widgets]&quot;."  # fmt: skip
        return f"<p>{note}</p><table><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table>"
