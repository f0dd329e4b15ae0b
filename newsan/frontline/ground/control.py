"""The table of control events, and who held each settlement on a day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from newsan import schema
from newsan.errors import ReadError, SchemaError, all_of
from newsan.frontline.ground import control_formats
from newsan.frontline.ground.control_table import (
    LeftOut,
    Table,
    is_swapped,
    lacks_a_minus,
    window_of,
)
from newsan.frontline.ground.holders import as_day, effective_days, holders
from newsan.frontline.sides import NOBODY, parties, sides_of
from newsan.gazetteer import Gazetteer
from newsan.readers import publication_days
from newsan.study import Study, given, nearest

STATE_COLUMNS = {
    "place_id": "str",
    "place": "str",
    "lat": "float64",
    "lon": "float64",
    "precision_m": "float64",
    "controller": "str",
    "status": "str",
    "since": schema.DAY,
    "basis": "str",
    "claimed_by": "str",
    "n_rows": "int64",
}
_FACTS = list(STATE_COLUMNS)[:5]
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ]00:00:00)?")
_HELD = ["day", "controller", "status"]
_SAME = ("place_id", "lat", "lon", "day", "controller", "status", "claimed_by", "source",
         "source_url", "event", "event_id")  # fmt: skip


def read_control(
    source: str | Path | pd.DataFrame | None = None,
    *,
    controller: str | None = None,
    day: str | None = None,
    gazetteer: Gazetteer | None = None,
    bad: str = "raise",
    study: Study | str | Path | None = None,
) -> pd.DataFrame:
    """
    Read a table of control events: one row a change, or a claim of one.

    Parameters
    ----------
    source
        A CSV file with the columns of the `control` schema, or a frame; further columns are kept.
        A column `event` (captured, recaptured, held, ...) lets `state` say what a first row
        presupposes. A row without day, controller and status only names a place and its point.
        Read too, told by their header or suffix: control files of VIINA 2.0 (CSV or
        zip), exports of ACLED (the changes of territory), and points as CSV, KML or GeoJSON with a
        name, a day, a latitude, a longitude and a side under one of the names in
        `newsan/resources/import_columns.csv`. CSV by any delimiter and encoding, zipped or gzipped too. `None`: the study's.
    controller, day
        For points that do not say so: who holds them all (a side) and since when, or the column that
        does.
    gazetteer
        Where names and GeoNames ids of other formats are looked up; `None` for the shipped one.
    bad
        "raise" stops at wrong rows, naming all of them; "report" leaves them out.
    study
        A study, or its folder, for its sides, and its control events if no source is given; by
        default the one whose `study.toml` lies in or above the folder of the file.

    Returns
    -------
    control
        The `control` frame and any further columns, sorted by `day`, `place_id`, `source`,
        `controller`, `status`. `attrs["problems"]` lists the rows and features that were left out,
        and the places that stand at two points, as rows of the `problems` frame.

    Raises
    ------
    ReadError
        The file cannot be read, or has no header.
    SchemaError
        Columns are missing, the table is one of events, or values are wrong and `bad="raise"`; the
        message names every row (line of the file) and value: no date or one in the future, latitude
        and longitude swapped, an event that another row has already.

    Examples
    --------
    >>> rows = pd.DataFrame({"place_id": ["mill"], "place": ["Mill"], "lat": ["51.2"],
    ...     "lon": ["35"], "precision_m": ["500"], "day": ["2025-03-12"], "day_precision": ["day"],
    ...     "controller": ["RU"], "status": ["claimed"], "claimed_by": [""], "source": ["Gazette"],
    ...     "source_url": [""]})
    >>> read_control(rows)[["place_id", "day", "lat"]].values.tolist()
    [['mill', Timestamp('2025-03-12 00:00:00'), 51.2]]
    """
    if bad not in {"raise", "report"}:
        raise ValueError(f"bad={bad!r}: it must be 'raise' or 'report'.")
    own = nearest(source) if study is None else given(study)
    if (source := own.control if source is None and own is not None else source) is None:
        raise ReadError(
            "No control events: give a file or frame, or a study with control_events.csv."
        )
    sides = sides_of(None, own)
    read = control_formats.read(
        source, controller=controller, day=day, gazetteer=gazetteer, bad=bad, sides=sides
    )
    cells = {c: [_clean(v) for v in read.rows[c]] for c in read.rows}
    read = read.of(pd.DataFrame(cells, dtype="object"))
    held = read.rows.reindex(columns=_HELD).notna().any(axis=1)
    read = read.kept(held) if len(read.rows) else read
    faults = _row_faults(read, parties(study=own).names, window_of(own))
    if faults and bad == "raise":
        told = all_of([f"{where}: {fault}" for where, fault in faults])
        raise SchemaError(f"{read.name}: {told}.")
    wrong = {where for where, _ in faults}
    read = read.kept((label not in wrong for label in read.labels), (LeftOut(*f) for f in faults))
    moved = [LeftOut(*f, "repaired") for f in _two_points(read)]
    read = replace(read, left_out=(*read.left_out, *moved))
    rows = read.rows.fillna({"source": "", "source_url": ""})
    table = schema.build(rows, "control")
    for column in rows.columns.difference(schema.names("control"), sort=False):
        table[column] = pd.Series(rows[column].tolist(), dtype="str")
    order = ["day", "place_id", "source", "controller", "status"]
    table = table.sort_values(order, kind="stable", ignore_index=True)
    table.attrs["problems"] = read.problems()
    table.attrs |= {} if own is None else {"study": str(own.folder)}
    return schema.check(table, "control")


def _clean(value: Any) -> Any:
    """Return a cell without white space; an empty one is missing."""
    value = value.strip() if isinstance(value, str) else value
    return None if value == "" or pd.isna(value) else value


def _row_faults(
    read: Table, holders: Sequence[str], window: tuple[float, ...] | None
) -> list[tuple[str, str]]:
    """List what is wrong with single rows, and which rows repeat others: where, and what."""
    faults = []
    seen: dict[tuple[str, ...], str] = {}
    for where, row in zip(read.labels, read.rows.to_dict("records"), strict=True):
        faults += [(where, fault) for fault in _in_row(row, holders, window)]
        key = tuple(str(row.get(c)) for c in _SAME)
        if key in seen:
            same = ", ".join(str(row[c]) for c in ("place_id", "day", "controller", "status"))
            faults.append((where, f"the same event as {seen[key]} ({same}); leave one out"))
        seen.setdefault(key, where)
    return faults


def _two_points(read: Table) -> list[tuple[str, str]]:
    """List the places that stand at more than one point, of which the southernmost is taken: where, and what."""
    points: dict[str, dict[tuple[float, float], str]] = {}
    cells = read.rows[["place_id", "lat", "lon"]].itertuples(index=False)
    for where, (place, lat, lon) in zip(read.labels, cells, strict=True):
        if lat is not None:
            points.setdefault(place, {}).setdefault((float(lat), float(lon)), where)
    faults = []
    for place, at in points.items():
        if len(at) > 1:
            first, second = ((f"{x:g}, {y:g}", where) for (x, y), where in list(at.items())[:2])
            fault = f"{place!r} stands at {first[0]} in {first[1]} and at {second[0]} here"
            remedy = "the southernmost point is taken: give the other place an id of its own"
            faults.append((second[1], f"{fault}; {remedy}"))
    return faults


def _in_row(
    row: dict[str, Any], holders: Sequence[str], window: tuple[float, ...] | None
) -> Iterator[str]:
    for column in schema.columns("control"):
        value = row[column.name]
        if value is None:
            if not column.nullable and column.name not in ("source", "source_url"):
                yield f"{column.name} is empty ({column.meaning})"
        elif column.dtype == schema.DAY:
            yield from _day_faults(column.name, value)
        elif column.dtype == schema.FLOAT:
            number = pd.to_numeric(str(value), errors="coerce")
            if pd.isna(number):
                yield f"{column.name} {value!r} is no number"
            elif number != np.clip(number, column.low, column.high):
                most = "any" if column.high is None else f"{column.high:g}"
                yield f"{column.name} {value!r} lies outside {column.low:g} to {most}"
        else:
            allowed = holders if column.name == "controller" else column.allowed
            if allowed and value not in allowed:
                yield f"{column.name} {value!r} is none of {', '.join(allowed)}"
    lat, lon = row["lat"], row["lon"]
    if (lat is None) != (lon is None):
        yield f"lat {lat!r} and lon {lon!r}: give both or neither"
    elif lat is not None and window is not None:
        x, y = (pd.to_numeric(v, errors="coerce") for v in (lon, lat))
        if is_swapped(x, y, window):
            yield (
                f"lat {lat!r} and lon {lon!r} look swapped: latitude is the one "
                f"from {window[1]:.0f} to {int(window[3])} here"
            )
        elif lacks_a_minus(x, y, window):
            yield f"lat {lat!r} and lon {lon!r} lie far off and with another sign in the window: mind the minus"


def _day_faults(name: str, value: Any) -> Iterator[str]:
    today = pd.Timestamp.now().normalize()
    if said := publication_days.two_readings(value):
        yield f"{name} {said}: write it as one of these"
    elif not isinstance(value, pd.Timestamp) and not _DAY.fullmatch(str(value)):
        yield f"{name} {value!r} is no date such as 2025-03-12"
    else:
        try:
            is_to_come = pd.Timestamp(dt.date.fromisoformat(str(value)[:10])) > today
        except ValueError:
            yield f"{name} {value!r} is no day of the calendar"
        else:
            if is_to_come:
                yield f"{name} {value!r} lies in the future (today is {today:%Y-%m-%d})"


def state(
    control: pd.DataFrame,
    day: object,
    *,
    implied: bool = True,
    study: Study | str | Path | None = None,
) -> pd.DataFrame:
    """
    Return who held each settlement at the end of a day, as far as the table says.

    The last event up to the day decides, place by place. Where rows of that event's day name
    different holders, or one of them denies another, the place is contested. A later row that
    repeats the holder keeps an earlier confirmation. An event of a month or a week counts from its
    middle.

    Parameters
    ----------
    control
        The `control` frame; a column `event` is used if there.
    day
        Anything pandas reads as a day.
    implied
        Also say what a place's first row presupposes: a place "recaptured" by its own country was
        held by the other side until then, one that is "held" was so before. Counted from the first
        day on which that side holds anything in the country; claimed, never confirmed. Needs the
        column `event`, the gazetteer's country of the place, and two sides.
    study
        As in `areas`.

    Returns
    -------
    state
        One row a place with any word on it by then, sorted by `place_id`: the place, its
        `controller` and `status` (claimed or confirmed), `since` (day of the row that decided),
        `basis` (stated or implied), `claimed_by` (all of that day, separated by `|`) and `n_rows`
        (rows up to the day).

    Undefined
    ---------
    A place without any row up to the day is not in the frame: nothing is said of it.

    Examples
    --------
    >>> base = {"place_id": "mill", "place": "Mill", "lat": 51.2, "lon": 35.0, "precision_m": 500.0,
    ...         "day_precision": "day", "claimed_by": "A", "source": "Gazette", "source_url": ""}
    >>> control = read_control(pd.DataFrame([
    ...     {**base, "day": "2025-03-12", "controller": "RU", "status": "claimed"},
    ...     {**base, "day": "2025-03-12", "controller": "UA", "status": "claimed"}]))
    >>> state(control, "2025-03-14")[["controller", "status"]].values.tolist()
    [['contested', 'claimed']]
    >>> len(state(control, "2025-03-11"))
    0
    """
    control = schema.require(control, "control")
    when = as_day(day)
    held = holders(control, [when], implied=implied, who=parties(control, study=study))
    at = np.flatnonzero(held.controller[0] != NOBODY)
    answer = pd.DataFrame({"place_id": [held.places[n] for n in at]}, dtype="str")
    answer["controller"] = [held.parties.names[c] for c in held.controller[0][at]]
    answer["status"] = np.where(held.confirmed[0][at], "confirmed", "claimed")
    answer["since"] = [pd.Timestamp.fromordinal(n) for n in held.since[0][at]]
    answer["basis"] = np.where(held.stated[0][at], "stated", "implied")
    table = control.sort_values(["place_id", "lat", "lon", "place", "precision_m"])
    answer = answer.merge(table.drop_duplicates("place_id")[_FACTS], on="place_id")
    said = control[["place_id", "claimed_by"]].assign(on=effective_days(control))
    said = answer[["place_id", "since", "basis"]].merge(said.sort_values("on", kind="stable"))
    # a holder that is implied is so by the first row, which lies ahead
    implies = (said["basis"] == "implied") & ~said["place_id"].duplicated()
    decides = said[implies | ((said["basis"] == "stated") & (said["on"] == said["since"]))]
    claims = decides.dropna(subset=["claimed_by"]).groupby("place_id")["claimed_by"]
    answer["claimed_by"] = answer["place_id"].map(claims.agg(lambda c: "|".join(sorted(set(c)))))
    past = said["place_id"][said["on"] <= when].value_counts()
    answer["n_rows"] = answer["place_id"].map(past).fillna(0)
    return answer.astype(STATE_COLUMNS)[list(STATE_COLUMNS)]
