"""The land the front runs through, in metres: oblasts, their settlements and the state border."""

from __future__ import annotations

import functools
import itertools
import json
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DEGREES, METRES = "EPSG:4326", "EPSG:32636"
BORDER_M = 300.0


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
def settlements_of(oblast: str) -> tuple[tuple[str, ...], np.ndarray]:
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


@functools.cache
def beside_border() -> BaseGeometry:
    """Return the ground within 300 m of the state border."""
    return border().buffer(BORDER_M)


@functools.cache
def border() -> BaseGeometry:
    """Return the state border between the countries of the study, in metres."""
    from shapely import union_all

    whole = land().whole
    return union_all(
        [
            whole[a].buffer(BORDER_M).intersection(whole[b].boundary)
            for a, b in itertools.combinations(sorted(whole), 2)
        ]
    )
