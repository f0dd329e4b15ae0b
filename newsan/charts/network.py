"""Chart of who speaks for or against whom, as a network."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from newsan import wording
from newsan.charts import house
from newsan.charts.about import describe_stances, stances_of
from newsan.charts.lettering import as_written
from newsan.figures import pt
from newsan.study import Study

_LINES: dict[int, tuple[str, str, Any]] = {
    -1: ("against", house.INK, "-"),
    0: ("neither", "#8A8A8A", ":"),
    1: ("for", house.INK, (0, (5, 3))),
}
_BEND, _NEAR = 0.16, 0.2
_THINNEST, _WIDEST = 0.8, 3.2


@as_written
def network(
    stance: pd.DataFrame,
    *,
    quotes: pd.DataFrame | None = None,
    registry: pd.DataFrame | None = None,
    study: Study | str | Path | None = None,
    top: int = 10,
    source: str | None = None,
    style: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw who speaks for or against whom as arrows between actors on a circle.

    Parameters
    ----------
    stance
        A stance frame; rows with a polarity toward another actor are used, but for those whose `confidence` is below .5.
    quotes
        A resolved quotes frame, for the names of actors outside the registry.
    registry, study, source, style, ax
        As in `polarity_by_actor`.
    top
        How many actors to show, those that most rows are by or about first.

    Returns
    -------
    ax
        An arrow from each speaker to each actor spoken of: full where most rows are against, dashed where
        most are for, dotted where neither is, as wide as rows are many. Actors stand by side, then by name.

    Examples
    --------
    >>> from newsan import schema
    >>> network(schema.build([], "stance")).texts[0].get_text()
    'No stances to show (n = 0)'
    """
    kept, unsure = stances_of(stance)
    ends = pd.concat([kept["actor_id"], kept["target_id"]]).to_frame("actor_id")
    most = house.most_quoted(ends, top)
    shown = kept[kept["actor_id"].isin(most) & kept["target_id"].isin(most)]
    ax = house.new_axes(ax, style, height=5.6, is_square=True)
    if shown.empty:
        return house.nothing_to_show(ax, "stances")
    looks = house.looks({*ends["actor_id"]}, registry=registry, study=study, named=quotes)
    drawn = {*shown["actor_id"], *shown["target_id"]}
    order = sorted(drawn, key=lambda a: (looks[a].group, looks[a].name, a))
    turn = {a: math.pi / 2 - 2 * math.pi * n / len(order) for n, a in enumerate(order)}
    at = {a: (math.cos(t), math.sin(t)) for a, t in turn.items()}
    pairs = shown.groupby(["actor_id", "target_id"])["polarity"].agg(["size", "mean"])
    for (speaker, target), n, mean in pairs.itertuples():
        polarity = round(mean + math.copysign(1e-9, mean))
        _draw_arrow(ax, at[speaker], at[target], n, polarity, pairs["size"].max())
    by, about = (shown[column].value_counts() for column in ("actor_id", "target_id"))
    for a in order:
        _draw_actor(ax, at[a], looks[a], f"({by.get(a, 0)} by, {about.get(a, 0)} of)")
    ax.set(aspect="equal", xlim=(-2.1, 2.1), ylim=(-1.35, 1.35))
    ax.set_axis_off()
    most_by, most_of = (_name_most(shown[c], looks) for c in ("actor_id", "target_id"))
    there = pairs["mean"].round().unique()
    keys = [Line2D([], [], linewidth=1.4, label=label, color=colour, linestyle=dash)
            for polarity, (label, colour, dash) in _LINES.items() if polarity in there]  # fmt: skip
    house.head(ax, f"Most is said by {most_by}, and of {most_of}",
               "Who speaks for or against whom: an arrow from speaker to actor spoken of",
               [*keys, *house.key_of({a: looks[a] for a in order})])  # fmt: skip
    house.footer(
        ax,
        f"As wide as quotations are many (1 to {pairs['size'].max()}), by what most of them are. Beside a name: those by "
        "the actor and of the actor that are shown.",
        source=source or describe_stances(shown, len(kept) + unsure, unsure),
        below=4,
    )
    return ax


def _name_most(actor_ids: pd.Series, looks: dict[str, house.Look]) -> str:
    """Write who has most rows, all of those that have as many, and how many of all."""
    counts = actor_ids.value_counts()
    names = sorted(looks[a].name for a in counts[counts == counts.max()].index)
    return f"{wording.listed(names, 2)} ({counts.max()} of {counts.sum()})"


def _draw_arrow(
    ax: Axes, start: tuple[float, float], end: tuple[float, float], n: int, polarity: int, most: int
) -> None:
    label, colour, dash = _LINES[polarity]
    wide = _THINNEST + (_WIDEST - _THINNEST) * (n - 1) / max(1, most - 1)
    ax.add_patch(FancyArrowPatch(
        start, end, connectionstyle=f"arc3,rad={_BEND}", arrowstyle="-|>", mutation_scale=pt(7) + 1.5 * wide,
        linewidth=wide, linestyle=dash, color=colour, shrinkA=pt(7), shrinkB=pt(7), alpha=0.8, zorder=2,
        gid=f"arrow-{label}"))  # fmt: skip


def _draw_actor(ax: Axes, at: tuple[float, float], look: house.Look, said: str) -> None:
    x, y = at
    ax.plot(x, y, look.marker, color=look.colour, markersize=pt(8), zorder=3, gid="actor")
    is_end = abs(x) < _NEAR  # at the top or the bottom
    ax.annotate(
        f"{house.short(look.name, 22)}\n{said}", at, textcoords="offset points",
        xytext=(0, math.copysign(pt(7), y)) if is_end else (math.copysign(pt(8), x), 0),
        ha="center" if is_end else "left" if x > 0 else "right",
        va="center" if not is_end else "bottom" if y > 0 else "top",
        fontsize=pt(7), color=house.INK, linespacing=1.05, zorder=4,
    )  # fmt: skip
