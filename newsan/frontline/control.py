"""The table of control events, and who held each settlement on a day."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from newsan import schema
from newsan.errors import ReadError, SchemaError
from newsan.frontline.holders import as_day, effective_days, events, holders

_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ]00:00:00)?")
STATE_COLUMNS = [
    "place_id",
    "place",
    "lat",
    "lon",
    "precision_m",
    "controller",
    "status",
    "since",
    "basis",
    "claimed_by",
    "n_rows",
]


def read_control(source: str | Path | pd.DataFrame) -> pd.DataFrame:
    """
    Read a table of control events: one row a change, or a claim of one.

    Parameters
    ----------
    source
        A CSV file with the columns of the `control` schema, or a frame; further columns are kept.
        A column `event` (captured, recaptured, held, ...) lets `state` say what a first row
        presupposes.

    Returns
    -------
    control
        The `control` frame and any further columns, sorted by `day`, `place_id`, `source`,
        `controller`, `status`.

    Raises
    ------
    ReadError
        The file cannot be read, or has no header.
    SchemaError
        Columns are missing or values are wrong; the message names every row (line of the file)
        and value.

    Examples
    --------
    >>> rows = pd.DataFrame({"place_id": ["mill"], "place": ["Mill"], "lat": ["51.2"],
    ...     "lon": ["35"], "precision_m": ["500"], "day": ["2025-03-12"], "day_precision": ["day"],
    ...     "controller": ["RU"], "status": ["claimed"], "claimed_by": [""], "source": ["Gazette"],
    ...     "source_url": [""]})
    >>> read_control(rows)[["place_id", "day", "lat"]].values.tolist()
    [['mill', Timestamp('2025-03-12 00:00:00'), 51.2]]

    """
    given, name, first = _table(source)
    wanted = schema.names("control")
    missing = [c for c in wanted if c not in given]
    if missing:
        raise SchemaError(
            f"{name}: columns missing: {', '.join(missing)}. A control table has "
            f"{', '.join(wanted)}."
        )
    rows = pd.DataFrame(
        {c: pd.Series([_clean(v) for v in given[c]], dtype="object") for c in given.columns}
    )
    faults = _faults(rows, first)
    if faults:
        raise SchemaError(f"{name}: " + "; ".join(faults) + ".")
    for column in ("source", "source_url"):
        rows[column] = [v or "" for v in rows[column]]
    table = schema.build(rows, "control")
    for column in given.columns.difference(wanted, sort=False):
        table[column] = pd.Series(rows[column].tolist(), dtype="str")
    order = ["day", "place_id", "source", "controller", "status"]
    table = table.sort_values(order, kind="stable", ignore_index=True)
    return schema.check(table, "control")


def _table(source: str | Path | pd.DataFrame) -> tuple[pd.DataFrame, str, int]:
    """Return the raw table, what to call it, and the number of its first row."""
    if isinstance(source, pd.DataFrame):
        return source.reset_index(drop=True), "control frame", 0
    path = Path(source)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
            header = list(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(
            f"Cannot read the control table {path}: {error}. It should be a CSV file in UTF-8."
        ) from error
    if not header:
        raise ReadError(f"{path} is empty: a control table is a CSV file with a header line.")
    for n, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise ReadError(
                f"{path}, line {n}: the number of columns differs from the header's {len(header)}."
            )
    return pd.DataFrame(rows, columns=header), str(path), 2


def _clean(value: Any) -> Any:
    """Return a cell without white space; an empty one is missing."""
    value = value.strip() if isinstance(value, str) else value
    return None if value == "" or pd.isna(value) else value


def _faults(rows: pd.DataFrame, first: int) -> list[str]:
    """List what is wrong, row by row, with the value."""
    faults = []
    for i, row in enumerate(rows.to_dict("records")):
        where = f"line {i + first}" if first else f"row {i}"
        faults += [f"{where}: {fault}" for fault in _row_faults(row)]
    return faults[:20] + ([f"and {len(faults) - 20} more"] if len(faults) > 20 else [])


def _row_faults(row: dict[str, Any]) -> Iterable[str]:
    for column in schema.columns("control"):
        value = row[column.name]
        if value is None:
            if not column.nullable and column.name not in ("source", "source_url"):
                yield f"{column.name} is empty ({column.meaning})"
        elif column.dtype == schema.DAY:
            if not isinstance(value, pd.Timestamp) and not _DAY.fullmatch(str(value)):
                yield f"{column.name} {value!r} is no date such as 2025-03-12"
        elif column.dtype == schema.FLOAT:
            number = pd.to_numeric(value, errors="coerce")
            if pd.isna(number):
                yield f"{column.name} {value!r} is no number"
            elif not _within(number, column):
                yield (
                    f"{column.name} {value!r} lies outside {column.low:g} to "
                    f"{'any' if column.high is None else format(column.high, 'g')}"
                )
        elif column.allowed and value not in column.allowed:
            yield f"{column.name} {value!r} is none of {', '.join(column.allowed)}"
    if (row["lat"] is None) != (row["lon"] is None):
        yield f"lat {row['lat']!r} and lon {row['lon']!r}: give both or neither"


def _within(number: float, column: schema.Column) -> bool:
    return (column.low is None or number >= column.low) and (
        column.high is None or number <= column.high
    )


def state(control: pd.DataFrame, day: object, *, implied: bool = True) -> pd.DataFrame:
    """
    Tell who held each settlement at the end of a day, as far as the table says.

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
        column `event` and the gazetteer's country of the place.

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
    schema.check(control, "control")
    when = as_day(day)
    rows = events(control)
    table = control.sort_values(["place_id", "lat", "lon", "place", "precision_m"])
    facts = table.drop_duplicates("place_id").set_index("place_id")
    said = control.assign(_on=effective_days(control)).groupby("place_id")
    out = []
    for place_id, held in sorted(holders(rows, when.toordinal(), implied=implied).items()):
        group = said.get_group(place_id)
        since = pd.Timestamp.fromordinal(held.since)
        by = group[group["_on"] == since] if held.basis == "stated" else group.nsmallest(1, "_on")
        out.append(
            {
                "place_id": place_id,
                **facts.loc[place_id, STATE_COLUMNS[1:5]].to_dict(),
                "controller": held.controller,
                "status": held.status,
                "since": since,
                "basis": held.basis,
                "n_rows": int((group["_on"] <= when).sum()),
                "claimed_by": "|".join(sorted(set(by["claimed_by"].dropna()))) or None,
            }
        )
    return pd.DataFrame(out, columns=STATE_COLUMNS).astype(
        {
            "place_id": "str",
            "place": "str",
            "controller": "str",
            "status": "str",
            "basis": "str",
            "claimed_by": "str",
            "lat": "float64",
            "lon": "float64",
            "precision_m": "float64",
            "n_rows": "int64",
            "since": schema.DAY,
        }
    )
