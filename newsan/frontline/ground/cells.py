"""The ground of each settlement: its Voronoi cell, and which cells are neighbours."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from newsan.frontline.ground.holders import country_of
from newsan.frontline.ground.land import Land, land_of
from newsan.frontline.sides import NOBODY, Parties, parties

REACH_M = 10_000.0
EDGE_M = 2_000.0
JOIN_M = 1.0
# What is cut out of a country is a little wider than the country's own edge is: else slits of no
# width stay along the border, and count as friendly ground.
CUT_M = JOIN_M + 0.01
_ROUND = {"quad_segs": 16}


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
    places, xy = rows["place_id"].tolist(), land.to_metres(rows["lon"], rows["lat"])
    return Points(places, xy, _oblasts(places, xy, land), land)


def _oblasts(places: list[str], xy: np.ndarray, land: Land) -> np.ndarray:
    """
    Return the oblast of each place by its point, as its place in `land.oblasts`, or -1.

    A point up to 2 km over the line goes to its country.
    """
    home, away = np.full(len(places), -1), np.full(len(places), EDGE_M)
    country = np.array([country_of(p) for p in places], dtype="str")
    points = shapely.points(xy)
    for n, (oblast, shape) in enumerate(land.oblasts.items()):
        its = land.country[oblast]
        may = (np.isin(country, ["", its]) | (its == "")) & (away > 0)
        at = np.flatnonzero(may & shapely.dwithin(shape, points, EDGE_M))
        off = np.where(shapely.contains_xy(shape, xy[at]), 0.0, np.nan)
        off[np.isnan(off)] = shapely.distance(shape, points[at[np.isnan(off)]])
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
