"""The land the front runs through: oblasts in metres, and one Voronoi cell a settlement."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

DEGREES, METRES = "EPSG:4326", "EPSG:32636"
REACH_M = 10_000.0
EDGE_M = 2_000.0

Points = dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Land:
    """The oblasts of the study in metres: their outlines by id, and each country's whole."""

    oblasts: dict[str, BaseGeometry]
    country: dict[str, str]
    whole: dict[str, BaseGeometry]


@functools.cache
def land() -> Land:
    """Read the shipped oblasts; borders are those internationally recognised."""
    import geopandas as gpd
    from shapely import make_valid, prepare, union_all
    from shapely.geometry import shape

    file = resources.files("newsan") / "resources" / "study_admin.geojson"
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    shapes = gpd.GeoSeries([shape(f["geometry"]) for f in features], crs=DEGREES).to_crs(METRES)
    ids = [f["properties"]["place_id"] for f in features]
    country = {f["properties"]["place_id"]: f["properties"]["country"] for f in features}
    oblasts = dict(zip(ids, (make_valid(g) for g in shapes), strict=True))
    for one in oblasts.values():
        prepare(one)
    whole = {
        c: union_all([oblasts[i].buffer(1.0) for i in ids if country[i] == c])
        for c in sorted(set(country.values()))
    }
    return Land(oblasts, country, whole)


def to_metres(lon: Any, lat: Any) -> np.ndarray:
    """Project points to UTM zone 36 north; one row a point."""
    x, y = _projector().transform(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
    return np.column_stack([x, y])


@functools.cache
def _projector() -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(DEGREES, METRES, always_xy=True)


@functools.cache
def _undated(oblast: str) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the gazetteer's settlements of an oblast: ids, and points in metres."""
    from shapely import contains_xy

    ids, points = _settlements(land().country[oblast])
    inside = contains_xy(land().oblasts[oblast], points[:, 0], points[:, 1])
    return tuple(i for i, there in zip(ids, inside, strict=True) if there), points[inside]


@functools.cache
def _settlements(country: str) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the gazetteer's settlements of a country, in metres."""
    from newsan.gazetteer import load

    found = [p for p in load() if p.kind == "settlement" and p.country == country and p.has_point]
    return (
        tuple(p.place_id for p in found),
        to_metres([p.lon for p in found], [p.lat for p in found]),
    )


def dated(control: pd.DataFrame) -> Points:
    """Return the point in metres of each settlement of a control table that has one."""
    rows = (
        control.dropna(subset=["lat", "lon"])
        .sort_values(["place_id", "lat", "lon", "precision_m"])
        .drop_duplicates("place_id")
    )
    points = to_metres(rows["lon"], rows["lat"]).tolist()
    return {i: (x, y) for i, (x, y) in zip(rows["place_id"], points, strict=True)}


def oblast_of(x: float, y: float, country: str | None) -> str | None:
    """Return the oblast a point lies in; a point up to 2 km over the line goes to its country."""
    from shapely.geometry import Point

    point, ground = Point(x, y), land()
    best = (EDGE_M, "")
    for i, shape in ground.oblasts.items():
        if country is None or ground.country[i] == country:
            if shape.contains(point):
                return i
            best = min(best, (shape.distance(point), i))
    return best[1] or None


def cells(points: Points, homes: dict[str, str]) -> dict[str, BaseGeometry]:
    """
    Give every dated settlement the ground nearest to it, inside its oblast.

    Parameters
    ----------
    points
        The settlements' points in metres.
    homes
        The oblast of each.

    Returns
    -------
    cells
        By `place_id`, in metres. Other settlements of the oblast bound the outer cells; those that
        lie between dated ones (inside their convex hull) are left out, since nothing is said of
        them. Settlements at one point share a cell: the first id in the alphabet gets it.

    """
    found: dict[str, BaseGeometry] = {}
    for oblast in sorted(set(homes.values())):
        found |= _cells_in(oblast, {i: points[i] for i in sorted(points) if homes[i] == oblast})
    return found


def _cells_in(oblast: str, here: Points) -> dict[str, BaseGeometry]:
    from shapely import contains_xy, prepare, voronoi_polygons
    from shapely.geometry import MultiPoint, Point
    from shapely.strtree import STRtree

    shape = land().oblasts[oblast]
    mine: dict[tuple[float, float], str] = {}
    for place_id, point in here.items():
        mine.setdefault(point, place_id)
    hull = MultiPoint(list(mine)).convex_hull.buffer(EDGE_M)
    bounds = hull.buffer(3 * REACH_M).envelope
    prepare(hull)
    ids, at = _undated(oblast)
    free = ~contains_xy(hull, at[:, 0], at[:, 1]) & contains_xy(bounds, at[:, 0], at[:, 1])
    others = [
        tuple(p) for p, f, i in zip(at.tolist(), free, ids, strict=True) if f and i not in here
    ]
    seeds = list(dict.fromkeys([*mine, *others]))
    polygons = (
        [bounds]
        if len(seeds) == 1
        else list(voronoi_polygons(MultiPoint(seeds), extend_to=bounds).geoms)
    )
    tree = STRtree(polygons)
    points = [Point(p) for p in mine]
    found = dict(tree.query(np.array(points), predicate="intersects").T.tolist())
    return {
        place_id: _round(
            points[n],
            polygons[found[n]].intersection(points[n].buffer(REACH_M)).intersection(shape),
        )
        for n, place_id in enumerate(mine.values())
    }


def _round(point: BaseGeometry, cell: BaseGeometry) -> BaseGeometry:
    """Keep the piece of a cell that its settlement lies in: a tongue of the border may cut one."""
    return min(getattr(cell, "geoms", [cell]), key=lambda g: (g.distance(point), -g.area))
