"""The land the front runs through, in metres: oblasts, their settlements and the state border."""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from newsan.gazetteer import load

DEGREES = "EPSG:4326"
BORDER_M = 300.0
AROUND_M = 30_000.0  # ground round points that lie in no outlines
WIDE = 9.0  # degrees from which a UTM zone is too narrow
EQUAL_AREA = "Lambert azimuthal equal-area"
ANYWHERE = ""  # the region there
_NORTH, _SOUTH = 32600, 32700  # EPSG codes of UTM zones, less the zone


@dataclass(frozen=True, eq=False)
class Land:
    """
    The ground of a front in metres: regions by id, the country of each, and each country's whole.

    Where there are no outlines the one region is a rectangle round the points, of no country.
    """

    crs: str
    oblasts: dict[str, BaseGeometry]
    country: dict[str, str]
    whole: dict[str, BaseGeometry]

    def of(self, countries: Iterable[str]) -> BaseGeometry:
        """Return the ground of several countries; none of one that the outlines do not have."""
        grounds = [self.whole[c] for c in countries if c in self.whole]
        return grounds[0] if len(grounds) == 1 else shapely.union_all(grounds)

    def to_metres(self, lon: Any, lat: Any) -> np.ndarray:
        """Project points; one row a point."""
        return projected(lon, lat, self.crs)

    @functools.lru_cache  # noqa: B019 - lands are few, and those of the shipped outlines are one
    def settlements_of(self, oblast: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the gazetteer's settlements of a region: ids, and points in metres."""
        ids, points = _settlements(self.country[oblast], self.crs)
        inside = shapely.contains_xy(self.oblasts[oblast], points)
        return ids[inside], points[inside]

    @functools.cached_property
    def border(self) -> BaseGeometry:
        """The state border between the countries of the outlines, in metres."""
        pairs = itertools.combinations([self.whole[c] for c in sorted(self.whole)], 2)
        return shapely.union_all([a.buffer(BORDER_M).intersection(b.boundary) for a, b in pairs])

    @functools.cached_property
    def beside_border(self) -> BaseGeometry:
        """The ground within 300 m of the state border."""
        return self.border.buffer(BORDER_M)


@functools.cache
def land() -> Land:
    """Read the shipped oblasts; borders are those internationally recognised."""
    import geopandas as gpd

    outlines = gpd.GeoDataFrame.from_features(_outlines(), crs=DEGREES).to_crs(metres())
    outlines = outlines.set_geometry(outlines.make_valid()).set_index("place_id")
    country = outlines["country"].to_dict()
    oblasts = outlines.geometry.to_dict()
    shapely.prepare(list(oblasts.values()))
    wide = outlines.buffer(1.0).groupby(outlines["country"])
    whole = {code: shapely.union_all(shapes.tolist()) for code, shapes in wide}
    return Land(metres(), oblasts, country, whole)


def land_of(lon: Any, lat: Any) -> Land:
    """
    Return the land that points in degrees lie in: the shipped outlines if one lies there, else their own.

    Examples
    --------
    >>> land_of([-30.0], [47.1]).crs, list(land_of([-30.0], [47.1]).whole)
    ('EPSG:32626', [])
    """
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    west, south, east, north = outline_bounds()
    if not len(x) or ((west <= x) & (x <= east) & (south <= y) & (y <= north)).any():
        return land()
    return _elsewhere(float(x.min()), float(y.min()), float(x.max()), float(y.max()))


@functools.lru_cache(maxsize=8)
def _elsewhere(west: float, south: float, east: float, north: float) -> Land:
    crs = system_round(west, south, east, north)
    xy = projected([west, west, east, east], [south, north, south, north], crs)
    ground = shapely.box(*xy.min(axis=0) - AROUND_M, *xy.max(axis=0) + AROUND_M)
    shapely.prepare(ground)
    return Land(crs, {ANYWHERE: ground}, {ANYWHERE: ""}, {})


@functools.cache
def _outlines() -> list[dict[str, Any]]:
    file = resources.files("newsan") / "resources" / "study_admin.geojson"
    features: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["features"]
    return features


@functools.cache
def outline_bounds() -> tuple[float, float, float, float]:
    """Return west, south, east and north of the shipped outlines, in degrees."""
    west, south, east, north = shapely.total_bounds([shape(f["geometry"]) for f in _outlines()])
    return float(west), float(south), float(east), float(north)


@functools.cache
def metres() -> str:
    """Return the coordinate system of the shipped outlines: the UTM zone of their middle."""
    west, south, east, north = outline_bounds()
    return utm((west + east) / 2, (south + north) / 2)


def zone_name(crs: str | None = None) -> str:
    """
    Return what a UTM coordinate system is called; by default that of the shipped outlines.

    Examples
    --------
    >>> zone_name("EPSG:32626"), zone_name(utm(151.2, -33.9))
    ('UTM zone 26 north', 'UTM zone 56 south')
    """
    system = metres() if crs is None else crs
    if not system.startswith("EPSG:"):
        return EQUAL_AREA
    code = int(system.removeprefix("EPSG:"))
    return f"UTM zone {code % 100} {'south' if code // 100 == _SOUTH // 100 else 'north'}"


def utm(lon: float, lat: float) -> str:
    """
    Return the coordinate system in metres of the UTM zone of a point.

    Examples
    --------
    >>> utm(18.0, 59.3), utm(151.2, -33.9)
    ('EPSG:32634', 'EPSG:32756')
    """
    zone = int((lon + 180) // 6) % 60 + 1
    return f"EPSG:{(_SOUTH if lat < 0 else _NORTH) + zone}"


def system_round(west: float, south: float, east: float, north: float) -> str:
    """
    Return the coordinate system for ground within some degrees: a UTM zone, unless it is too wide.

    Examples
    --------
    >>> system_round(-31, 46, -30, 48)
    'EPSG:32625'
    """
    middle = (west + east) / 2, (south + north) / 2
    return equal_area(*middle) if max(east - west, north - south) > WIDE else utm(*middle)


def equal_area(lon: float, lat: float) -> str:
    """Return the coordinate system in metres for ground too wide for a UTM zone, by its middle."""
    return f"+proj=laea +lon_0={lon:.1f} +lat_0={lat:.1f} +datum=WGS84 +units=m"


def projected(lon: Any, lat: Any, crs: str) -> np.ndarray:
    """Project points to a coordinate system; one row a point."""
    x, y = _projector(crs).transform(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
    return np.column_stack([x, y])


@functools.cache
def _projector(crs: str) -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(DEGREES, crs, always_xy=True)


@functools.lru_cache(maxsize=8)
def _settlements(country: str, crs: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the gazetteer's settlements of a country in metres; of all countries if it is blank."""
    pointed = [p for p in load() if p.kind == "settlement" and p.has_point]
    its = [(p.place_id, p.lon, p.lat) for p in pointed if country in ("", p.country)]
    ids, lon, lat = zip(*its, strict=True) if its else ((), (), ())
    return np.array(ids, dtype="object"), projected(lon, lat, crs)


def border() -> BaseGeometry:
    """Return the state border between the countries of the shipped outlines, in metres."""
    return land().border
