"""How open ground is on many days at once: the edges of its cells, cut where they cross."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newsan.frontline.ground.cells import JOIN_M, Cells
from newsan.frontline.ground.land import land
from newsan.frontline.ground.measures import SHARED_M

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_BESIDE_M = 1e-4  # how far beside a line it is looked up on which side ground lies
# Edges at a sharp corner of friendly ground are shared a little further off than SHARED_M.
_CORNER_M = 100.0


@dataclass(frozen=True)
class Friendly:
    """A country's ground, as far as edges within some bounds can be shared with it."""

    ground: BaseGeometry

    @classmethod
    def within(cls, side: str, bounds: np.ndarray) -> Friendly:
        """Return the ground of a side's country within bounds in metres."""
        return cls(land().whole[side]).near(bounds)

    def near(self, bounds: np.ndarray) -> Friendly:
        """Return the ground that edges within bounds may be shared with."""
        from shapely import box

        west, south, east, north = bounds
        around = box(west - _CORNER_M, south - _CORNER_M, east + _CORNER_M, north + _CORNER_M)
        return Friendly(self.ground.intersection(around))

    def without(self, lost: BaseGeometry) -> Friendly:
        """Return the ground that is left where some is lost."""
        return Friendly(self.ground.difference(lost))

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


def open_shares(
    made: Cells, ground: np.ndarray, lost: np.ndarray, friendly: Friendly
) -> np.ndarray:
    """
    Return the share of the edge of ground that friendly ground shares, as `measure` does.

    Parameters
    ----------
    made
        The cells.
    ground, lost
        Which cells are the ground, and which are lost to friends, one line a day.
    friendly
        What is friendly without the lost cells.

    Returns
    -------
    shares
        One number a day; missing where there is no ground.

    """
    import shapely

    shares = np.full(len(ground), np.nan)
    some = np.flatnonzero(ground.any(axis=1))
    if not len(some):
        return shares
    used = ground.any(axis=0)
    lines, left, right = _lines(made.wide[used])
    inside = ground[some][:, used].astype("float32")
    is_edge = (inside @ left > 0) != (inside @ right > 0)
    shared = np.tile(friendly.shared(lines), (len(some), 1))
    gone, which = np.unique(lost[some], axis=0, return_inverse=True)
    for n in np.flatnonzero(gone.any(axis=1)):
        its = which == n
        away = shapely.union_all(made.shapes[gone[n]]).buffer(JOIN_M)
        at = np.flatnonzero(is_edge[its].any(axis=0) & (shared[0] > 0))
        at = at[shapely.dwithin(lines[at], away, _CORNER_M)]
        if len(at):
            left_over = friendly.near(shapely.total_bounds(lines[at])).without(away)
            shared[np.ix_(its, at)] = left_over.shared(lines[at])
    open_m = (is_edge * shared).sum(axis=1)
    shares[some] = np.minimum(1.0, open_m / (is_edge @ shapely.length(lines)))
    return shares


def _lines(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the edges of shapes cut where they cross, and which shapes lie left and right of each."""
    import shapely
    from shapely.strtree import STRtree

    crossing = shapely.node(shapely.multilinestrings(shapely.get_parts(shapely.boundary(shapes))))
    lines = shapely.get_parts(crossing)
    ends, line = shapely.get_coordinates(lines, return_index=True)
    step = np.diff(ends, axis=0)
    step[np.diff(line) > 0] = 0
    long = np.hypot(*step.T)
    # the longest stretch of each line
    order = np.lexsort((long, line[:-1]))
    at = order[np.flatnonzero(np.diff(line[:-1][order], append=len(lines)))]
    middle = ends[at] + step[at] / 2
    across = step[at][:, ::-1] * [-1, 1] / long[at, None] * _BESIDE_M
    shapely.prepare(shapes)
    beside = []
    for points in (middle + across, middle - across):
        held = np.zeros((len(shapes), len(lines)), dtype="float32")
        held[*STRtree(shapely.points(points)).query(shapes, predicate="contains")] = 1
        beside.append(held)
    return lines, *beside
