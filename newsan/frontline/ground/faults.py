"""What can be wrong with rows of a control table, each fault with its row, value and remedy."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pandas as pd

from newsan import lexicons, schema
from newsan.readers import days
from newsan.study import Study

_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ]00:00:00)?")
_SAME = ("place_id", "day", "controller", "status", "claimed_by", "source", "source_url",
         "event", "event_id")  # fmt: skip


def row_faults(
    rows: pd.DataFrame,
    labels: Iterable[str],
    holders: Sequence[str],
    window: tuple[float, ...] | None = None,
) -> list[tuple[str, str]]:
    """
    List what is wrong with single rows, and which rows repeat others: where, and what.

    Parameters
    ----------
    rows, labels
        The rows, and where each stands.
    holders
        Who can hold ground.
    window
        West, south, east and north of the country round the front; `None` if nobody has said.
    """
    faults = []
    today = pd.Timestamp.now().normalize()
    records = rows.to_dict("records")
    seen: dict[tuple[str, ...], str] = {}
    for where, row in zip(labels, records, strict=True):
        faults += [(where, fault) for fault in _in_row(row, today, holders, window)]
        key = tuple(str(row.get(c)) for c in _SAME)
        if key in seen:
            same = ", ".join(str(row[c]) for c in ("place_id", "day", "controller", "status"))
            faults.append((where, f"the same event as {seen[key]} ({same}); leave one out"))
        seen.setdefault(key, where)
    return faults


def is_swapped(lon: float, lat: float, window: tuple[float, ...]) -> bool:
    """
    Tell whether a point lies outside a window as given, and in it with its numbers swapped.

    Examples
    --------
    >>> window = (17.0, 58.0, 19.0, 60.0)
    >>> is_swapped(59.3, 18.0, window), is_swapped(18.0, 59.3, window)
    (True, False)

    """
    west, south, east, north = window
    there, swapped = (
        west <= x <= east and south <= y <= north for x, y in ((lon, lat), (lat, lon))
    )
    return swapped and not there


@functools.cache
def _shipped_window() -> tuple[float, ...]:
    (row,) = (r for r in lexicons.rows("map_windows") if r["window"] == "points")
    return tuple(float(row[c]) for c in ("west", "south", "east", "north"))


def window_of(study: Study | None) -> tuple[float, ...] | None:
    """Return where a study's points lie, if it says so; without a study that of the shipped table."""
    return _shipped_window() if study is None else study.window


def _in_row(
    row: dict[str, Any],
    today: pd.Timestamp,
    holders: Sequence[str],
    window: tuple[float, ...] | None,
) -> Iterator[str]:
    for column in schema.columns("control"):
        value = row[column.name]
        if value is None:
            if not column.nullable and column.name not in ("source", "source_url"):
                yield f"{column.name} is empty ({column.meaning})"
        elif column.dtype == schema.DAY:
            yield from _day_faults(column.name, value, today)
        elif column.dtype == schema.FLOAT:
            number = pd.to_numeric(str(value), errors="coerce")
            if pd.isna(number):
                yield f"{column.name} {value!r} is no number"
            elif not _within(number, column):
                yield (
                    f"{column.name} {value!r} lies outside {column.low:g} to "
                    f"{'any' if column.high is None else format(column.high, 'g')}"
                )
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


def _day_faults(name: str, value: Any, today: pd.Timestamp) -> Iterator[str]:
    if said := days.two_readings(value):
        yield f"{name} {said}: write it as one of these"
        return
    if not isinstance(value, pd.Timestamp) and not _DAY.fullmatch(str(value)):
        yield f"{name} {value!r} is no date such as 2025-03-12"
        return
    day = pd.to_datetime(str(value)[:10], errors="coerce")
    if pd.isna(day):
        yield f"{name} {value!r} is no day of the calendar"
    elif day > today:
        yield f"{name} {value!r} lies in the future (today is {today:%Y-%m-%d})"


def _within(number: float, column: schema.Column) -> bool:
    return (column.low is None or number >= column.low) and (
        column.high is None or number <= column.high
    )
