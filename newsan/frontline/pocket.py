"""Whether the ground bears out "surrounded": how open a pocket's edge was, how wide the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from newsan import schema
from newsan.errors import SchemaError
from newsan.frontline import ground, shapes
from newsan.frontline.holders import OPPONENT, Held, as_days, events, holders
from newsan.frontline.outline import Outline, outline

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

FRIENDLY_REACH_M = 30_000.0
PERIODS = {"day": 1, "week": 7, "month": 30}
UNKNOWN_PRECISION_M = 3_000.0
_ORDER = ["place_id", "day", "controller", "status", "source", "lat", "lon", "day_precision"]


@dataclass(frozen=True)
class Measures:
    """The measures of one pocket, in kilometres; `open_share` 0 means encircled."""

    perimeter_km: float
    open_border_km: float
    open_share: float
    neck_km: float
    area_km2: float


def measure(
    pocket: BaseGeometry, friendly: BaseGeometry, *, tolerance_m: float = 5.0, neck: bool = True
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


def enclosure(
    control: pd.DataFrame,
    day: object | Iterable[object],
    *,
    side: str = "UA",
    pocket: str | None = None,
    contested: bool = True,
    implied: bool = True,
    n: int = 100,
    level: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """
    Measure how much of a side's pocket across the border was open toward its own country.

    One pocket is followed through all days. It is known by the places it had at its fullest: those
    of the connected ground that held the place `pocket`, on the day of the table on which that
    ground was largest. Measured each day is the connected ground that has most of the ground of
    those places, whole, with what it may have gained since; ground that has none of them is
    another pocket and never measured for this one. A pocket that has come apart is thus its larger
    remnant.

    Its edge is open where it runs along the state border, except where the ground beyond is held
    by, or contested with, the other side: a pocket that is pressed back to the border has less
    ground, and a larger share of its edge is open. The interval says how far `open_share` moves
    when every point is moved within its precision and every event within its week or month.

    Parameters
    ----------
    control
        The `control` frame.
    day
        The day, or several.
    side
        Whose pocket: UA (on Russian ground) or RU (on Ukrainian ground).
    pocket
        A place of the table in the pocket, by id or name. `None` for the largest pocket the side
        had on any day, known by its place of most people in the gazetteer. Name one where the
        table will go on: a larger pocket may come.
    contested
        Count contested settlements as part of the pocket.
    implied
        As in `state`.
    n
        Resamples for the interval; 0 for none. 100 give its ends to about 2 points in 100.
    level
        Share of the resamples inside the interval.
    seed
        Seed of the resampling.

    Returns
    -------
    enclosure
        The `enclosure` frame, one row a day in the order given. `open_share` 0 means encircled.

    Undefined
    ---------
    All measures are missing when the side held no ground of the pocket that day, before, after, or
    ever (a place without a point, or with that of another place, has no ground); `low` and `high`
    when `n` is 0; `pocket` when none is named and the side never held ground across the border.
    Events the table lacks, and who controls a road by fire, are not in the interval.

    Raises
    ------
    SchemaError
        `side` is neither UA nor RU, `n` is negative, `level` is no share, or several places are
        called `pocket`.
    UnknownName
        No place of the table is called `pocket`; the message has the nearest names.

    Examples
    --------
    >>> from newsan.schema import build
    >>> bool(enclosure(build([], "control"), "2025-03-14")["open_share"].isna().all())
    True

    """
    schema.check(control, "control")
    if side not in OPPONENT or n < 0 or not 0 < level < 1:
        raise SchemaError(
            f"side={side!r}, n={n!r}, level={level!r}: side is UA or RU, n at least "
            "0 and level between 0 and 1."
        )
    whens = as_days(day)
    made, stated = shapes.setup(control), events(control)
    around = outline(
        control, stated, made, side=side, contested=contested, implied=implied, pocket=pocket
    )
    rows = []
    shares = _resampled(control, whens, around, implied, n, seed)
    for when, drawn in zip(whens, shares, strict=True):
        held = holders(stated, when.toordinal(), implied=implied)
        found = _measured(held, made, around, neck=True)
        row = {} if found is None else _row(found, drawn, level)
        rows.append({"day": when, "pocket": around.name, **row})
    return schema.build(rows, "enclosure", optional=True)


def _row(found: Measures, shares: list[float], level: float) -> dict[str, object]:
    """Return what a row of the frame says of ground: the measures, and the share's interval."""
    low = high = None
    if shares:
        # the estimate itself is always inside, however few the resamples
        ends = np.quantile([*shares, found.open_share], [(1 - level) / 2, (1 + level) / 2])
        low, high = min(ends[0], found.open_share), max(ends[1], found.open_share)
    return {**asdict(found), "low": low, "high": high}


def _measured(
    held: dict[str, Held], made: shapes.Setup, around: Outline, *, neck: bool
) -> Measures | None:
    """Cut out the pocket and what is friendly round it, and measure."""
    from shapely import union_all

    pocket, side = around.on(held, made), around.side
    if pocket is None:
        return None
    lost = [
        made.cells[i]
        for i in sorted(held.keys() & made.cells.keys())
        if made.country[i] == side and held[i].controller != side
    ]
    friendly = ground.land().whole[side]
    if lost:
        friendly = friendly.difference(union_all(lost).buffer(shapes.JOIN_M))
    near = friendly.intersection(pocket.buffer(FRIENDLY_REACH_M).envelope)
    return measure(pocket, near, neck=neck)


def _resampled(
    control: pd.DataFrame,
    whens: list[pd.Timestamp],
    around: Outline,
    implied: bool,
    n: int,
    seed: int,
) -> list[list[float]]:
    """Measure the open share of each day with points and days moved within their precision.

    A draw moves the points once for all days: their cells do not depend on the day.
    """
    rng = np.random.default_rng(seed)
    # the draws go by row, so the rows must stand in an order of their own
    control = control.sort_values(_ORDER, ignore_index=True)
    points = ground.dated(control)
    precise = control.dropna(subset=["lat", "lon"]).groupby("place_id")["precision_m"].max()
    spread = precise.reindex(list(points)).fillna(UNKNOWN_PRECISION_M).to_numpy()
    periods = control["day_precision"].map(PERIODS).to_numpy()
    shares: list[list[float]] = [[] for _ in whens]
    for _ in range(n):
        angle = rng.uniform(0, 2 * np.pi, len(points))
        # the square root spreads points evenly over the disc
        off = spread * np.sqrt(rng.uniform(0, 1, len(points)))
        moved = {
            i: (x + r * float(np.cos(a)), y + r * float(np.sin(a)))
            for (i, (x, y)), a, r in zip(points.items(), angle, off.tolist(), strict=True)
        }
        late = (rng.uniform(0, 1, len(control)) * periods).astype("int64")
        days = control["day"] + pd.to_timedelta(late, unit="D")
        rows, made = events(control, days), shapes.setup(control, moved)
        for when, drawn in zip(whens, shares, strict=True):
            held = holders(rows, when.toordinal(), implied=implied)
            found = _measured(held, made, around, neck=False)
            if found is not None:  # no pocket at all is no closed one
                drawn.append(found.open_share)
    return shares
