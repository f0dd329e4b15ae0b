"""All places that articles mention, on one map."""

from __future__ import annotations

import math
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import pandas as pd
from matplotlib.axes import Axes

from newsan import schema
from newsan.charts import house
from newsan.charts.house import ACCENT, GREY, INK, is_narrow, lettered
from newsan.errors import SchemaError
from newsan.figures import pt
from newsan.frontline.ground.land import shipped_window, zone_name
from newsan.maps import base, labels
from newsan.study import Study, given
from newsan.wording import counted, listed

_SIGNS = {  # marker, fill, and what the legend says
    "settlement": ("o", ACCENT, "settlement"),
    "region": ("s", "white", "region"),
    "country": ("D", "white", "country, at one point of it"),
}
_NEAR_M, _CROWD = 60_000.0, 3
_NAMED = 12  # of the most mentioned places: so many fit without collisions
_MARGIN_M, _RATIO = 60_000.0, 1.25  # round places elsewhere; width by height
_DEGREE_M = 111_000.0


class _Spot(NamedTuple):
    """A place, how often it is mentioned, and where it lies in metres; NaN where it has no point."""

    name: str
    kind: str
    n: int
    x: float
    y: float


@house.as_written
def mentions(
    mentions: pd.DataFrame,
    *,
    study: Study | str | Path | None = None,
    style: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """
    Draw how often each place is mentioned.

    One marker a place, its surface growing with the mentions, the most mentioned named; a region without a
    point of its own is marked inside its outline. Where settlements crowd, a second map beside the first shows them
    nearer. Places outside the window are counted in the line below. The window is that of the study, or
    the shipped one where half of the mentions lie in it, or lies round the places, anywhere in the world.

    Parameters
    ----------
    mentions
        The `mentions` frame; names of peoples are left out.
    study
        A study, or its folder, for its window.
    style, ax
        As in `charts.polarity_by_actor`.

    Raises
    ------
    SchemaError
        None of the places would be on the map.

    Examples
    --------
    >>> from newsan.schema import build
    >>> mentions(build([], "mentions")).texts[0].get_text()
    'No mentions to show (n = 0)'
    """
    mentions = schema.require(mentions, "mentions")
    ax = base.new_map(ax, (10.5, 6.2), (0.012, 0.13, 0.6, 0.79), style)
    rows = mentions[mentions["kind"] != "demonym"]
    if rows.empty:
        return house.nothing_to_show(ax, "mentions")
    window = _window(rows, study)
    _land(window).plot(ax=ax, facecolor=base.LAND, edgecolor="#BDB7AC", linewidth=0.7)
    base.frame(ax, window)
    ax.set_facecolor(base.SEA)
    places = _places(rows, window)
    inside = [p for p in places if window.holds(p.x, p.y, 8_000)]
    if not inside:
        raise SchemaError(
            f"None of the {len(places)} places named has a point inside the map: {_list_names(places)}. "
            "Give a study whose window holds them, or whose control_events.csv has their points."
        )
    crowd = _find_crowd(inside)
    _draw_key(ax)
    crowded = _draw_places(ax, inside, [p for p in inside if p not in crowd[1:]][:_NAMED])
    if crowd:
        crowded += _draw_nearer(ax, crowd, window.crs)
    n = rows["article_id"].nunique()
    most = [p for p in places if p.n == places[0].n]
    first = f"{lettered(most[0].name)} is named most, {most[0].n} times\n" if len(most) == 1 else ""
    ax.set_title(f"{first}Places named: {len(rows)} mentions in {counted(n, 'article')}")
    outlines = f"Boundaries: {base.attribution()}"
    if window.crs:
        outlines = "Land: Natural Earth 1:110m, public domain, generalised by tens of km"
    below = base.below(ax)
    base.stack(ax, below + 9 * pt(7) * 1.25)
    house.footer(
        ax,
        f"{_count_inside(places, inside)} {labels.word_left_out(crowded)}",
        f"{outlines}. Settlements: GeoNames (CC BY 4.0). Projection: {zone_name(window.system)}.",
        below=below * 8 / pt(8),
    )
    return ax


def _draw_places(ax: Axes, places: list[_Spot], named: list[_Spot]) -> int:
    """Draw places and name some of them; return how many of these had no room for a name."""
    marks = []
    for place in places:
        marker, fill, _ = _SIGNS.get(place.kind, _SIGNS["country"])
        surface = 14 * place.n**0.8 + 8
        marks.append(labels.Mark(place.x, place.y, 0.6 * surface**0.5))
        ax.scatter(place.x, place.y, s=surface, marker=marker, facecolor=fill, alpha=0.8,
                   edgecolor=ACCENT, linewidth=1.0, zorder=5, gid="place")  # fmt: skip
    texts = [base.label(ax, p.x, p.y, f"{p.name} {p.n}", fontsize=7.5) for p in named]
    return labels.place(ax, texts, [(p.x, p.y) for p in named], marks)


def _find_crowd(places: list[_Spot]) -> list[_Spot]:
    """Return the settlements within 60 km of the one that has most of them near, if over three."""
    towns = [p for p in places if p.kind == "settlement"]
    near = [[q for q in towns if math.hypot(p.x - q.x, p.y - q.y) < _NEAR_M] for p in towns]
    best = max(near, key=len, default=[])
    return best if len(best) > _CROWD else []


def _draw_nearer(ax: Axes, crowd: list[_Spot], crs: str) -> int:
    """Draw a crowd of settlements on a map beside, and its frame on the first; return how many had no room for a name."""
    xs, ys = [p.x for p in crowd], [p.y for p in crowd]
    window = base.Window(min(xs) - 10_000, min(ys) - 6_000, max(xs) + 12_000, max(ys) + 6_000, crs)
    window = window.shaped(_RATIO if is_narrow(ax) else 0.85)
    base.outline(ax, window, linewidth=1.0, zorder=6)
    beside = ax.inset_axes((0, -1.12, 1, 1) if is_narrow(ax) else (1.03, 0.0, 0.6, 1.0))
    base.draw_land(beside, window)
    base.frame(beside, window)
    beside.set_anchor("NW")
    shown = [p for p in crowd if window.holds(p.x, p.y)]
    named = f"Nearer: {len(shown)} settlements, {sum(p.n for p in shown)} mentions"
    beside.set_title(named, fontsize=pt(8.5))
    base.scale_bar(beside)
    return _draw_places(beside, shown, shown[: _NAMED + 4])


def _places(rows: pd.DataFrame, window: base.Window) -> list[_Spot]:
    """Return each place with its mentions and where to draw it, most mentioned first."""
    outlines = base.boundaries("study_admin").set_index("name").geometry
    found = []
    for name, group in rows.groupby(rows["place_id"].fillna(rows["name"]), sort=True):
        first = group.iloc[0]
        x, y = math.nan, math.nan
        if first["geometry"] is not None and not first["geometry"].is_empty:
            x, y = window.project(first["geometry"].x, first["geometry"].y)
        elif not window.crs and first["place"] in outlines.index:
            point = outlines[first["place"]].representative_point()
            x, y = point.x, point.y
        shown = first["place"] if isinstance(first["place"], str) else str(name)
        found.append(_Spot(shown, first["kind"], len(group), x, y))
    return sorted(found, key=lambda p: (-p.n, p.name))


def _count_inside(places: list[_Spot], inside: list[_Spot]) -> str:
    """Return how many places are on the map, and which are not, with how many mentions they have."""
    if len(inside) == len(places):
        return f"All {len(places)} places are on the map."
    out = _list_names([p for p in places if p not in inside])
    return f"{len(inside)} of {len(places)} places are on the map; outside it or without a point: {out}."


def _list_names(places: list[_Spot]) -> str:
    return listed([f"{p.name} {p.n}" for p in places], 8)


def _window(rows: pd.DataFrame, study: Study | str | Path | None) -> base.Window:
    """Return the study's window, else the shipped one if half of the mentions lie in it, else one round the places."""
    own, shipped = given(study), base.window_within(*shipped_window("places"))
    if own is not None and own.window is not None:
        return base.window_within(*own.window)
    points = rows.geometry[rows.geometry.notna() & ~rows.geometry.is_empty]
    inside = [shipped.holds(*shipped.project(p.x, p.y)) for p in points]
    if 2 * sum(inside) >= len(inside):
        return shipped
    return base.window_of(points, margin_m=_MARGIN_M, more=1 / 6).shaped(_RATIO)


def _land(window: base.Window) -> gpd.GeoDataFrame:
    if not window.crs:
        return base.boundaries("locator")
    width, height = window.right - window.left, window.top - window.bottom
    return base.world(*window.middle, max(width, height) / _DEGREE_M + 5, window.crs)


def _draw_key(ax: Axes) -> None:
    handles = [
        house.sign(words, ACCENT, marker, fill=fill) for marker, fill, words in _SIGNS.values()
    ]
    legend = ax.legend(
        handles=handles, loc="lower left", frameon=True, fontsize=pt(7), labelcolor=INK,
        title="surface grows with mentions", title_fontsize=pt(7),
    )  # fmt: skip
    legend.get_frame().set(facecolor="white", edgecolor=GREY, alpha=0.9, linewidth=0.5)
    legend.set_zorder(9)
