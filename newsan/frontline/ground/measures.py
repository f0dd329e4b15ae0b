"""How open a pocket's edge is toward friendly ground, and how wide the way out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

FRIENDLY_REACH_M = 30_000.0
SHARED_M = 5.0


@dataclass(frozen=True)
class Measures:
    """The measures of one pocket, in kilometres; `open_share` 0 means encircled."""

    perimeter_km: float
    open_border_km: float
    open_share: float
    neck_km: float
    area_km2: float


def measure(
    pocket: BaseGeometry,
    friendly: BaseGeometry,
    *,
    tolerance_m: float = SHARED_M,
    neck: bool = True,
) -> Measures:
    """
    Measure how open a pocket is toward friendly ground.

    Parameters
    ----------
    pocket
        A polygon in metres; of several, the largest counts.
    friendly
        Friendly ground in the same metres.
    tolerance_m
        How far apart two edges may run and still be shared; 5 m bridges what projecting and
        joining shapes does to a common border.
    neck
        Measure the narrowest way out too: the width of the broadest body that can be moved from the
        pocket's deepest point to friendly ground without leaving either (0 if none can). It is at
        most the width of the pocket itself.

    Examples
    --------
    >>> from shapely.geometry import box
    >>> m = measure(box(0, 0, 10_000, 10_000), box(0, -5_000, 10_000, 0))
    >>> round(m.open_share, 2), round(m.perimeter_km)
    (0.25, 40)
    >>> measure(box(0, 0, 10_000, 10_000), box(0, 20_000, 10_000, 30_000)).open_share
    0.0

    """
    pocket = _largest(pocket)
    edge = pocket.boundary
    shared = edge.intersection(friendly.buffer(tolerance_m, join_style="mitre")).length
    width = _neck(pocket, friendly, tolerance_m) if neck and shared > 0 else 0.0
    return Measures(
        edge.length / 1000,
        shared / 1000,
        min(1.0, shared / edge.length),
        width / 1000,
        pocket.area / 1e6,
    )


def _largest(shape: BaseGeometry) -> BaseGeometry:
    return max(getattr(shape, "geoms", [shape]), key=lambda g: (g.area, g.wkb))


def _neck(pocket: BaseGeometry, friendly: BaseGeometry, tolerance_m: float) -> float:
    """Find the broadest way from the pocket's deepest point to friendly ground, to 1 m."""
    from shapely import maximum_inscribed_circle, union_all

    near = friendly.intersection(pocket.buffer(FRIENDLY_REACH_M).envelope)
    radius = maximum_inscribed_circle(pocket, tolerance=10.0)
    deepest, depth = radius.interpolate(0), radius.length
    # closes slits between edges that should be one
    both = (
        union_all([pocket, near])
        .buffer(tolerance_m, join_style="mitre")
        .buffer(-tolerance_m, join_style="mitre")
    )

    def passes(width: float) -> bool:
        eroded = both.buffer(-width / 2, join_style="mitre")
        return any(
            part.distance(deepest) < 1.0 and part.intersects(near)
            for part in getattr(eroded, "geoms", [eroded])
            if not part.is_empty
        )

    low, high = 0.0, 2 * depth
    if not passes(1.0):
        return 0.0
    while high - low > 1.0:
        middle = (low + high) / 2
        low, high = (middle, high) if passes(middle) else (low, middle)
    return low
