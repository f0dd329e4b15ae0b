"""The quotations of an analysis to look through and correct, in a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsan.errors import MissingExtra
from newsan.widgets.state import Explorer
from newsan.widgets.widget import Table, widget_class

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Explorer", "Table", "explorer"]


def explorer(
    result: Any,
    *,
    corrections: str | Path = "corrections.csv",
    registry: pd.DataFrame | None = None,
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
    registry
        The actors to choose from besides those quoted; the shipped ones by default.
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
    state = Explorer(result, corrections=corrections, registry=registry, coder=coder, sample=sample)
    try:
        kind = widget_class()
    except MissingExtra:
        return Table(state.rows)
    return kind(state)
