"""Who held a settlement when: the events of each place folded day by day, all places at once."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from newsan import schema
from newsan.errors import SchemaError
from newsan.frontline.sides import NOBODY, Parties, parties
from newsan.gazetteer import load
from newsan.readers import publication_days

# Half of the period: an event of "August 2024" is taken to have happened by the middle of August.
_MIDDLE = {"day": 0, "week": 3, "month": 15}
# What one row says of the time before it: the events that presuppose another holder, or the same.
_TAKES_BACK = ("recaptured", "flag_raised", "withdrawn")
_GOES_ON = ("held",)
_NEVER = np.iinfo(np.int64).max
_EPOCH = pd.Timestamp(0).toordinal()


def as_day(day: object) -> pd.Timestamp:
    """Read a day, or say that it is none, or that it can be two."""
    if said := publication_days.two_readings(day):
        raise SchemaError(f"Not one day: {said}. Write it as one of these.")
    stamp = publication_days.instant(day)
    if stamp is None or not isinstance(day, str | dt.date | pd.Timestamp | np.datetime64):
        raise SchemaError(f"Not a day: {day!r}. Give one such as '2025-03-14'.")
    return stamp.tz_localize(None).normalize()


def as_days(day: object | Iterable[object]) -> list[pd.Timestamp]:
    """Read one day or several."""
    days = [day] if isinstance(day, str) or not isinstance(day, Iterable) else day
    return [as_day(d) for d in days]


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
    control = schema.require(control, "control", "day", "day_precision")
    return sorted(effective_days(control).unique().tolist())


def ordinals(stamps: pd.Series | list[pd.Timestamp]) -> np.ndarray:
    """Return days as whole numbers."""
    days: np.ndarray = pd.DatetimeIndex(stamps).to_numpy().astype("datetime64[D]")
    return np.asarray(days.astype("int64") + _EPOCH)


@dataclass(frozen=True)
class Holders:
    """
    Who held each place, how surely and since when: arrays whose last axis is the places.

    `controller` has indices of `parties.names`, or NOBODY; `since` has ordinals; `stated` is false where
    a later row only presupposes the holder.
    """

    places: list[str]
    controller: np.ndarray
    confirmed: np.ndarray
    since: np.ndarray
    stated: np.ndarray
    parties: Parties

    def columns(self, places: Iterable[str]) -> np.ndarray:
        """Return where places stand among those of the table."""
        at = {place: n for n, place in enumerate(self.places)}
        return np.array([at[p] for p in places], dtype="int64")


def holders(
    control: pd.DataFrame,
    whens: list[pd.Timestamp],
    *,
    implied: bool,
    on: np.ndarray | None = None,
    who: Parties | None = None,
) -> Holders:
    """
    Return who held each place at the end of each day, as `state` tells it: arrays of days and places (by id).

    With `on`, the days that the rows count from as ordinals, one line a resampling of them: arrays of
    resamplings, days and places. By default they count from `effective_days`.
    """
    known = parties(control) if who is None else who
    drawn = ordinals(effective_days(control))[None, :] if on is None else on
    place, places = pd.factorize(control["place_id"], sort=True)
    said = _Said(control, place, drawn, known)
    when = ordinals(whens)
    held = _say_held(said, when)
    if implied:
        homes = [known.at_home.get(country_of(p), NOBODY) for p in places]
        home = np.array(homes, dtype="int64")
        held = _with_implied(said, when, home, held)
    controller, sure, since, stated = held if on is not None else (array[0] for array in held)
    return Holders(list(places), controller, sure, since, stated, known)


class _Said:
    """
    The rows of a table as arrays, and in groups of a resampling, place and day, in that order.

    Of a group the controllers that are named, denied and confirmed are sets, as bits.
    """

    def __init__(
        self, control: pd.DataFrame, place: np.ndarray, on: np.ndarray, known: Parties
    ) -> None:
        self.place, self.on, self.parties = place, on, known
        self.n_places = int(place.max(initial=-1)) + 1
        names = pd.Categorical(control["controller"], categories=list(known.names))
        self.controller = names.codes.astype("int64")
        self.event = control["event"] if "event" in control else pd.Series("", control.index)
        self.is_denied = (control["status"] == "denied").to_numpy()
        self.first_day = int(on.min(initial=_NEVER))
        self.span = int(on.max(initial=self.first_day)) - self.first_day + 1
        series = np.arange(len(on))[:, None] * self.n_places + place
        key = (series * self.span + on - self.first_day).ravel()
        self._order = np.argsort(key, kind="stable")
        self.key, self._starts = np.unique(key[self._order], return_index=True)
        self.series = self.key // self.span
        self.is_first = np.diff(self.series, prepend=-1) > 0
        self.day = self.key % self.span + self.first_day
        bit = known.bit[self.controller]
        self.named = self.joined(np.where(self.is_denied, 0, bit))
        self.denied = self.joined(np.where(self.is_denied, bit, 0))
        self.sure = self.joined(np.where(control["status"] == "confirmed", bit, 0))

    def joined(self, bits: np.ndarray) -> np.ndarray:
        """Join the bits of the rows of each group."""
        if not len(bits):
            return bits
        return np.bitwise_or.reduceat(np.tile(bits, len(self.on))[self._order], self._starts)


def _say_held(said: _Said, when: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return controller, confirmed, since and stated as the last group up to each day says."""
    controller, confirmed, since = _fold_days(said)
    wanted = np.clip(when - said.first_day, -1, said.span - 1)[:, None]
    series = np.arange(len(said.on) * said.n_places).reshape(len(said.on), 1, said.n_places)
    last = np.searchsorted(said.key, series * said.span + wanted, side="right") - 1
    if len(said.key):
        last = np.where(said.series[last] == series, last, -1)  # another place's says nothing
    told = np.append(controller, NOBODY)[last]
    return told, np.append(confirmed, False)[last], np.append(since, 0)[last], told != NOBODY


def _fold_days(said: _Said) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return controller, confirmed and since after each group: all first groups, all second ..."""
    n, known = len(said.key), said.parties
    controller, confirmed, since = np.full(n, NOBODY), np.zeros(n, dtype=bool), said.day.copy()
    begin = np.maximum.accumulate(np.where(said.is_first, np.arange(n), 0))
    rank = np.arange(n) - begin
    for r in range(rank.max(initial=-1) + 1):
        at = np.flatnonzero(rank == r)
        named, denied, sure = said.named[at], said.denied[at], said.sure[at]
        was, was_sure, was_since = (
            (controller[at - 1], confirmed[at - 1], since[at - 1]) if r else (NOBODY, False, 0)
        )
        says = (named > 0) | (known.bit[was] & denied > 0)
        now = np.where(named & denied, known.contested, known.only[named])
        now_sure = (known.bit[now] & sure > 0) | known.several[sure] | ((now == was) & was_sure)
        controller[at] = np.where(says, now, was)
        confirmed[at] = np.where(says, now_sure, was_sure)
        since[at] = np.where(says, said.day[at], was_since)
    return controller, confirmed, since


def _with_implied(
    said: _Said, when: np.ndarray, home: np.ndarray, held: tuple[np.ndarray, ...]
) -> tuple[np.ndarray, ...]:
    """Add to what `_say_held` gives who held the places whose first rows lie ahead and presuppose a holder."""
    controller, confirmed, since, stated = held
    at_home, other = home[said.place], said.parties.opponent[home]
    invades = ~said.is_denied & (said.controller == other[said.place]) & (at_home != NOBODY)
    n = len(said.parties.sides)
    begins = np.full((len(said.on), n + 1), _NEVER)  # the last one: of no country
    for code in range(n):
        days = np.where(invades & (at_home == code), said.on, _NEVER)
        begins[:, code] = days.min(axis=1, initial=_NEVER)
    presupposes = (at_home != NOBODY) & (
        ((said.controller == at_home) & said.event.isin(_TAKES_BACK).to_numpy())
        | ((said.controller == other[said.place]) & said.event.isin(_GOES_ON).to_numpy())
    )
    shape = (len(said.on), 1, said.n_places)
    first = said.day[said.is_first].reshape(shape)
    ahead = said.joined(presupposes)[said.is_first].reshape(shape) & (first > when[:, None])
    begins = begins[:, None, home]
    is_held = ahead & (begins <= when[:, None])
    who, since = np.where(is_held, other, controller), np.where(is_held, begins, since)
    return who, confirmed & ~is_held, since, stated


@functools.cache
def country_of(place_id: str) -> str:
    """Return the country of a place of the gazetteer; blank for a place it does not have."""
    place = load().get(place_id)
    return place.country if place else ""
