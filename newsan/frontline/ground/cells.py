"""The ground of each settlement: its Voronoi cell, and which cells are neighbours."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from newsan.frontline.ground.holders import country_of
from newsan.frontline.ground.land import land, settlements_of, to_metres
from newsan.schema import CONTROLLERS

REACH_M = 10_000.0
EDGE_M = 2_000.0
JOIN_M = 1.0
_ROUND = {"quad_segs": 16}


@dataclass(frozen=True)
class Points:
    """Settlements in the order of their ids, and their points in metres, one row each."""

    places: list[str]
    xy: np.ndarray


@dataclass(frozen=True)
class Cells:
    """Settlements in the order of their ids, with the polygon of each, and its country as a code."""

    places: list[str]
    shapes: np.ndarray
    country: np.ndarray

    @functools.cached_property
    def area(self) -> np.ndarray:
        """The area of each cell in square metres."""
        from shapely import area

        return area(self.shapes)

    @functools.cached_property
    def wide(self) -> np.ndarray:
        """The cells, each a metre wider, so that neighbours join without a slit."""
        from shapely import buffer

        return buffer(self.shapes, JOIN_M, **_ROUND)

    @functools.cached_property
    def neighbours(self) -> np.ndarray:
        """The pairs of cells that meet, by the first of a pair; each cell meets itself too."""
        from shapely.strtree import STRtree

        found = STRtree(self.wide).query(self.wide, predicate="intersects")
        apart = found[:, found[0] != found[1]]
        each = np.arange(len(self.places))
        pairs = np.hstack([apart, [each, each]])
        return pairs[:, np.argsort(pairs[0], kind="stable")]


def points_of(control: pd.DataFrame) -> Points:
    """Return the point of each settlement of a control table that has one."""
    rows = (
        control.dropna(subset=["lat", "lon"])
        .sort_values(["place_id", "lat", "lon", "precision_m"])
        .drop_duplicates("place_id")
    )
    return Points(rows["place_id"].tolist(), to_metres(rows["lon"], rows["lat"]))


def cells(points: Points) -> Cells:
    """
    Give every dated settlement the ground nearest to it, inside its oblast.

    Other settlements of the oblast bound the outer cells; those that lie between dated ones (inside
    their convex hull) are left out, since nothing is said of them. Settlements at one point share a
    cell: the first id in the alphabet gets it. Points outside every oblast have none.
    """
    homes = _oblasts(points)
    found: dict[int, Any] = {}
    for oblast in sorted(set(homes.tolist()) - {""}):
        here = np.flatnonzero(homes == oblast).tolist()
        first: dict[tuple[float, ...], int] = {}
        for n in here:
            first.setdefault(tuple(points.xy[n].tolist()), n)
        cut = _cut(oblast, np.array(list(first)), {points.places[n] for n in here})
        found |= dict(zip(first.values(), cut, strict=True))
    at = sorted(found)
    shapes = np.array([found[n] for n in at], dtype=object)
    country = np.array([CONTROLLERS.index(land().country[homes[n]]) for n in at], dtype="int64")
    return Cells([points.places[n] for n in at], shapes, country)


def _oblasts(points: Points) -> np.ndarray:
    """Return the oblast of each point; one up to 2 km over the line goes to its country, or none."""
    from shapely import contains_xy, distance
    from shapely import points as as_points

    home = np.full(len(points.places), "", dtype=object)
    country = np.array([country_of(p) for p in points.places], dtype=object)
    abroad = np.array([country_of(p) is None for p in points.places], dtype=bool)
    for oblast, shape in land().oblasts.items():
        may = (home == "") & (abroad | (country == land().country[oblast]))
        at = np.flatnonzero(may)
        home[at[contains_xy(shape, points.xy[at])]] = oblast
    for n in np.flatnonzero(home == ""):
        near = [
            (distance(shape, as_points(points.xy[n])), oblast)
            for oblast, shape in land().oblasts.items()
            if abroad[n] or land().country[oblast] == country[n]
        ]
        home[n] = min([(EDGE_M, ""), *near])[1]
    return home


def _cut(oblast: str, xy: np.ndarray, ids: set[str]) -> np.ndarray:
    """Cut the cells of points of an oblast; `ids` are the settlements it has in the table."""
    import shapely

    hull = shapely.buffer(shapely.convex_hull(shapely.multipoints(xy)), EDGE_M, **_ROUND)
    bounds = shapely.envelope(shapely.buffer(hull, 3 * REACH_M, **_ROUND))
    shapely.prepare(hull)
    undated, at = settlements_of(oblast)
    is_free = shapely.contains_xy(bounds, at) & ~shapely.contains_xy(hull, at)
    is_free &= np.array([i not in ids for i in undated], dtype=bool)
    seeds = list(dict.fromkeys(map(tuple, [*xy.tolist(), *at[is_free].tolist()])))
    nearest = np.array([bounds])
    if len(seeds) > 1:
        seeded = shapely.multipoints(seeds)
        voronoi = shapely.voronoi_polygons(seeded, extend_to=bounds, ordered=True)
        nearest = shapely.get_parts(voronoi)[: len(xy)]
    points = shapely.points(xy)
    shapes = shapely.intersection(nearest, shapely.buffer(points, REACH_M, **_ROUND))
    shapes = shapely.intersection(shapes, shapely.intersection(land().oblasts[oblast], bounds))
    for n in np.flatnonzero(shapely.get_num_geometries(shapes) > 1):
        # a tongue of the border may cut a cell: its settlement's piece is kept
        pieces = shapely.get_parts(shapes[n])
        away = shapely.distance(pieces, points[n])
        shapes[n] = pieces[np.lexsort((-shapely.area(pieces), away))[0]]
    return shapes
