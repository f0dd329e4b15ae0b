"""Who held a settlement when: the rows of one place folded day by day."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from newsan.errors import SchemaError
from newsan.readers import days

OPPONENT = {"UA": "RU", "RU": "UA"}
# Half of the period: an event of "August 2024" is taken to have happened by the middle of August.
_MIDDLE = {"day": 0, "week": 3, "month": 15}
# What one row says of the time before it: the events that presuppose another holder, or the same.
_TAKES_BACK = frozenset(("recaptured", "flag_raised", "withdrawn"))
_GOES_ON = frozenset(("held",))


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the table: the day (as an ordinal) it counts from and what it says."""

    day: int
    controller: str
    status: str
    event: str


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds one place, how surely, and since when."""

    controller: str
    status: str
    since: int
    basis: str


def as_day(day: object) -> pd.Timestamp:
    """Read a day, or say that it is none, or that it can be two."""
    if said := days.two_readings(day):
        raise SchemaError(f"Not one day: {said}. Write it as one of these.")
    stamp = days.instant(day)
    if stamp is None or not isinstance(day, str | dt.date | pd.Timestamp | np.datetime64):
        raise SchemaError(f"Not a day: {day!r}. Give one such as '2025-03-14'.")
    return stamp.tz_localize(None).normalize()


def as_days(day: object | Iterable[object]) -> list[pd.Timestamp]:
    """Read one day or several."""
    one = isinstance(day, str) or not isinstance(day, Iterable)
    return [as_day(d) for d in ([day] if one else day)]  # type: ignore[union-attr]


def effective_days(control: pd.DataFrame) -> pd.Series:
    """Return the day each row counts from: its day, or the middle of its week or month."""
    return control["day"] + pd.to_timedelta(control["day_precision"].map(_MIDDLE), unit="D")


def change_days(control: pd.DataFrame) -> list[pd.Timestamp]:
    """
    Return the days on which a control table has something new to say, in order.

    Examples
    --------
    >>> from newsan.schema import build
    >>> change_days(build([], "control"))
    []

    """
    return sorted(effective_days(control).unique().tolist())


def events(control: pd.DataFrame, days: pd.Series | None = None) -> dict[str, list[Event]]:
    """Return the rows of each place in plain form; `days` replaces the day each counts from."""
    on = effective_days(control) if days is None else days
    what = control["event"].fillna("") if "event" in control else [""] * len(control)
    found: dict[str, list[Event]] = {}
    for place_id, day, controller, status, event in zip(
        control["place_id"].tolist(),
        on.tolist(),
        control["controller"].tolist(),
        control["status"].tolist(),
        list(what),
        strict=True,
    ):
        found.setdefault(place_id, []).append(Event(day.toordinal(), controller, status, event))
    return found


def holders(rows: dict[str, list[Event]], when: int, *, implied: bool) -> dict[str, Held]:
    """Fold the rows of each place, day by day, into who holds it; `when` is an ordinal."""
    found = _implied(rows, when) if implied else {}
    for place_id, group in rows.items():
        held = _last([e for e in group if e.day <= when])
        if held is not None:
            found[place_id] = held
    return found


def _last(group: list[Event]) -> Held | None:
    held: Held | None = None
    for day in sorted({e.day for e in group}):
        stated = [e for e in group if e.day == day and e.status != "denied"]
        denied = {e.controller for e in group if e.day == day and e.status == "denied"}
        named = {e.controller for e in stated}
        if not named and (held is None or held.controller not in denied):
            continue
        split = len(named) != 1 or bool(named & denied)
        controller = "contested" if split else next(iter(named))
        sure = {e.controller for e in stated if e.status == "confirmed"}
        confirmed = (
            controller in sure
            or len(sure) > 1
            or (held is not None and held.controller == controller and held.status == "confirmed")
        )
        held = Held(controller, "confirmed" if confirmed else "claimed", day, "stated")
    return held


def _implied(rows: dict[str, list[Event]], when: int) -> dict[str, Held]:
    """Say who held the places whose first row lies ahead and presupposes a holder."""
    countries = {i: country_of(i) for i in rows}
    begins: dict[str, int] = {}
    for place_id, group in rows.items():
        country = countries[place_id] or ""
        days = [
            e.day for e in group if e.status != "denied" and e.controller == OPPONENT.get(country)
        ]
        if days:
            begins[country] = min(*days, begins.get(country, days[0]))
    found = {}
    for place_id, group in rows.items():
        country = countries[place_id] or ""
        first = [e for e in group if e.day == min(e.day for e in group)]
        if country not in begins or begins[country] > when or first[0].day <= when:
            continue
        other = OPPONENT[country]
        if any(
            (e.controller == country and e.event in _TAKES_BACK)
            or (e.controller == other and e.event in _GOES_ON)
            for e in first
        ):
            found[place_id] = Held(other, "claimed", begins[country], "implied")
    return found


@functools.cache
def country_of(place_id: str) -> str | None:
    """Return the country of a place of the gazetteer; missing for a place it does not have."""
    from newsan.gazetteer import load

    places = load()
    return places[place_id].country if place_id in places else None
