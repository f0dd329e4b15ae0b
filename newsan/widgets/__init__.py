"""The quotations of an analysis to look through and correct, in a notebook."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from newsan import schema
from newsan.errors import MissingExtra, extra_for
from newsan.report.page import read_resource
from newsan.widgets.state import Explorer

__all__ = ["Explorer", "Table", "explorer"]

_STATIC = 200  # rows of the plain table


def explorer(
    result: Any,
    *,
    corrections: str | Path = "corrections.csv",
    coder: str | None = None,
    sample: int | None = None,
) -> Any:
    """
    Look through the quotations of an analysis, each in its article, and correct actor and act.

    Filters by actor, speech act, topic, days and words. A correction is saved when it is made, and
    so is its undoing. Run `newsan.analyse(..., corrections=...)` again to have all that is computed
    from actors and acts follow.

    Several coders who judge the same quotations each give a `coder` and the same `sample`. What a coder
    chooses or confirms is kept in a table of their own, also where newsan is right; what newsan says can be
    hidden until then. `stats.agreement(a, b, "act")` takes two such tables, read by `corrections.read`.

    Parameters
    ----------
    result
        An `Analysis`, or any object with `articles`, `quotes` (resolved), `rhetoric` and `stance`.
    corrections
        The CSV file to keep corrections in; those already there are shown as made. It may stand
        beside the articles: it is not read as one.
    coder
        Who judges, as "B": their table is `corrections-B.csv`.
    sample
        Show so many quotations only, drawn by speech act (`stats.sample`): the same for every coder.

    Returns
    -------
    explorer
        A widget, where anywidget is installed (`newsan[widgets]`); else a `Table` of the same rows,
        to read only. The widget's `explorer` attribute holds the state, a list of rows.

    Raises
    ------
    ReadError, SchemaError
        The corrections cannot be read, or their words do not stand in these quotations; `coder` is no part of
        the name of a file, or `sample` less than one.

    Examples
    --------
    >>> import newsan as ns
    >>> result = ns.analyse([{"text": "“It rained,” said Mara Ostrell.", "date": "2031-05-02"}])
    >>> Table(Explorer(result, corrections="none.csv").rows)
    2 May 2031  Mara Ostrell (report): It rained,
    """
    state = Explorer(result, corrections=corrections, coder=coder, sample=sample)
    try:
        kind = widget_class()
    except MissingExtra:
        return Table(state.rows)
    return kind(state)


@functools.cache
def widget_class() -> type:
    """Make the widget's class; anywidget is imported here, so that nothing else needs it."""
    with extra_for("show widgets", "anywidget", "widgets"):
        import anywidget
        import traitlets

    class Widget(anywidget.AnyWidget):
        """Shows an `Explorer`; what is clicked comes back as messages."""

        _esm = read_resource("explorer/explorer.js")
        _css = read_resource("explorer/explorer.css")
        rows: Any = traitlets.List().tag(sync=True)
        actors: Any = traitlets.List().tag(sync=True)
        topics: Any = traitlets.List().tag(sync=True)
        acts = traitlets.List(list(schema.ACTS)).tag(sync=True)
        article = traitlets.Dict().tag(sync=True)
        status = traitlets.Unicode().tag(sync=True)
        can_undo = traitlets.Bool().tag(sync=True)
        coder = traitlets.Unicode().tag(sync=True)

        def __init__(self, state: Explorer) -> None:
            self.explorer = state
            super().__init__(topics=state.topics(), coder=state.coder or "")
            self._show()
            self.on_msg(lambda _, message, __: self._answer(message))

        def __repr__(self) -> str:
            return f"Explorer of {len(self.rows)} quotations. {self.status}"

        def _show(self) -> None:
            state = self.explorer
            with self.hold_sync():
                self.rows = [dict(r) for r in state.rows]
                self.actors, self.can_undo = state.actors(), state.can_undo
                self.status = state.status

        def _answer(self, message: dict[str, Any]) -> None:
            """Do what was clicked; a fault is said in the status line, not in a log nobody reads."""
            do = message.get("do")
            try:
                if do == "show":
                    self.article = self.explorer.article(message["id"]) | {"id": message["id"]}
                elif do == "correct":
                    keys: dict[str, Any] = {k: message.get(k) for k in ("field", "value", "name")}
                    self.explorer.correct(message["id"], **keys)
                elif do == "confirm":
                    self.explorer.confirm(message["id"])
                elif do == "undo":
                    self.explorer.undo()
                if do != "show":
                    self._show()
            except (OSError, KeyError, ValueError) as error:
                self.status = f"Not saved: {error}"

    return Widget


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
