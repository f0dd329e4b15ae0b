"""The areas each side held on a day, and the line between them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from newsan import schema
from newsan.frontline import ground
from newsan.frontline.holders import Held, as_days, country_of, events, holders

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

BORDER_M = 300.0
JOIN_M = 1.0


@dataclass(frozen=True)
class Setup:
    """What of a control table does not depend on the day: cells, homes and countries of places."""

    cells: dict[str, BaseGeometry]
    country: dict[str, str]

    @functools.cached_property
    def wide(self) -> dict[str, BaseGeometry]:
        """The cells, each a metre wider, so that neighbours join without a slit."""
        from shapely import buffer

        wide = buffer(list(self.cells.values()), JOIN_M, quad_segs=16)
        return dict(zip(self.cells, wide, strict=True))

    @functools.cached_property
    def neighbours(self) -> dict[str, set[str]]:
        """The places whose cells meet a place's own, itself among them."""
        from shapely.strtree import STRtree

        ids, wide = list(self.wide), list(self.wide.values())
        found: dict[str, set[str]] = {i: set() for i in ids}
        for a, b in STRtree(wide).query(wide, predicate="intersects").T.tolist():
            found[ids[a]].add(ids[b])
        return found


def setup(control: pd.DataFrame, points: ground.Points | None = None) -> Setup:
    """
    Cut the cells of a control table's settlements.

    Parameters
    ----------
    control
        The `control` frame.
    points
        Other points for them, in metres by place; `None` for those of the table.

    """
    points = ground.dated(control) if points is None else points
    homes: dict[str, str] = {}
    for place_id, (x, y) in points.items():
        oblast = ground.oblast_of(x, y, country_of(place_id))
        if oblast is not None:
            homes[place_id] = oblast
    country = {i: ground.land().country[o] for i, o in homes.items()}
    return Setup(ground.cells({i: points[i] for i in homes}, homes), country)


def areas(
    control: pd.DataFrame, day: object | Iterable[object], *, implied: bool = True
) -> gpd.GeoDataFrame:
    """
    Tell which ground each side held at the end of a day.

    Each settlement that the table dates stands for the ground nearest to it (its Voronoi cell among
    the settlements of its oblast, at most 10 km from it, clipped to the oblast); cells of the same
    holder and status are joined. Metric work is done in UTM zone 36 north. Against lines drawn by
    others the result is off by 1 to 3 km; it is no survey.

    Parameters
    ----------
    control
        The `control` frame.
    day
        The day, or several (the cells are cut once).
    implied
        As in `state`.

    Returns
    -------
    areas
        The `areas` frame: for each day, in the order given, at most one row a controller and
        status, sorted by them, disjoint, in EPSG:4326. Ground of which the table says nothing by
        that day is in no row.

    Undefined
    ---------
    Settlements without a point, and those outside the oblasts of the study, have no ground.

    Examples
    --------
    >>> base = {"place_id": "sudzha", "place": "Sudzha", "lat": 51.191, "lon": 35.271,
    ...         "precision_m": 1000, "day_precision": "day", "claimed_by": "A", "status": "claimed",
    ...         "source": "Gazette", "source_url": ""}
    >>> from newsan.frontline import read_control
    >>> control = read_control(pd.DataFrame([{**base, "day": "2024-08-15", "controller": "UA"}]))
    >>> areas(control, "2025-03-01")[["controller", "status"]].values.tolist()
    [['UA', 'claimed']]
    >>> len(areas(control, "2024-08-01"))
    0

    """
    import geopandas as gpd

    rows: list[dict[str, Any]] = []
    held, made = held_on(control, day, implied=implied)
    for when, there in held:
        rows += [
            {"day": when, "controller": controller, "status": status, "geometry": shape}
            for (controller, status), shape in _joined(there, made).items()
        ]
    shapes = gpd.GeoSeries([r["geometry"] for r in rows], crs=ground.METRES).to_crs(ground.DEGREES)
    shapes = shapes.make_valid(method="structure")
    return schema.build([{**r, "geometry": g} for r, g in zip(rows, shapes, strict=True)], "areas")


def held_on(
    control: pd.DataFrame, day: object | Iterable[object], *, implied: bool
) -> tuple[list[tuple[pd.Timestamp, dict[str, Held]]], Setup]:
    """Check a control table and tell who holds each place on each day, and the cells."""
    schema.check(control, "control")
    rows = events(control)
    held = [(d, holders(rows, d.toordinal(), implied=implied)) for d in as_days(day)]
    return held, setup(control)


def _joined(held: dict[str, Held], made: Setup) -> dict[tuple[str, str], BaseGeometry]:
    """Join the cells of one controller and status."""
    from shapely import union_all

    pieces: dict[tuple[str, str], list[BaseGeometry]] = {}
    for place_id in sorted(held.keys() & made.cells.keys()):
        key = (held[place_id].controller, held[place_id].status)
        pieces.setdefault(key, []).append(made.cells[place_id])
    return {key: union_all(pieces[key]) for key in sorted(pieces)}


def front(
    control: pd.DataFrame, day: object | Iterable[object], *, implied: bool = True
) -> gpd.GeoDataFrame:
    """
    Draw the line round the ground that was held, or contested, in the other side's country.

    The edge of that ground, without what lies within 300 m of the state border.

    Parameters
    ----------
    control
        The `control` frame.
    day
        The day, or several (the cells are cut once).
    implied
        As in `state`.

    Returns
    -------
    front
        The `front` frame: one row a day, in the order given, with its `length_km` (measured in UTM
        zone 36 north); no row for a day on which nothing was held across the border.

    Examples
    --------
    >>> from newsan.schema import build
    >>> front(build([], "control"), "2025-03-14").empty
    True

    """
    import geopandas as gpd
    from shapely.ops import linemerge

    rows: list[dict[str, Any]] = []
    held, made = held_on(control, day, implied=implied)
    for when, there in held:
        pocket = across(there, made, set(schema.CONTROLLERS))
        if pocket.is_empty:
            continue
        line = pocket.boundary.difference(beside_border())
        line = linemerge(line) if line.geom_type == "MultiLineString" else line
        rows.append({"day": when, "length_km": line.length / 1000, "geometry": line})
    lines = gpd.GeoSeries([r["geometry"] for r in rows], crs=ground.METRES).to_crs(ground.DEGREES)
    return schema.build([{**r, "geometry": g} for r, g in zip(rows, lines, strict=True)], "front")


def across(held: dict[str, Held], made: Setup, wanted: Set[str]) -> BaseGeometry:
    """Join the cells held by `wanted` in a country that is not theirs."""
    from shapely import union_all

    return union_all([made.wide[i] for i in _taken(held, made, wanted, None)])


def parts(held: dict[str, Held], made: Setup, wanted: Set[str], country: str) -> list[list[str]]:
    """Return the places of each connected piece of ground held by `wanted` in another's country."""
    left, found = set(_taken(held, made, wanted, country)), []
    while left:
        reached = [left.pop()]
        for i in reached:
            near = made.neighbours[i] & left
            reached += near
            left -= near
        found.append(sorted(reached))
    return sorted(found)


def _taken(held: dict[str, Held], made: Setup, wanted: Set[str], country: str | None) -> list[str]:
    """Return the places held by `wanted` in a country (or any) that is not theirs."""
    return [
        i
        for i in sorted(held.keys() & made.cells.keys())
        if held[i].controller in wanted
        and held[i].controller != made.country[i]
        and country in (None, made.country[i])
    ]


@functools.cache
def beside_border() -> BaseGeometry:
    """Return the ground within 300 m of the state border."""
    return border().buffer(BORDER_M)


@functools.cache
def border() -> BaseGeometry:
    """Return the state border between the countries of the study, in metres."""
    from shapely import union_all

    whole = ground.land().whole
    names = sorted(whole)
    return union_all(
        [
            whole[a].buffer(BORDER_M).intersection(whole[b].boundary)
            for n, a in enumerate(names)
            for b in names[n + 1 :]
        ]
    )
