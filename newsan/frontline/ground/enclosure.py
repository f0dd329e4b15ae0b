"""Whether the ground bears out "surrounded": how open a pocket's edge was, how wide the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from newsan import schema
from newsan.errors import SchemaError, unknown_name
from newsan.frontline.ground.areas import held_across, unions
from newsan.frontline.ground.holders import as_days, change_days, holders, ordinals
from newsan.frontline.ground.land import CUT_M, REACH_M, Cells, Land, Points, cells, points_of
from newsan.frontline.ground.openness import (
    FRIENDLY_REACH_M,
    Edges,
    Friendly,
    Measures,
    measure,
    neck_m,
    open_edges,
)
from newsan.frontline.sides import CONTESTED, Parties, parties
from newsan.gazetteer import fold, load
from newsan.study import Study

PERIODS = {"day": 1, "week": 7, "month": 30}
UNKNOWN_PRECISION_M = 3_000.0
INTERVALS = {
    "open_share": ("low", "high"),
    "area_km2": ("area_low", "area_high"),
    "open_border_km": ("open_low", "open_high"),
    "neck_km": ("neck_low", "neck_high"),
}
NECK_STEP_M = 50.0  # of a resampled neck: finer than any point of a table
NECK_EVERY = 5  # a neck takes longer than all else: it is measured in every fifth resample
_ORDER = ["place_id", "day", "controller", "status", "source", "lat", "lon", "day_precision"]


def enclosure(
    control: pd.DataFrame,
    day: object | Iterable[object],
    *,
    side: str | None = None,
    pocket: str | None = None,
    contested: bool = True,
    implied: bool = True,
    n: int = 100,
    level: float = 0.95,
    seed: int = 0,
    study: Study | str | Path | None = None,
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
    ground, and a larger share of its edge is open, so look at `area_km2`, `open_border_km` and `neck_km`
    first. The intervals say how far each moves when every point is moved within its precision and every
    event within its week or month: `low` and `high` of `open_share`, the others as `neck_low`, `neck_high` (of every
    fifth resample).

    Parameters
    ----------
    control
        The `control` frame.
    day
        The day, or several.
    side
        Whose pocket, on ground of another side's country; by default the first side's.
    pocket
        A place of the table in the pocket, by id or name. `None` for the largest pocket the side
        had on any day, known by its place of most people in the gazetteer. Name one where the
        table will go on: a larger pocket may come.
    contested
        Count contested settlements as part of the pocket.
    implied
        As in `state`.
    n
        Resamples for the intervals; 0 for none. 100 give the ends of that of `open_share` to about 2
        points in 100.
    level
        Share of the resamples inside an interval.
    seed
        Seed of the resampling.
    study
        As in `areas`.

    Returns
    -------
    enclosure
        The `enclosure` frame, one row a day in the order given. `open_share` 0 means encircled.

    Undefined
    ---------
    All measures are missing when the side held no ground of the pocket that day, before, after, or
    ever (a place without a point, or with that of another place, has no ground); the intervals
    when `n` is 0; `pocket` when none is named and the side never held ground across the border. All
    measures are missing where newsan has no outlines of the side's country.
    Events the table lacks, and who controls a road by fire, are not in the intervals.

    Raises
    ------
    SchemaError
        `side` is no side, `n` is negative, `level` is no share, or several places are
        called `pocket`.
    UnknownName
        No place of the table is called `pocket`; the message has the nearest names.

    Examples
    --------
    >>> from newsan.schema import build
    >>> bool(enclosure(build([], "control"), "2025-03-14")["open_share"].isna().all())
    True
    """
    control = schema.require(control, "control")
    sides = parties(control, study=study)
    side = sides.names[0] if side is None else side
    if side not in sides.sides or n < 0 or not 0 < level < 1:
        raise SchemaError(
            f"side={side!r}, n={n!r}, level={level!r}: side is {' or '.join(sides.sides)}, n at least "
            "0 and level between 0 and 1."
        )
    whens = as_days(day)
    points = points_of(control)
    tiling, held = cells(points, sides), holders(control, whens, implied=implied, who=sides)
    counted = (side, CONTESTED) if contested else (side,)
    everywhere = Outline(side, sides, tuple(map(sides.names.index, counted)), None, frozenset())
    around = outline(control, tiling, everywhere, implied, pocket)
    who = held.controller[:, held.columns(tiling.places)]
    grounds = around.on(around.across(who, tiling), tiling, tiling.neighbours)
    losses = unions(tiling.shapes, around.lost(who, tiling))
    home = sides.countries(side)
    if not set(home) & set(points.land.whole):  # nobody knows where friendly ground begins
        grounds, n = np.zeros_like(grounds), 0
    drawn = _resample(control, points, whens, around, implied, n, seed)
    rows: list[dict[str, object]] = []
    known: dict[tuple[bytes, int], Measures] = {}  # several days may have the same ground
    for when, ground, lost, draws in zip(
        whens, grounds, losses, drawn.transpose(2, 0, 1), strict=True
    ):
        rows.append({"day": when, "pocket": around.name})
        if ground.any():
            key = (ground.tobytes(), id(lost))
            if key not in known:
                known[key] = _measure_days(tiling.wide[ground], lost, points.land, home)
            rows[-1] |= _row(known[key], draws, level)
    return schema.build(rows, "enclosure", optional=True)


def _row(measures: Measures, draws: np.ndarray, level: float) -> dict[str, object]:
    """Return what a row of the frame says of ground: the measures, and the interval of each that has one."""
    row: dict[str, object] = asdict(measures)
    for (column, ends), values in zip(INTERVALS.items(), draws, strict=True):
        if len(known := values[~np.isnan(values)]):
            # the estimate itself is always inside, however few the resamples
            own = getattr(measures, column)
            low, high = np.quantile([*known, own], [(1 - level) / 2, (1 + level) / 2])
            row |= zip(ends, (min(low, own), max(high, own)), strict=True)
    return row


def _measure_days(
    shapes: np.ndarray, lost: BaseGeometry, land: Land, countries: tuple[str, ...]
) -> Measures:
    """Cut out what is friendly round the pocket, and measure."""
    pocket, friendly = shapely.union_all(shapes), land.of(countries)
    if not lost.is_empty:
        friendly = friendly.difference(lost.buffer(CUT_M))
    return measure(pocket, friendly.intersection(pocket.buffer(FRIENDLY_REACH_M).envelope))


def _resample(
    control: pd.DataFrame,
    points: Points,
    whens: list[pd.Timestamp],
    around: Outline,
    implied: bool,
    n: int,
    seed: int,
) -> np.ndarray:
    """
    Return each of `INTERVALS` with points and days moved within their precision, by resampling and day.

    Missing on days without any pocket: no pocket at all is no closed one. A draw moves the points
    once for all days, since their cells do not depend on the day.
    """
    rng = np.random.default_rng(seed)
    # the draws go by row, so the rows must stand in an order of their own
    control = control.sort_values(_ORDER, ignore_index=True)
    precise = control.dropna(subset=["lat", "lon"]).groupby("place_id")["precision_m"].max()
    spread = precise.reindex(points.places).fillna(UNKNOWN_PRECISION_M).to_numpy()
    periods = control["day_precision"].map(PERIODS).to_numpy()
    shifts, late = [], []
    for _ in range(n):
        angle = rng.uniform(0, 2 * np.pi, len(spread))
        # the square root spreads points evenly over the disc
        off = spread * np.sqrt(rng.uniform(0, 1, len(spread)))
        shifts.append(np.column_stack([off * np.cos(angle), off * np.sin(angle)]))
        late.append((rng.uniform(0, 1, len(control)) * periods).astype("int64"))
    on = ordinals(control["day"]) + np.array(late, dtype="int64").reshape(n, len(control))
    held = holders(control, whens, implied=implied, on=on, who=around.who)
    measured = np.full((len(INTERVALS), n, len(whens)), np.nan)
    if not points.places:
        return measured
    far = spread.max() + 2 * REACH_M
    bounds = np.hstack([points.xy.min(axis=0) - far, points.xy.max(axis=0) + far])
    friendly = Friendly(points.land.of(around.who.countries(around.side))).near(bounds)
    drawn = points.moved(np.array(shifts).reshape(n, len(spread), 2))
    for draw, (moved, who) in enumerate(zip(drawn, held.controller, strict=True)):
        tiling = cells(moved, around.who)
        there = who[:, held.columns(tiling.places)]
        across = around.across(there, tiling)
        used = np.asarray(across.any(axis=0))
        if used.any():
            edges = Edges.of(tiling.shapes[used])
            ground = around.on(across[:, used], tiling.only(used), edges.neighbours())
            lost = unions(tiling.shapes, around.lost(there, tiling))
            open_m, all_m = open_edges(edges, ground, lost, friendly)
            there_is = ground.any(axis=1)
            necks = np.full(len(ground), np.nan)
            if draw % NECK_EVERY == 0:
                necks = _necks(tiling.wide[used], ground, lost, friendly)
            km2 = ground @ tiling.area[used] / 1e6
            shares = np.divide(open_m, all_m, out=np.zeros(len(ground)), where=there_is)
            for values, its in zip(
                measured, (shares, km2, open_m / 1000, necks / 1000), strict=True
            ):
                values[draw, there_is] = its[there_is]
    return measured


def _necks(
    shapes: np.ndarray, ground: np.ndarray, lost: list[BaseGeometry], friendly: Friendly
) -> np.ndarray:
    """Return the width of the way out in metres, of the ground of each day; of equal days once."""
    found: dict[tuple[bytes, int], float] = {}
    keys = [(mask.tobytes(), id(gone)) for mask, gone in zip(ground, lost, strict=True)]
    for key, mask, gone in zip(keys, ground, lost, strict=True):
        if key not in found and mask.any():
            pocket = shapely.union_all(shapes[mask])
            near = friendly.near(np.array(pocket.buffer(FRIENDLY_REACH_M).bounds)).without(gone)
            found[key] = neck_m(pocket, near.ground, to_m=NECK_STEP_M)
    return np.array([found.get(key, 0.0) for key in keys])


@dataclass(frozen=True)
class Outline:
    """The places of one pocket at its fullest; `name` is that of the place it is known by."""

    side: str
    who: Parties
    wanted: tuple[int, ...]
    name: str | None
    places: frozenset[str]

    def on(self, across: np.ndarray, tiling: Cells, neighbours: np.ndarray) -> np.ndarray:
        """Return the cells of the connected ground of each day that has most of the pocket, if any."""
        area = np.where([p in self.places for p in tiling.places], tiling.area, 0.0)
        piece = pieces(across, neighbours)
        shared = _sizes(piece, area)
        most = shared.argmax(axis=1)[:, None] if len(area) else piece
        return np.asarray((piece == most) & (shared.max(axis=1, initial=0) > 0)[:, None])

    def across(self, who: np.ndarray, tiling: Cells) -> np.ndarray:
        """Return the cells that are held in the other side's country."""
        is_theirs = np.isin(who, self.wanted) & (tiling.country != self._code)
        return np.asarray(held_across(who, tiling.country) & is_theirs)

    def lost(self, who: np.ndarray, tiling: Cells) -> np.ndarray:
        """Return the cells of the side's own country that others hold, or contest."""
        return np.asarray((tiling.country == self._code) & (who >= 0) & (who != self._code))

    @property
    def _code(self) -> int:
        return self.who.names.index(self.side)


def outline(
    control: pd.DataFrame, tiling: Cells, everywhere: Outline, implied: bool, pocket: str | None
) -> Outline:
    """Find the pocket of a place, or the largest of all there are, on the day of its greatest extent."""
    anchor = None if pocket is None else _place_id(control, pocket)
    held = holders(control, change_days(control), implied=implied, who=everywhere.who)
    who = held.controller[:, held.columns(tiling.places)]
    piece = pieces(everywhere.across(who, tiling), tiling.neighbours)
    size = _sizes(piece, tiling.area)
    if anchor is not None:
        its = piece[:, [p == anchor for p in tiling.places]]
        size = np.where(np.arange(size.shape[1]) == its, size, 0) if its.size else size * 0
    places: list[str] = []
    if size.any():
        day, first = np.unravel_index(size.argmax(), size.shape)
        places = [tiling.places[n] for n in np.flatnonzero(piece[day] == first)]
    anchor = _most_people(places) if anchor is None else anchor
    named = control.sort_values("place").drop_duplicates("place_id").set_index("place_id")["place"]
    return replace(everywhere, name=named.get(anchor), places=frozenset(places))


def pieces(mask: np.ndarray, neighbours: np.ndarray) -> np.ndarray:
    """
    Return the first cell of the piece of ground that each cell belongs to; the number of cells if to none.

    `mask` has which cells are ground, one line a day; `neighbours` are as `Cells.neighbours` has them.

    Examples
    --------
    >>> chain = np.array([[0, 0, 1, 1, 1, 2, 2], [0, 1, 0, 1, 2, 1, 2]])
    >>> pieces(np.array([[True, True, True], [True, False, True]]), chain).tolist()
    [[0, 0, 0], [0, 3, 2]]
    """
    cell, other = neighbours
    starts = np.flatnonzero(np.diff(cell, prepend=-1))
    none = mask.shape[1]
    first, last = np.where(mask, np.arange(none), none), None
    while last is None or (first != last).any():
        last = first
        if none:
            first = np.where(mask, np.minimum.reduceat(last[:, other], starts, axis=1), none)
    return first


def _sizes(piece: np.ndarray, area: np.ndarray) -> np.ndarray:
    """Return the area of each piece of each day, where its first cell stands."""
    n = len(area)
    return np.array([np.bincount(line, area, n + 1)[:n] for line in piece]).reshape(piece.shape)


def _place_id(control: pd.DataFrame, pocket: str) -> str:
    """Return the one place of a table that has an id or a name."""
    ids = set(control["place_id"])
    if pocket in ids:
        return pocket
    places = sorted(set(control["place_id"][control["place"].map(fold) == fold(pocket)]))
    if not places:
        raise unknown_name("pocket", pocket, ids | set(control["place"]))
    if len(places) > 1:
        raise SchemaError(f"pocket={pocket!r} names several places: give one of {places}.")
    return str(places[0])


def _most_people(places: list[str]) -> str | None:
    """Return the place of most people, as the gazetteer counts them; the first of equal ones."""
    known = {i: load().get(i) for i in places}
    return max(places, key=lambda i: place.population if (place := known[i]) else 0, default=None)
