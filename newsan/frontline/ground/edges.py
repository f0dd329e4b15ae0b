"""How open ground is on many days at once: the edges of its cells, cut where they cross."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newsan.frontline.ground.cells import CUT_M, JOIN_M
from newsan.frontline.ground.land import Land, land
from newsan.frontline.ground.measures import SHARED_M

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_BESIDE_M = 1e-4  # how far beside a line it is looked up on which side ground lies
# Edges at a sharp corner of friendly ground are shared a little further off than SHARED_M.
_CORNER_M = 100.0
_CORNERS = 4  # segments of a rounded corner: of a metre's radius, so that more tell nothing


@dataclass(frozen=True)
class Friendly:
    """A country's ground, as far as edges within some bounds can be shared with it."""

    ground: BaseGeometry

    @classmethod
    def within(
        cls, countries: Iterable[str], bounds: np.ndarray, on: Land | None = None
    ) -> Friendly:
        """Return the ground of a side's countries within bounds in metres."""
        return cls((land() if on is None else on).of(countries)).near(bounds)

    def near(self, bounds: np.ndarray) -> Friendly:
        """Return the ground that edges within bounds may be shared with."""
        from shapely import box

        west, south, east, north = bounds
        around = box(west - _CORNER_M, south - _CORNER_M, east + _CORNER_M, north + _CORNER_M)
        return Friendly(self.ground.intersection(around))

    def without(self, lost: BaseGeometry) -> Friendly:
        """Return the ground that is left where some cells are lost."""
        return Friendly(self.ground.difference(lost.buffer(CUT_M)))

    @functools.cached_property
    def _wide(self) -> BaseGeometry:
        from shapely import prepare

        wide = self.ground.buffer(SHARED_M, join_style="mitre")
        prepare(wide)
        return wide

    def shared(self, lines: np.ndarray) -> np.ndarray:
        """Return how many metres of each line are shared with the ground."""
        from shapely import contains_properly, intersection, intersects, length

        is_inside = contains_properly(self._wide, lines)
        found = np.where(is_inside, length(lines), 0.0)
        crosses = np.flatnonzero(~is_inside & intersects(self._wide, lines))
        found[crosses] = length(intersection(lines[crosses], self._wide))
        return found


@dataclass(frozen=True)
class Edges:
    """The edges of cells, cut where they cross, and which cells lie left and right of each line."""

    lines: np.ndarray
    left: np.ndarray
    right: np.ndarray

    @classmethod
    def of(cls, shapes: np.ndarray) -> Edges:
        """Cut the edges of cells, each a metre wider so that neighbours join without a slit."""
        import shapely

        wide = shapely.buffer(shapes, JOIN_M, quad_segs=_CORNERS)
        edges = shapely.get_parts(shapely.boundary(wide))
        lines = shapely.get_parts(shapely.node(shapely.multilinestrings(edges)))
        ends, line = shapely.get_coordinates(lines, return_index=True)
        step = np.diff(ends, axis=0)
        metres = np.where(np.diff(line) == 0, np.hypot(step[:, 0], step[:, 1]), 0.0)
        # each line is looked at in the middle of its longest stretch
        longest = np.maximum.reduceat(metres, np.flatnonzero(np.diff(line, prepend=-1)))
        at = np.flatnonzero(metres == longest[line[:-1]])
        at = at[np.flatnonzero(np.diff(line[at], prepend=-1))]
        across = step[at][:, ::-1] * ((-1, 1) / longest[:, None]) * _BESIDE_M
        middle = ends[at] + step[at] / 2
        return cls(lines, *(_inside(wide, points) for points in (middle + across, middle - across)))

    def neighbours(self) -> np.ndarray:
        """Return the pairs of cells that meet, as `Cells.neighbours`: both lie on one side of a line."""
        meet = self.left @ self.left.T + self.right @ self.right.T > 0
        np.fill_diagonal(meet, True)
        return np.array(np.nonzero(meet))

    def round(self, ground: np.ndarray) -> np.ndarray:
        """Return which lines are edges of ground, given as cells, one line a day."""
        inside = ground.astype("float32")
        edges: np.ndarray = (inside @ self.left > 0) != (inside @ self.right > 0)
        return edges


def open_shares(
    edges: Edges, ground: np.ndarray, lost: list[BaseGeometry], friendly: Friendly
) -> np.ndarray:
    """
    Return the share of the edge of ground that friendly ground shares, as `measure` does.

    Parameters
    ----------
    edges
        The edges of the cells.
    ground
        Which of the cells are the ground, one line a day.
    lost
        What of the friendly ground is lost on each day; days with the same share one object.
    friendly
        The friendly ground, lost or not.

    Returns
    -------
    shares
        One number a day; missing where there is no ground.

    """
    import shapely

    lines, is_edge = edges.lines, edges.round(ground)
    metres, shared = shapely.length(lines), friendly.shared(lines)
    open_m = is_edge @ shared
    for gone in {id(g): g for g in lost if not g.is_empty}.values():
        days = np.flatnonzero([g is gone for g in lost])
        at = np.flatnonzero(is_edge[days].any(axis=0) & (shared > 0))
        at = at[shapely.dwithin(lines[at], gone, _CORNER_M)]
        if len(at):
            left_over = friendly.near(shapely.total_bounds(lines[at])).without(gone)
            open_m[days] += is_edge[np.ix_(days, at)] @ (left_over.shared(lines[at]) - shared[at])
    shares = np.full(len(ground), np.nan)
    made: np.ndarray = np.divide(
        np.minimum(open_m, all_m := is_edge @ metres), all_m, out=shares, where=all_m > 0
    )
    return made


def _inside(shapes: np.ndarray, xy: np.ndarray) -> np.ndarray:
    """Return which points, across, lie in which shapes, down; as numbers, to be multiplied."""
    from shapely import bounds, contains_xy, prepare

    prepare(shapes)
    west, south, east, north = bounds(shapes).T[:, :, None]
    x, y = xy.T
    found = (west < x) & (x < east) & (south < y) & (y < north)
    shape, point = np.nonzero(found)
    found[shape, point] = contains_xy(shapes[shape], xy[point])
    within: np.ndarray = found.astype("float32")
    return within
