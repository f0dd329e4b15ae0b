"""How open ground is on many days at once: the edges of its cells, cut where they cross."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newsan.frontline.ground.cells import CUT_M, Cells
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
    ground, lost, used = ground[some], lost[some], ground.any(axis=0)
    lines, left, right = _lines(made.wide[used])
    inside = ground[:, used].astype("float32")
    is_edge = (inside @ left > 0) != (inside @ right > 0)
    metres, shared = shapely.length(lines), friendly.shared(lines)
    open_m = is_edge @ shared
    for gone in {line.tobytes(): line for line in lost if line.any()}.values():
        days = np.flatnonzero((lost == gone).all(axis=1))
        away = shapely.union_all(made.shapes[gone]).buffer(CUT_M)
        at = np.flatnonzero(is_edge[days].any(axis=0) & (shared > 0))
        at = at[shapely.dwithin(lines[at], away, _CORNER_M)]
        if len(at):
            left_over = friendly.near(shapely.total_bounds(lines[at])).without(away)
            open_m[days] += is_edge[np.ix_(days, at)] @ (left_over.shared(lines[at]) - shared[at])
    shares[some] = np.minimum(1.0, open_m / (is_edge @ metres))
    return shares


def _lines(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the edges of shapes cut where they cross, and which shapes lie left and right of each."""
    import shapely
    from shapely.strtree import STRtree

    edges = shapely.get_parts(shapely.boundary(shapes))
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
    shapely.prepare(shapes)
    beside = STRtree(shapely.points(np.vstack([middle + across, middle - across])))
    held = np.zeros((len(shapes), 2 * len(lines)), dtype="float32")
    held[*beside.query(shapes, predicate="contains")] = 1
    return lines, held[:, : len(lines)], held[:, len(lines) :]
