"""Two maps of the same days against each other: ground in common, and how far their lines run apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from newsan import schema
from newsan.errors import SchemaError
from newsan.frontline.ground.land import system_round

STEP_M = 250.0


def compare(areas_a: pd.DataFrame, areas_b: pd.DataFrame) -> pd.DataFrame:
    """
    Return how far two maps agree on what each side held, on each day that both have.

    Claimed and confirmed ground of a holder counts as one. Metric work is done in the UTM zone of the
    ground, or an equal-area projection round it. Two maps drawn by professionals for one day tell how
    well any map can do; `read_areas` reads them.

    Parameters
    ----------
    areas_a, areas_b
        `areas` frames, of `frontline.areas` or `read_areas`.

    Returns
    -------
    compared
        The `compared` frame: one row a day and holder that either map has, by both. `iou` is the ground in
        common over that of either map (Jaccard 1912): 1 where both draw the same, 0 where none is in common.
        `line_km` is how far the edge of one map's ground lies from the other's, the mean of both ways,
        looked up every 250 m.

    Undefined
    ---------
    `line_km` is missing where a map has no ground of the holder.

    Raises
    ------
    SchemaError
        The maps have no day in common.

    Examples
    --------
    >>> from shapely.geometry import box
    >>> one, two = (
    ...     schema.build([{"day": "2024-08-15", "controller": "A", "status": "claimed",
    ...                    "geometry": box(35, 51, east, 51.5)}], "areas")
    ...     for east in (35.5, 36.0))
    >>> compare(one, two)[["controller", "iou"]].round(2).values.tolist()
    [['A', 0.5]]
    """
    a, b = (schema.require(one, "areas") for one in (areas_a, areas_b))
    days = sorted(set(a["day"]) & set(b["day"]))
    if not days:
        raise SchemaError(
            "The two maps have no day in common: "
            + ", ".join(f"areas_{of} has {_span(one['day'])}" for of, one in (("a", a), ("b", b)))
            + ". Set the day of one of them to the other's."
        )
    a, b = (one[one["day"].isin(days)] for one in (a, b))
    west, south, east, north = pd.concat([a, b]).total_bounds
    grounds = [
        one.to_crs(system_round(west, south, east, north)).dissolve(["day", "controller"])["geometry"].to_dict()
        for one in (a, b)
    ]  # fmt: skip
    rows = [
        {"day": day, "controller": who, **_compared(*(g.get((day, who), shapely.Polygon()) for g in grounds))}
        for day, who in sorted({*grounds[0], *grounds[1]})
    ]  # fmt: skip
    return schema.build(rows, "compared")


def _span(days: pd.Series) -> str:
    """Write the first and last day of a map."""
    if days.empty:
        return "none"
    return f"{days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}"


def _compared(a: BaseGeometry, b: BaseGeometry) -> dict[str, float]:
    """Measure two grounds in metres."""
    common, either = a.intersection(b).area, a.union(b).area
    away = [_away(one, other) for one, other in ((a, b), (b, a))]
    return {"a_km2": a.area / 1e6, "b_km2": b.area / 1e6, "iou": common / either if either else np.nan,
            "line_km": float(np.mean(away)) / 1000}  # fmt: skip


def _away(a: BaseGeometry, b: BaseGeometry) -> float:
    """Return how far the edge of one ground lies from that of another in metres, on average."""
    lines = shapely.get_parts(a.boundary)
    steps = [line.interpolate(np.arange(0, line.length, STEP_M)) for line in lines]
    points = np.concatenate(steps) if steps else np.array([])
    return float(shapely.distance(points, b.boundary).mean()) if len(points) else np.nan
