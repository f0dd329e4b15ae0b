"""The land the front runs through, in metres: oblasts, their settlements and the state border."""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DEGREES = "EPSG:4326"
BORDER_M = 300.0


@dataclass(frozen=True)
class Land:
    """The oblasts of the study in metres: their outlines by id, and each country's whole."""

    oblasts: dict[str, BaseGeometry]
    country: dict[str, str]
    whole: dict[str, BaseGeometry]

    def of(self, countries: Iterable[str]) -> BaseGeometry:
        """Return the ground of several countries; none of one that the outlines do not have."""
        from shapely import union_all

        grounds = [self.whole[c] for c in countries if c in self.whole]
        return grounds[0] if len(grounds) == 1 else union_all(grounds)


@functools.cache
def land() -> Land:
    """Read the shipped oblasts; borders are those internationally recognised."""
    import geopandas as gpd
    from shapely import make_valid, prepare, union_all
    from shapely.geometry import shape

    features = _outlines()
    shapes = gpd.GeoSeries([shape(f["geometry"]) for f in features], crs=DEGREES).to_crs(metres())
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


@functools.cache
def _outlines() -> list[dict[str, Any]]:
    file = resources.files("newsan") / "resources" / "study_admin.geojson"
    features: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["features"]
    return features


@functools.cache
def metres() -> str:
    """Return the coordinate system that ground is measured in: the UTM zone of the middle of the outlines."""
    return utm(*_middle())


def _middle() -> tuple[float, float]:
    from shapely.geometry import shape

    bounds = np.array([shape(f["geometry"]).bounds for f in _outlines()])
    lon, lat = (bounds[:, :2].min(axis=0) + bounds[:, 2:].max(axis=0)) / 2
    return float(lon), float(lat)


def zone_name() -> str:
    """
    Return what the coordinate system of the ground is called.

    Examples
    --------
    >>> zone_name().startswith("UTM zone ")
    True
    """
    lon, lat = _middle()
    return f"UTM zone {_zone(lon)} {'south' if lat < 0 else 'north'}"


def utm(lon: float, lat: float) -> str:
    """
    Return the coordinate system in metres of the UTM zone of a point.

    Examples
    --------
    >>> utm(18.0, 59.3), utm(151.2, -33.9)
    ('EPSG:32634', 'EPSG:32756')
    """
    return f"EPSG:{(32700 if lat < 0 else 32600) + _zone(lon)}"


def _zone(lon: float) -> int:
    return int((lon + 180) // 6) % 60 + 1


def to_metres(lon: Any, lat: Any) -> np.ndarray:
    """Project points to the metres of the ground; one row a point."""
    x, y = _projector().transform(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
    return np.column_stack([x, y])


@functools.cache
def _projector() -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(DEGREES, metres(), always_xy=True)


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
