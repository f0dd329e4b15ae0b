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
REACH_M = 15_000.0
EDGE_M = 2_000.0


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
    from shapely import make_valid, union_all
    from shapely.geometry import shape

    file = resources.files("newsan") / "resources" / "study_admin.geojson"
    features = json.loads(file.read_text(encoding="utf-8"))["features"]
    shapes = gpd.GeoSeries([shape(f["geometry"]) for f in features], crs=DEGREES).to_crs(METRES)
    ids = [f["properties"]["place_id"] for f in features]
    country = {f["properties"]["place_id"]: f["properties"]["country"] for f in features}
    oblasts = dict(zip(ids, (make_valid(g) for g in shapes), strict=True))
    whole = {c: union_all([oblasts[i].buffer(1.0) for i in ids if country[i] == c])
             for c in sorted(set(country.values()))}
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
def _undated(oblast: str) -> tuple[tuple[str, float, float], ...]:
    """Return the gazetteer's settlements of an oblast: id and point in metres."""
    from shapely import contains_xy

    ids, points = _settlements(land().country[oblast])
    inside = contains_xy(land().oblasts[oblast], points[:, 0], points[:, 1])
    return tuple((i, float(x), float(y))
                 for i, (x, y), there in zip(ids, points, inside, strict=True) if there)


@functools.cache
def _settlements(country: str) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the gazetteer's settlements of a country, in metres."""
    from newsan.gazetteer import load

    found = [p for p in load() if p.kind == "settlement" and p.country == country and p.has_point]
    return (tuple(p.place_id for p in found),
            to_metres([p.lon for p in found], [p.lat for p in found]))


def dated(control: pd.DataFrame) -> pd.DataFrame:
    """Return each settlement of a control table that has a point: id, precision, x and y in metres."""
    rows = control.dropna(subset=["lat", "lon"]).sort_values(
        ["place_id", "lat", "lon", "precision_m"]).drop_duplicates("place_id")
    points = to_metres(rows["lon"], rows["lat"])
    return rows[["place_id", "precision_m"]].assign(x=points[:, 0], y=points[:, 1]).reset_index(
        drop=True)


def oblast_of(x: float, y: float, country: str | None) -> str | None:
    """Return the oblast a point lies in; a point up to 2 km over the line goes to its country."""
    from shapely.geometry import Point

    point, ground = Point(x, y), land()
    near = {i: ground.oblasts[i].distance(point) for i in ground.oblasts
            if country is None or ground.country[i] == country}
    best = min(near, key=lambda i: (near[i], i), default=None)
    return best if best is not None and near[best] <= EDGE_M else None


def cells(points: pd.DataFrame, homes: dict[str, str]) -> dict[str, BaseGeometry]:
    """
    Give every dated settlement the ground nearest to it, inside its oblast.

    Parameters
    ----------
    points
        As `dated` returns them.
    homes
        The oblast of each place.

    Returns
    -------
    cells
        By `place_id`, in metres. Other settlements of the oblast bound the outer cells; those that
        lie between dated ones (inside their convex hull) are left out, since nothing is said of
        them. A cell reaches 15 km at most. Settlements at one point share a cell: the first id in
        the alphabet gets it.
    """
    found: dict[str, BaseGeometry] = {}
    for oblast in sorted(set(homes.values())):
        here = points[points["place_id"].map(homes) == oblast].sort_values("place_id")
        found |= _cells_in(oblast, here)
    return found


def _cells_in(oblast: str, here: pd.DataFrame) -> dict[str, BaseGeometry]:
    from shapely import voronoi_polygons
    from shapely.geometry import MultiPoint, Point, box
    from shapely.strtree import STRtree

    shape = land().oblasts[oblast]
    mine: dict[tuple[float, float], str] = {}
    for row in here.itertuples(index=False):
        mine.setdefault((row.x, row.y), row.place_id)
    hull = MultiPoint(list(mine)).convex_hull.buffer(EDGE_M)
    bounds = hull.buffer(4 * REACH_M)
    ids = set(here["place_id"])
    others = [(x, y) for i, x, y in _undated(oblast)
              if i not in ids and bounds.covers(Point(x, y)) and not hull.covers(Point(x, y))]
    seeds = [*mine, *others]
    if len(seeds) == 1:
        polygons = [box(*bounds.bounds)]
    else:
        polygons = list(voronoi_polygons(MultiPoint(seeds), extend_to=bounds).geoms)
    tree = STRtree(polygons)
    out = {}
    for (x, y), place_id in mine.items():
        point = Point(x, y)
        at = tree.query(point, predicate="intersects")
        cell = polygons[int(at[0])].intersection(point.buffer(REACH_M)).intersection(shape)
        out[place_id] = cell
    return out
