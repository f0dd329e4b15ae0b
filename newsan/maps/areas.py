"""The map of areas that others drew, or that were computed before."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes

from newsan import schema
from newsan.charts import house
from newsan.charts.house import is_narrow, nothing_to_show
from newsan.charts.lettering import as_written
from newsan.frontline.ground.holders import as_day
from newsan.frontline.ground.land import km2, metres
from newsan.frontline.sides import CONTESTED
from newsan.maps import base
from newsan.study import Study
from newsan.wording import day_text

MARGIN_M = 5_000.0  # of ground round the areas: labels at the edge stay readable
RATIO = 1.02  # width to height


@as_written
def areas(
    areas: pd.DataFrame,
    day: object | None = None,
    *,
    source: str | None = None,
    title: str | None = None,
    study: Study | str | Path | None = None,
    style: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw an `areas` frame as it is, such as one of `frontline.read_areas`.

    Metres of the UTM zone of the outlines. The window is the part of the areas in the shipped
    oblasts; areas that lie in none of them are drawn without outlines, in the UTM zone of their middle.

    Parameters
    ----------
    areas
        The `areas` frame; a column `source` is named below the map.
    day
        One of its days; `None` for the last.
    source
        Whose areas they are, and under which licence, if no column says so.
    title
        As in `salient`.
    study
        A study, or its folder, for its sides and their colours.
    style, ax
        As in `charts.polarity_by_actor`.

    Returns
    -------
    ax
        The Axes of the map.

    Examples
    --------
    >>> from newsan.schema import build
    >>> areas_ = build([], "areas")
    >>> areas(areas_).texts[0].get_text()
    'No areas to show (n = 0)'

    """
    areas = schema.require(areas, "areas")
    ax = base.new_map(ax, (9.0, 7.3), (0.015, 0.1, 0.68, 0.82), style)
    when = areas["day"].max() if day is None else as_day(day)
    shown = areas[areas["day"] == when]
    if shown.empty:
        return nothing_to_show(ax, "areas")
    near = shown.to_crs(metres()).clip(base.boundaries("study_admin").union_all())
    near = shown if near.empty else near  # ground without outlines
    window = base.window_of(near, margin_m=MARGIN_M).shaped(RATIO)
    looks = house.sides(shown, study)
    base.draw_ground(ax, window, shown, sides=looks)
    base.name_ground(ax, window, near)
    base.scale_bar(ax)
    draw_beside(ax, window, (1.03, 0.74, 0.3, 0.26), (1.02, 0.72), shown, front=False, sides=looks)
    base.head(ax, title or finding(shown, looks), f"as of {day_text(when)}")
    by = source or ("; ".join(sorted(set(shown["source"]))) if "source" in shown else "not stated")
    base.source_line(ax, f"Areas as drawn by their source: {by}. {base.credit(window)}", width=140)
    return ax


def finding(areas: pd.DataFrame, sides: dict[str, house.Side]) -> str:
    """Write how much ground reports give each side, and how much was contested."""
    held = km2(areas, "controller")
    own = [s for s in sides if s in held and s != CONTESTED]
    parts = [
        f"{sides[s].label} {'' if k else 'held '}{held[s]:,.0f} km²" for k, s in enumerate(own)
    ]
    parts += [f"{held[CONTESTED]:,.0f} km² were contested"] if CONTESTED in held else []
    return f"By reports, {', '.join(parts)}" if parts else ""


def draw_beside(
    ax: Axes, window: base.Window, place: tuple[float, float, float, float], at: tuple[float, float],
    areas: pd.DataFrame, *, front: bool, sides: dict[str, house.Side],
) -> None:  # fmt: skip
    """Draw the locator in a place beside a map and the key at another, or both below it in a column."""
    if is_narrow(ax):
        place, at = (0.0, -0.34, 0.32, 0.32), (0.36, -0.03)
    where = ax.inset_axes(place)
    base.locator(where, window)
    where.set_anchor("NW")
    base.legend(ax, window, areas, at, front=front, sides=sides)
