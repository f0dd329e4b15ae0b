"""How open the edge of ground is toward friendly ground, of one pocket and on many days at once."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from newsan.frontline.ground.land import CUT_M, JOIN_M

FRIENDLY_REACH_M = 30_000.0
SHARED_M = 5.0
_BESIDE_M = 1e-4  # how far beside a line it is looked up on which side ground lies
# Edges at a sharp corner of friendly ground are shared a little further off than SHARED_M.
_CORNER_M = 100.0
_CORNERS = 4  # segments of a rounded corner: of a metre's radius, so that more tell nothing


@dataclass(frozen=True)
class Measures:
    """The measures of one pocket, in kilometres; `open_share` 0 means encircled."""

    perimeter_km: float
    open_border_km: float
    open_share: float
    neck_km: float
    area_km2: float


def measure(pocket: BaseGeometry, friendly: BaseGeometry) -> Measures:
    """
    Measure how open a pocket is toward friendly ground.

    Edges up to 5 m apart are shared, which bridges what projecting and joining shapes does to a common border.
    The neck is the width of the broadest body that can be moved from the pocket's deepest point to
    friendly ground without leaving either (0 if none can): at most the width of the pocket itself.

    Parameters
    ----------
    pocket
        A polygon in metres; of several, the largest counts.
    friendly
        Friendly ground in the same metres.

    Examples
    --------
    >>> from shapely.geometry import box
    >>> m = measure(box(0, 0, 10_000, 10_000), box(0, -5_000, 10_000, 0))
    >>> round(m.open_share, 2), round(m.perimeter_km)
    (0.25, 40)
    >>> measure(box(0, 0, 10_000, 10_000), box(0, 20_000, 10_000, 30_000)).open_share
    0.0
    """
    pocket = max(getattr(pocket, "geoms", [pocket]), key=lambda g: (g.area, g.wkb))
    edge = pocket.boundary
    shared = edge.intersection(friendly.buffer(SHARED_M, join_style="mitre")).length
    width = neck_m(pocket, friendly) if shared > 0 else 0.0
    return Measures(
        edge.length / 1000,
        shared / 1000,
        min(1.0, shared / edge.length),
        width / 1000,
        pocket.area / 1e6,
    )


def neck_m(pocket: BaseGeometry, friendly: BaseGeometry, to_m: float = 1.0) -> float:
    """Return how broad the way from the pocket's deepest point to friendly ground is, to `to_m` metres."""
    near = friendly.intersection(pocket.buffer(FRIENDLY_REACH_M).envelope)
    radius = shapely.maximum_inscribed_circle(pocket, tolerance=10.0)
    deepest, depth = radius.interpolate(0), radius.length
    # closes slits between edges that should be one
    both = shapely.union_all([pocket, near]).buffer(SHARED_M, join_style="mitre")
    both = both.buffer(-SHARED_M, join_style="mitre").simplify(to_m / 4)

    def passes(width: float) -> bool:
        parts = shapely.get_parts(both.buffer(-width / 2, join_style="mitre"))
        is_way = (shapely.distance(parts, deepest) < 1.0) & shapely.intersects(parts, near)
        return bool(is_way.any())

    low, high = 0.0, 2 * depth
    if not passes(1.0):
        return 0.0
    while high - low > to_m:
        middle = (low + high) / 2
        low, high = (middle, high) if passes(middle) else (low, middle)
    return low


@dataclass(frozen=True)
class Friendly:
    """A side's own ground, in metres."""

    ground: BaseGeometry

    def near(self, bounds: np.ndarray) -> Friendly:
        """Return the ground that edges within bounds may be shared with."""
        around = shapely.box(*bounds).buffer(_CORNER_M, join_style="mitre")
        return Friendly(self.ground.intersection(around))

    def without(self, lost: BaseGeometry) -> Friendly:
        """Return the ground that is left where some cells are lost."""
        return Friendly(self.ground.difference(lost.buffer(CUT_M)))

    @functools.cached_property
    def _wide(self) -> BaseGeometry:
        wide = self.ground.buffer(SHARED_M, join_style="mitre")
        shapely.prepare(wide)
        return wide

    def shared(self, lines: np.ndarray) -> np.ndarray:
        """Return how many metres of each line are shared with the ground."""
        is_inside = shapely.contains_properly(self._wide, lines)
        metres = np.where(is_inside, shapely.length(lines), 0.0)
        crosses = np.flatnonzero(~is_inside & shapely.intersects(self._wide, lines))
        metres[crosses] = shapely.length(shapely.intersection(lines[crosses], self._wide))
        return metres


@dataclass(frozen=True)
class Edges:
    """The edges of cells, cut where they cross, and which cells lie left and right of each line."""

    lines: np.ndarray
    left: np.ndarray
    right: np.ndarray

    @classmethod
    def of(cls, shapes: np.ndarray) -> Edges:
        """Cut the edges of cells, each a metre wider so that neighbours join without a slit."""
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


def open_edges(
    edges: Edges, ground: np.ndarray, lost: list[BaseGeometry], friendly: Friendly
) -> tuple[np.ndarray, np.ndarray]:
    """
    Return the metres of the edge of ground that friendly ground shares, as `measure` does, and all of them, of each day.

    Of ground, which of the cells it is, one line a day; of what friendly ground has lost, one object for
    days with the same.
    """
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
    all_m = is_edge @ metres
    return np.minimum(open_m, all_m), all_m


def _inside(shapes: np.ndarray, xy: np.ndarray) -> np.ndarray:
    """Return which points, across, lie in which shapes, down; as numbers, to be multiplied."""
    shapely.prepare(shapes)
    west, south, east, north = shapely.bounds(shapes).T[:, :, None]
    x, y = xy.T
    is_in = (west < x) & (x < east) & (south < y) & (y < north)
    shape, point = np.nonzero(is_in)
    is_in[shape, point] = shapely.contains_xy(shapes[shape], xy[point])
    return np.asarray(is_in, dtype="float32")
