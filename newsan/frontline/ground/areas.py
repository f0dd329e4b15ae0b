"""The areas each side held on a day, the line between them, how far places lay from it, and two maps against each other."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from newsan import schema
from newsan.errors import SchemaError
from newsan.frontline.ground.holders import Holders, as_days, holders
from newsan.frontline.ground.land import (
    DEGREES,
    Cells,
    Land,
    cells,
    points_of,
    projected,
    system_round,
)
from newsan.frontline.sides import NOBODY, parties
from newsan.study import Study

if TYPE_CHECKING:
    import geopandas as gpd

STEP_M = 250.0  # between the points of an edge whose distance is looked up


def areas(
    control: pd.DataFrame,
    day: object | Iterable[object],
    *,
    implied: bool = True,
    study: Study | str | Path | None = None,
) -> gpd.GeoDataFrame:
    """
    Return the ground each side held at the end of a day.

    Each settlement that the table dates stands for the ground nearest to it (its Voronoi cell among
    the settlements of its oblast, at most 10 km from it, clipped to the oblast); cells of the same
    holder and status are joined. Where newsan has no outlines of oblasts, all settlements within 30 km
    are asked, and coasts and borders are not seen. Metric work is done in the UTM zone of the ground.
    Against lines drawn by others the result is off by 1 to 3 km; it is no survey.

    Parameters
    ----------
    control
        The `control` frame.
    day
        The day, or several (the cells are cut once).
    implied
        As in `state`.
    study
        A study, or its folder, for its sides; by default those that the table names.

    Returns
    -------
    areas
        The `areas` frame: for each day, in the order given, at most one row a controller and
        status, sorted by them, disjoint, in EPSG:4326. Ground of which the table says nothing by
        that day is in no row.

    Undefined
    ---------
    Settlements without a point, and those outside the oblasts where others lie in them, have no ground.

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
    tiling, held = held_on(control, day, implied=implied, study=study)
    who, is_sure = (a[:, held.columns(tiling.places)] for a in (held.controller, held.confirmed))
    rows: list[dict[str, Any]] = []
    masks = []
    for n, when in enumerate(as_days(day)):
        for controller in sorted(held.parties.names):
            its = who[n] == held.parties.names.index(controller)
            for status, mask in (("claimed", its & ~is_sure[n]), ("confirmed", its & is_sure[n])):
                if mask.any():
                    rows.append({"day": when, "controller": controller, "status": status})
                    masks.append(mask)
    return _frame("areas", rows, unions(tiling.shapes, masks), tiling.land)


def held_on(
    control: pd.DataFrame,
    day: object | Iterable[object],
    *,
    implied: bool,
    study: Study | str | Path | None = None,
) -> tuple[Cells, Holders]:
    """Check a control table; return the cells of its places, and who held them on each day."""
    control = schema.require(control, "control")
    who = parties(control, study=study)
    return cells(points_of(control), who), holders(control, as_days(day), implied=implied, who=who)


def unions(shapes: np.ndarray, masks: Iterable[np.ndarray]) -> list[BaseGeometry]:
    """Return the union of the shapes in each mask; of equal masks one and the same."""
    once: dict[bytes, BaseGeometry] = {}
    for mask in (masks := list(masks)):
        if mask.tobytes() not in once:
            once[mask.tobytes()] = shapely.union_all(shapes[mask])
    return [once[mask.tobytes()] for mask in masks]


def _frame(
    name: str, rows: list[dict[str, Any]], shapes: list[BaseGeometry], land: Land
) -> gpd.GeoDataFrame:
    """Build a frame of shapes in metres, each projected to degrees once."""
    import geopandas as gpd

    once = {id(shape): shape for shape in shapes}
    outlines = gpd.GeoSeries(list(once.values()), crs=land.crs).to_crs(DEGREES)
    if name == "areas":
        outlines = outlines.make_valid(method="structure")
    of = dict(zip(once, outlines, strict=True))
    geometry = [{"geometry": of[id(shape)]} for shape in shapes]
    return schema.build([r | g for r, g in zip(rows, geometry, strict=True)], name)


def front(
    control: pd.DataFrame,
    day: object | Iterable[object],
    *,
    implied: bool = True,
    study: Study | str | Path | None = None,
) -> gpd.GeoDataFrame:
    """
    Draw the line round the ground that was held, or contested, in the other side's country.

    The edge of that ground, without what lies within 300 m of the state border. Where newsan has no
    outlines of regions, the lines along which ground of different holders meets.

    Parameters
    ----------
    control
        The `control` frame.
    day
        The day, or several (the cells are cut once).
    implied, study
        As in `areas`.

    Returns
    -------
    front
        The `front` frame: one row a day, in the order given, with its `length_km` (measured in
        its UTM zone); no row for a day on which nothing was held across the border.

    Examples
    --------
    >>> from newsan.schema import build
    >>> front(build([], "control"), "2025-03-14").empty
    True
    """
    tiling, held = held_on(control, day, implied=implied, study=study)
    rows, lines = [], []
    for when, (pocket, line) in zip(as_days(day), fronts(tiling, held), strict=True):
        if not pocket.is_empty and (tiling.land.whole or not line.is_empty):
            rows.append({"day": when, "length_km": line.length / 1000})
            lines.append(line)
    return _frame("front", rows, lines, tiling.land)


def fronts(tiling: Cells, held: Holders) -> list[tuple[BaseGeometry, BaseGeometry]]:
    """
    Return the ground that was held across the border on each day, and the line round it.

    Where no outlines tell of a border: all the ground that was held, and the lines between holders.
    """
    who = held.controller[:, held.columns(tiling.places)]
    if not tiling.land.whole:
        return [
            (shapely.union_all(tiling.wide[one >= 0]), between(tiling.wide, one)) for one in who
        ]
    pockets = unions(tiling.wide, held_across(who, tiling.country))
    beside = tiling.land.beside_border
    edges = {id(p): p.boundary.difference(beside) for p in pockets if not p.is_empty}
    edges = {key: shapely.line_merge(edge) for key, edge in edges.items()}
    return [(pocket, edges.get(id(pocket), shapely.LineString())) for pocket in pockets]


def between(shapes: np.ndarray, who: np.ndarray) -> BaseGeometry:
    """Return the lines along which ground of different holders meets."""
    grounds = [shapely.union_all(shapes[who == one]) for one in sorted({*who.tolist()} - {NOBODY})]
    lines = [a.boundary.intersection(b) for a, b in itertools.combinations(grounds, 2)]
    line = shapely.union_all([one for one in lines if one.length])
    return shapely.LineString() if line.is_empty else shapely.line_merge(line)


def held_across(who: np.ndarray, country: np.ndarray) -> np.ndarray:
    """Return where somebody holds, or contests, a cell in a side's country that is not theirs."""
    return np.asarray((who != NOBODY) & (country != NOBODY) & (who != country))


def distances(
    control: pd.DataFrame,
    places: pd.DataFrame,
    days: object | Iterable[object],
    *,
    implied: bool = True,
) -> pd.DataFrame:
    """
    Measure how far places lay from the front line at the end of each day.

    Straight lines in UTM zone 36 north to the line that `front` draws, so no better than its 1 to
    3 km.

    Parameters
    ----------
    control
        The `control` frame.
    places
        A frame of places: `place_id`, `place`, and a point as `lat` and `lon` (a `control` frame) or
        as `geometry` (`mentions`, `references`). Repeated places count once.
    days
        The day, or several.
    implied
        As in `state`.

    Returns
    -------
    distances
        The `distances` frame: one row a day, in the order given, and place, by `place_id`.
        `distance_km` is positive inside the ground that is held or contested across the border,
        negative outside it.

    Undefined
    ---------
    `distance_km` is missing on days without a front; places without a point have no row.

    Raises
    ------
    SchemaError
        `places` lacks a column.

    Examples
    --------
    >>> base = {"place_id": "sudzha", "place": "Sudzha", "lat": 51.191, "lon": 35.271,
    ...         "precision_m": 1000, "day_precision": "day", "claimed_by": "A", "status": "claimed",
    ...         "source": "Gazette", "source_url": ""}
    >>> from newsan.frontline import read_control
    >>> control = read_control(pd.DataFrame([{**base, "day": "2024-08-15", "controller": "UA"}]))
    >>> distances(control, control, ["2024-08-01", "2025-03-01"])["distance_km"].round(1).tolist()
    [nan, 1.1]
    """
    control = schema.require(control, "control")
    named = _as_points(places)
    tiling, held = held_on(control, days, implied=implied)
    xy = projected(named["lon"], named["lat"], tiling.land.crs)
    points = shapely.points(xy)
    rows = []
    for when, (pocket, line) in zip(as_days(days), fronts(tiling, held), strict=True):
        away = shapely.distance(line, points) / 1000  # missing from a line that is empty
        is_inside = shapely.contains_xy(pocket, xy)
        rows.append(named.assign(day=when, distance_km=np.where(is_inside, away, -away)))
    return schema.build(pd.concat(rows) if rows else [], "distances")


def _as_points(places: pd.DataFrame) -> pd.DataFrame:
    """Return id, name, longitude and latitude of each place that has a point, by id."""
    if isinstance(places, pd.DataFrame) and "geometry" in places:
        places = schema.require(places, "mentions", "place_id", "place", "geometry")
        known = places[places["geometry"].notna()]
        geometry = known["geometry"].tolist()
        known = known.assign(lon=[g.x for g in geometry], lat=[g.y for g in geometry])
    else:
        places = schema.require(places, "places")
        known = places.dropna(subset=["lat", "lon"])
    table = pd.DataFrame(known[["place_id", "place", "lon", "lat"]]).dropna(subset=["place_id"])
    return table.sort_values(["place_id", "place"], kind="stable").drop_duplicates("place_id")


def compare(areas_a: pd.DataFrame, areas_b: pd.DataFrame) -> pd.DataFrame:
    """
    Return how far two maps agree on what each side held, on each day that both have.

    Claimed and confirmed ground of a holder counts as one. Metric work is done in the UTM zone of the
    ground, or an equal-area projection round it. Two maps drawn by professionals for one day tell how
    well any map can do; `read_areas` reads them.

    Parameters
    ----------
    areas_a, areas_b
        `areas` frames, of `frontline.areas` or `read_areas`.

    Returns
    -------
    compared
        The `compared` frame: one row a day and holder that either map has, by both. `iou` is the ground in
        common over that of either map (Jaccard 1912): 1 where both draw the same, 0 where none is in common.
        `line_km` is how far the edge of one map's ground lies from the other's, the mean of both ways,
        looked up every 250 m.

    Undefined
    ---------
    `line_km` is missing where a map has no ground of the holder.

    Raises
    ------
    SchemaError
        The maps have no day in common.

    Examples
    --------
    >>> from shapely.geometry import box
    >>> one, two = (
    ...     schema.build([{"day": "2024-08-15", "controller": "A", "status": "claimed",
    ...                    "geometry": box(35, 51, east, 51.5)}], "areas")
    ...     for east in (35.5, 36.0))
    >>> compare(one, two)[["controller", "iou"]].round(2).values.tolist()
    [['A', 0.5]]
    """
    a, b = (schema.require(one, "areas") for one in (areas_a, areas_b))
    days = sorted(set(a["day"]) & set(b["day"]))
    if not days:
        raise SchemaError(
            "The two maps have no day in common: "
            + ", ".join(f"areas_{of} has {_span(one['day'])}" for of, one in (("a", a), ("b", b)))
            + ". Set the day of one of them to the other's."
        )
    a, b = (one[one["day"].isin(days)] for one in (a, b))
    west, south, east, north = pd.concat([a, b]).total_bounds
    grounds = [
        one.to_crs(system_round(west, south, east, north)).dissolve(["day", "controller"])["geometry"].to_dict()
        for one in (a, b)
    ]  # fmt: skip
    rows = [
        {"day": day, "controller": who, **_compared(*(g.get((day, who), shapely.Polygon()) for g in grounds))}
        for day, who in sorted({*grounds[0], *grounds[1]})
    ]  # fmt: skip
    return schema.build(rows, "compared")


def _span(days: pd.Series) -> str:
    """Write the first and last day of a map."""
    if days.empty:
        return "none"
    return f"{days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}"


def _compared(a: BaseGeometry, b: BaseGeometry) -> dict[str, float]:
    """Measure two grounds in metres."""
    common, either = a.intersection(b).area, a.union(b).area
    away = [_away(one, other) for one, other in ((a, b), (b, a))]
    return {"a_km2": a.area / 1e6, "b_km2": b.area / 1e6, "iou": common / either if either else np.nan,
            "line_km": float(np.mean(away)) / 1000}  # fmt: skip


def _away(a: BaseGeometry, b: BaseGeometry) -> float:
    """Return how far the edge of one ground lies from that of another in metres, on average."""
    lines = shapely.get_parts(a.boundary)
    steps = [line.interpolate(np.arange(0, line.length, STEP_M)) for line in lines]
    points = np.concatenate(steps) if steps else np.array([])
    return float(shapely.distance(points, b.boundary).mean()) if len(points) else np.nan
