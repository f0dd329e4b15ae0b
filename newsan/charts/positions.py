"""Chart of one topic's positions on a time axis: who held what when, and who turned."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from newsan import schema, wording
from newsan.charts import house
from newsan.charts.board import draw_position, legend, side_by_side, taking_sides, topic_label
from newsan.charts.lettering import as_written, lettered
from newsan.charts.time import label_days
from newsan.errors import unknown_name

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

    from newsan.study import Study


@as_written
def positions_over_time(
    timeline: pd.DataFrame,
    *,
    topic: str,
    quotes: pd.DataFrame | None = None,
    registry: pd.DataFrame | None = None,
    study: Study | str | Path | None = None,
    top: int = 12,
    source: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw the positions that actors take on one topic, day by day.

    Parameters
    ----------
    timeline
        Positions by day, as `stance.timeline` gives them.
    topic
        The topic to draw.
    quotes
        A resolved quotes frame, for the names of actors outside the registry.
    registry, study, source, ax
        As in `polarity_by_actor`.
    top
        How many actors to show: those who take a side first, then by utterances.

    Returns
    -------
    ax
        One row an actor with n, the earliest to speak on top; triangle asserts, cross denies, hollow
        diamond conditions, hollow circle reports, a number where there is more than one utterance,
        and a ring around a mark that takes the other side than the actor's last.

    Raises
    ------
    UnknownName
        There is no such topic in `timeline`.

    Examples
    --------
    >>> from newsan import stance
    >>> nothing = stance.timeline(schema.build([], "stance").assign(said_on=pd.NaT))
    >>> positions_over_time(nothing, topic="ceasefire").texts[0].get_text()
    'No dated positions to show (n = 0)'
    """
    from newsan.stance import topics

    timeline = schema.require(timeline, "timeline")
    known = {*timeline["topic"]} or {*topics()["topic"]}
    if topic not in known:
        raise unknown_name("topic", topic, known)
    kept = timeline[timeline["topic"] == topic]
    dated = kept.dropna(subset=["said_on"])
    order = _order(dated, top)
    ax = house.new_axes(ax, height=2.1 + 0.5 * max(2, len(order)))
    if not order:
        return house.nothing_to_show(ax, "dated positions")
    looks = house.looks(order, registry=registry, study=study, named=quotes)
    for (actor_id, day), cell in dated.groupby(["actor_id", "said_on"], sort=True):
        if actor_id in order:
            _draw_day(ax, day, order.index(actor_id), cell, looks[actor_id])
    totals = dated.groupby("actor_id")["n"].sum()
    house.name_rows(ax, house.labels_with_n(order, looks, totals))
    shown = dated[dated["actor_id"].isin(order)]
    label_days(ax, shown["said_on"])
    ax.grid(axis="x")
    words = lettered(topic_label(topic, study))
    ax.set_title(f"{words}: who asserts it, who denies it, and when", pad=10)
    legend(ax, below=2.6)
    undated = int(kept.loc[kept["said_on"].isna(), "n"].sum())
    days, n = wording.span(shown["said_on"]), int(shown["n"].sum())
    house.footer(
        ax,
        "Claims, not findings, by the day they were said, or published if the text gives none. "
        "Number: utterances, where more than one. Ring: the other side than this actor took before. "
        f"Without any day: {undated}.",
        source=source or f"n = {n} utterances of {len(order)} actors, {days}",
        hidden=dated["actor_id"].nunique() - len(order),
        below=54,
    )
    return ax


def _order(dated: pd.DataFrame, top: int) -> list[str]:
    """Return those who take a side, then those with most utterances; the earliest first."""
    n = dated.groupby("actor_id")["n"].sum()
    sided = set(taking_sides(dated)["actor_id"])
    kept = sorted(n.index, key=lambda a: (-int(a in sided), -n[a], a))[: house.how_many(top)]
    first = dated.groupby("actor_id")["said_on"].min()
    return sorted(kept, key=lambda a: (first[a], -n[a], a))


def _draw_day(ax: Axes, day: pd.Timestamp, y: int, cell: pd.DataFrame, look: house.Look) -> None:
    """Draw one actor's positions of one day, side by side from top to bottom."""
    for at, position, row in side_by_side(cell, y, 0.42):
        if row["is_turn"]:
            ax.scatter([day], [at], s=170, marker="o", facecolors="none",
                       edgecolors=house.INK, linewidths=1.1, zorder=2)  # fmt: skip
        draw_position(ax, day, at, position, look.colour, size=52)
        if row["n"] > 1:
            ax.annotate(f"×{row['n']}", (day, at), xytext=(0, 4.5), textcoords="offset points",
                        ha="center", va="bottom", fontsize=6, color=house.INK)  # fmt: skip
