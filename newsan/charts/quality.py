"""How good newsan is: scores beside those of others, and stated confidence against what was right."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from newsan import schema
from newsan.charts import house
from newsan.figures import pt

_OTHERS = (("two_humans", "D", "two people"), ("best_other", "s", "best other"))


@house.as_written
def scores(
    results: pd.DataFrame, *, source: str, style: str | None = None, ax: Axes | None = None
) -> Axes:
    """
    Draw each score of newsan, with the best other tool and two people where they were measured.

    Parameters
    ----------
    results
        One row a score from 0 to 1, in the order to be drawn: `task`, `data`, `measure`, `newsan`,
        `best_other` and `other` (its name), `two_humans`, `n` and `counted` (n of what). A score
        nobody measured is missing and is not drawn.
    source
        Where the scores come from, for the source line.
    style, ax
        As in `polarity_by_actor`.

    Returns
    -------
    ax
        The Axes: a row a score, the first on top.

    Raises
    ------
    SchemaError
        A column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> row = {"task": "quotations", "data": "Lamp", "measure": "F1", "newsan": 0.8,
    ...        "best_other": 0.7, "other": "a tool", "two_humans": None, "n": 9, "counted": "texts"}
    >>> ax = scores(pd.DataFrame([row]), source="invented")
    >>> [t.get_text() for t in ax.get_yticklabels()]
    ['quotations: F1\\nLamp, n = 9 texts']
    """
    results = schema.require(results, "results")
    ax = house.new_axes(ax, style, height=1.6 + 0.42 * len(results))
    if results.empty:
        return house.nothing_to_show(ax, "scores")
    rows = list(range(len(results)))
    ax.hlines(rows, 0, 1, color=house.PALE, linewidth=0.8, zorder=1)
    for column, marker, label in _OTHERS:
        ax.scatter(results[column], rows, s=34, marker=marker, facecolor="white",
                   edgecolor=house.GREY, label=label, zorder=2)  # fmt: skip
    ax.scatter(results["newsan"], rows, s=46, color=house.ACCENT, label="newsan", zorder=3)
    ax.set(xlim=(0, 1.04), xlabel="score, from 0 to 1")
    house.name_rows(ax, [_name_score(r) for r in results.to_dict("records")], room=0.5)
    both = results.dropna(subset=["newsan", "best_other"])
    best = int((both["newsan"] >= both["best_other"]).sum())
    house.head(
        ax, f"newsan is not behind the best other tool in {best} of {len(both)} comparisons",
        "Scores on development data", ax.get_legend_handles_labels()[0],
    )  # fmt: skip
    note = "Different rows are different tasks: do not compare them with each other."
    house.footer(ax, note, source=source)
    return ax


def _name_score(row: dict[str, object]) -> str:
    first = house.lettered(f"{row['task']}: {row['measure']}")
    return (
        f"{first}\n{house.lettered(row['data'])}, n = {row['n']:,} {house.lettered(row['counted'])}"
    )


@house.as_written
def calibration(
    table: pd.DataFrame, *, source: str, style: str | None = None, ax: Axes | None = None
) -> Axes:
    """
    Draw stated confidence against the share that was right.

    Parameters
    ----------
    table
        One row a band of confidence: `stated` (mean confidence, 0 to 1), `right` (share that was
        right, 0 to 1) and `n` (answers in the band).
    source
        Where the table comes from, for the source line.
    style, ax
        As in `polarity_by_actor`.

    Returns
    -------
    ax
        A mark a band, its surface growing with *n*, which stands beside it. On the diagonal an
        answer that is said to be .8 sure is right eight times in ten; below it, too sure.

    Raises
    ------
    SchemaError
        A column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> ax = calibration(pd.DataFrame({"stated": [0.8], "right": [0.7], "n": [40]}), source="invented")
    >>> ax.get_title() or ax.get_title(loc="left")
    'Stated confidence is 0.10 off what was right, on average'
    """
    table = schema.require(table, "calibration")
    ax = house.new_axes(ax, style, width=5.4, height=4.3, is_square=True)
    if table.empty:
        return house.nothing_to_show(ax, "answers")
    total = int(table["n"].sum())
    ax.plot([0, 1], [0, 1], color=house.GREY, linewidth=0.9, linestyle=(0, (4, 3)))
    ax.scatter(table["stated"], table["right"], s=20 + 400 * table["n"] / total, color=house.ACCENT,
               edgecolor="white", linewidth=0.6, zorder=3)  # fmt: skip
    for i, row in enumerate(table.to_dict("records")):
        right = i % 2 == 0  # by turns, so that bands close together do not write over each other
        ax.annotate(f"{row['n']:,}", (row["stated"], row["right"]), xytext=(10, -10) if right else (-10, 6),
                    textcoords="offset points", ha="left" if right else "right", fontsize=pt(7),
                    color=house.INK)  # fmt: skip
    ax.set(xlim=(0, 1.04), ylim=(0, 1.04), aspect="equal", xlabel="confidence stated (mean of a band)",
           ylabel="share that was right")  # fmt: skip
    off = float(((table["stated"] - table["right"]).abs() * table["n"]).sum()) / total
    house.head(
        ax, f"Stated confidence is {off:.2f} off what was right, on average",
        f"Confidence stated and borne out (n = {total:,})",
    )  # fmt: skip
    note = "Below the broken line: too sure of itself. Numbers: answers in the band."
    house.footer(ax, note, source=source)
    return ax
