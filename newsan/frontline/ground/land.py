"""The land the front runs through, in metres: oblasts, the state border, and the cell of each settlement."""

from __future__ import annotations

import functools
import itertools
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from newsan import lexicons
from newsan.frontline.ground.holders import country_of
from newsan.frontline.sides import NOBODY, Parties, parties
from newsan.gazetteer import load

DEGREES = "EPSG:4326"
BORDER_M = 300.0
AROUND_M = 30_000.0  # ground round points that lie in no outlines
WIDE = 9.0  # degrees from which a UTM zone is too narrow
EQUAL_AREA = "Lambert azimuthal equal-area"
ANYWHERE = ""  # the region there
_NORTH, _SOUTH = 32600, 32700  # EPSG codes of UTM zones, less the zone
REACH_M = 10_000.0
EDGE_M = 2_000.0
JOIN_M = 1.0
# What is cut out of a country is a little wider than the country's own edge is: else slits of no
# width stay along the border, and count as friendly ground.
CUT_M = JOIN_M + 0.01
_ROUND = {"quad_segs": 16}


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

    outlines = gpd.GeoDataFrame.from_features(read_geojson("study_admin"), crs=DEGREES).to_crs(
        metres()
    )
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


def read_geojson(name: str) -> Any:
    """Return a shipped GeoJSON file."""
    return json.loads(lexicons.file(f"{name}.geojson").read_bytes())


@functools.cache
def outline_bounds() -> tuple[float, float, float, float]:
    """Return west, south, east and north of the shipped outlines, in degrees."""
    shapes = [shape(f["geometry"]) for f in read_geojson("study_admin")["features"]]
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return west, south, east, north


@functools.cache
def metres() -> str:
    """Return the coordinate system of the shipped outlines: the UTM zone of their middle."""
    west, south, east, north = outline_bounds()
    return utm((west + east) / 2, (south + north) / 2)


def shipped_window(name: str) -> tuple[float, ...]:
    """Return west, south, east and north of a window of the shipped table, in degrees."""
    (row,) = (r for r in lexicons.rows("map_windows") if r["window"] == name)
    return tuple(float(row[c]) for c in ("west", "south", "east", "north"))


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
    """Return the coordinate system in metres of the UTM zone of a point."""
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


def km2(areas: Any, *by: str) -> pd.Series:
    """Return how much ground there is by some columns, in an equal-area projection round it."""
    west, south, east, north = areas.to_crs(DEGREES).total_bounds
    square_metres = areas.to_crs(equal_area((west + east) / 2, (south + north) / 2)).area
    held: pd.Series = square_metres.groupby([areas[column] for column in by]).sum() / 1e6
    return held


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


@dataclass(frozen=True)
class Points:
    """Settlements in the order of their ids, their points in metres, and the oblast of each."""

    places: list[str]
    xy: np.ndarray
    oblast: np.ndarray
    land: Land

    def moved(self, shifts: np.ndarray) -> list[Points]:
        """Return the points moved by each line of some shifts in metres."""
        xy = self.xy + shifts
        homes = _oblasts(self.places * len(xy), xy.reshape(-1, 2), self.land).reshape(xy.shape[:2])
        return [Points(self.places, *one, self.land) for one in zip(xy, homes, strict=True)]


@dataclass(frozen=True)
class Cells:
    """Settlements in the order of their ids, with the polygon of each, and whose side its country is."""

    places: list[str]
    shapes: np.ndarray
    country: np.ndarray
    land: Land

    @functools.cached_property
    def area(self) -> np.ndarray:
        """The area of each cell in square metres."""
        return np.asarray(shapely.area(self.shapes))

    @functools.cached_property
    def wide(self) -> np.ndarray:
        """The cells, each a metre wider, so that neighbours join without a slit."""
        return np.asarray(shapely.buffer(self.shapes, JOIN_M, **_ROUND))

    @functools.cached_property
    def neighbours(self) -> np.ndarray:
        """The pairs of cells that meet, by the first of a pair; each cell meets itself too."""
        tree = shapely.STRtree(self.shapes)
        meet = tree.query(self.shapes, predicate="dwithin", distance=2 * JOIN_M)
        apart = meet[:, meet[0] != meet[1]]
        each = np.arange(len(self.places))
        pairs = np.hstack([apart, [each, each]])
        return pairs[:, np.argsort(pairs[0], kind="stable")]

    def only(self, mask: np.ndarray) -> Cells:
        """Return some of the cells."""
        places = [self.places[n] for n in np.flatnonzero(mask)]
        return Cells(places, self.shapes[mask], self.country[mask], self.land)


def points_of(control: pd.DataFrame) -> Points:
    """Return the point of each settlement of a control table that has one."""
    rows = (
        control.dropna(subset=["lat", "lon"])
        .sort_values(["place_id", "lat", "lon", "precision_m"])
        .drop_duplicates("place_id")
    )
    land = land_of(rows["lon"], rows["lat"])
    places, xy = rows["place_id"].tolist(), projected(rows["lon"], rows["lat"], land.crs)
    return Points(places, xy, _oblasts(places, xy, land), land)


def _oblasts(places: list[str], xy: np.ndarray, land: Land) -> np.ndarray:
    """
    Return the oblast of each place by its point, as its place in `land.oblasts`, or -1.

    A point up to 2 km over the line goes to its country.
    """
    home, away = np.full(len(places), -1), np.full(len(places), EDGE_M)
    country = np.array([country_of(p) for p in places], dtype="str")
    points = shapely.points(xy)
    for n, (oblast, ground) in enumerate(land.oblasts.items()):
        its = land.country[oblast]
        may = (np.isin(country, ["", its]) | (its == "")) & (away > 0)
        at = np.flatnonzero(may & shapely.dwithin(ground, points, EDGE_M))
        off = np.where(shapely.contains_xy(ground, xy[at]), 0.0, np.nan)
        off[np.isnan(off)] = shapely.distance(ground, points[at[np.isnan(off)]])
        is_nearer = off < away[at]
        home[at[is_nearer]], away[at[is_nearer]] = n, off[is_nearer]
    return home


def cells(points: Points, who: Parties | None = None) -> Cells:
    """
    Return, for every dated settlement, the ground nearest to it, inside its oblast.

    Other settlements of the oblast bound the outer cells; those that lie between dated ones (inside
    their convex hull) are left out, since nothing is said of them. Settlements at one point share a
    cell: the first id in the alphabet gets it. Points outside every oblast have none.
    The country of a cell is the index of the side that is at home in it, among `who`.
    """
    land = points.land
    first: dict[tuple[float, ...], int] = {}
    for n, key in enumerate(np.column_stack([points.oblast, points.xy]).tolist()):
        if key[0] >= 0:
            first.setdefault(tuple(key), n)
    at = np.array(list(first.values()), dtype="int64")
    at = at[np.argsort(points.oblast[at], kind="stable")]
    here, xy = points.oblast[at], points.xy[at]
    used, group = np.unique(here, return_inverse=True)
    oblasts = [list(land.oblasts)[n] for n in used]
    as_points = shapely.points(xy)
    hulls = shapely.convex_hull(shapely.multipoints(as_points, indices=group))
    hulls = shapely.buffer(hulls, EDGE_M, **_ROUND)
    far = np.array([-1, -1, 1, 1]) * 3 * REACH_M
    bounds = shapely.box(*(shapely.bounds(hulls) + far).T)
    shapely.prepare(hulls)
    nearest = []
    for n, oblast in enumerate(oblasts):
        its = np.flatnonzero(points.oblast == used[n])
        others = _others(land, oblast, [points.places[i] for i in its], hulls[n], bounds[n])
        nearest.append(_voronoi(xy[group == n], others, bounds[n]))
    shapes = np.concatenate([*nearest, np.array([], dtype=object)])
    shapes = shapely.intersection(shapes, shapely.polygons(xy[:, None] + _circle()))
    # as much of the oblasts as matters here
    around = [
        shapely.clip_by_rect(land.oblasts[o], *b.bounds)
        for o, b in zip(oblasts, bounds, strict=True)
    ]
    shapes = shapely.intersection(shapes, np.array(around)[group])
    for n in np.flatnonzero(shapely.get_num_geometries(shapes) > 1).tolist():
        # a tongue of the border may cut a cell: its settlement's piece is kept
        pieces = shapely.get_parts(shapes[n])
        away = shapely.distance(pieces, as_points[n])
        shapes[n] = pieces[np.lexsort((-shapely.area(pieces), away))[0]]
    homes = (parties() if who is None else who).at_home
    order = np.argsort(at)
    places = [points.places[n] for n in at[order]]
    codes = [land.country[oblasts[n]] for n in group[order]]
    codes = [code or country_of(place) for code, place in zip(codes, places, strict=True)]
    countries = np.array([homes.get(code, NOBODY) for code in codes], dtype="int64")
    return Cells(places, shapes[order], countries, land)


@functools.cache
def _circle() -> np.ndarray:
    """Return the corners of the circle round a point that its cell stays in."""
    return np.asarray(shapely.get_coordinates(shapely.Point(0, 0).buffer(REACH_M, **_ROUND)))


def _others(
    land: Land, oblast: str, dated: list[str], hull: BaseGeometry, bounds: BaseGeometry
) -> np.ndarray:
    """Return the points of an oblast's settlements that bound the cells of the dated ones."""
    places, xy = land.settlements_of(oblast)
    is_free = shapely.contains_xy(bounds, xy) & ~shapely.contains_xy(hull, xy)
    return np.asarray(xy[is_free & ~np.isin(places, dated)])


def _voronoi(xy: np.ndarray, others: np.ndarray, bounds: BaseGeometry) -> np.ndarray:
    """Return the ground within bounds that is nearer to each point than to the rest of all points."""
    seeds = list(dict.fromkeys(map(tuple, np.vstack([xy, others]).tolist())))
    if len(seeds) == 1:
        return np.array([bounds])
    polygons = shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=bounds, ordered=True)
    parts: np.ndarray = shapely.get_parts(polygons)
    return parts[: len(xy)]
