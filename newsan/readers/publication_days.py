"""Days as sources write them: a date of three numbers that can be read two ways is never guessed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

import numpy as np
import pandas as pd

from newsan import dates

_YEAR_MONTH_DAY = re.compile(  # 2025-03-14, 20250314
    r"(?:\d{4}-\d{1,2}-\d{1,2}|(?:19|20|21)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
)
# Ten digits, or thirteen; not those that can begin with a day, as that of 1999 does.
_EPOCH = re.compile(r"(?!19\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))1\d{9}(?:\d{3})?")
_YEAR_FIRST = re.compile(r"\D*\d{4}[\W_]{1,3}(\d{1,2})(?!\d)")
_MONTH = re.compile(r"(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")
# Not of a time, which has colons: "14:05 03/04/2025".
_NUMBERS = re.compile(
    r"(?<![\d:])(\d{1,2})(?:st|nd|rd|th)?(?:(?!:)[\W_]){1,3}(?:of )?"
    r"(\d{1,2})(?:(?!:)[\W_]){1,3}(\d{4}|\d{2})(?![\d:])"
)
_TURN = 69  # of two figures: 69 is 1969 and 68 is 2068, as POSIX has it


def instant(value: object, *, dayfirst: bool | None = None) -> pd.Timestamp | None:
    """
    Read a date as an instant in UTC; what names no single day gives none.

    `dayfirst` tells whether 03/04/2025 is 3 April; `None` refuses what can be read two ways. A date that can be read one
    way only (13/04/2025) is read that way.

    Examples
    --------
    >>> instant("3 April 2025, 9:05 pm"), instant("13/04/2025")
    (Timestamp('2025-04-03 21:05:00+0000', tz='UTC'), Timestamp('2025-04-13 00:00:00+0000', tz='UTC'))
    >>> instant("03/04/2025"), instant("03/04/2025", dayfirst=True)
    (None, Timestamp('2025-04-03 00:00:00+0000', tz='UTC'))
    """
    if isinstance(value, bool) or value is None or value is pd.NaT:
        return None
    if is_epoch(value):
        return pd.Timestamp(int(str(value)[:10]), unit="s", tz="UTC")
    if isinstance(value, int | float | np.number):
        text = str(value).removesuffix(".0")
        return instant(text) if _YEAR_MONTH_DAY.fullmatch(text) else None
    try:
        made = _parse(value.strip(), dayfirst) if isinstance(value, str) else pd.Timestamp(value)
    except (ValueError, TypeError, OverflowError):
        return None
    if made is None or made is pd.NaT:
        return None
    return made.tz_localize("UTC") if made.tzinfo is None else made.tz_convert("UTC")


def is_epoch(value: object) -> bool:
    """
    Return whether a value counts seconds, or thousandths of them, from 1970 to a day after 2001.

    Examples
    --------
    >>> is_epoch(1741986300), is_epoch("1741986300000"), is_epoch(20250314), is_epoch("2025031410")
    (True, True, False, False)
    """
    if not isinstance(value, str | int | float | np.number):
        return False
    return _EPOCH.fullmatch(str(value).removesuffix(".0")) is not None


def day_comes_first(values: Iterable[object]) -> bool | None:
    """
    Return how the dates of one column are written, as those with a part over 12 show.

    Missing where no date shows it, or some show one order and some the other.

    Examples
    --------
    >>> day_comes_first(["12/03/2025", "13/03/2025"]), day_comes_first(["03.13.25"])
    (True, False)
    >>> day_comes_first(["12/03/2025"]), day_comes_first(["13/03/2025", "03/13/2025"])
    (None, None)
    """
    shown = set()
    for value in values:
        by_day, by_month = _readings(value)
        if (by_day is None) != (by_month is None):
            shown.add(by_day is not None)
    return shown.pop() if len(shown) == 1 else None


def two_readings(value: object) -> str | None:
    """
    Name the two days that a date of three numbers can be; nothing if it can be one only.

    Examples
    --------
    >>> two_readings("03/04/2025")
    "'03/04/2025' can be 2025-04-03 (day first) or 2025-03-04 (month first)"
    >>> two_readings("13/04/2025"), two_readings("03/03/2025"), two_readings("2025-03-04")
    (None, None, None)
    """
    first, second = _readings(value)
    if first is None or second is None or first == second:
        return None
    return f"{value!r} can be {first} (day first) or {second} (month first)"


def _parse(text: str, dayfirst: bool | None) -> pd.Timestamp | None:
    # pandas takes "March 2025" for its first day, and "May" for one in the year 1
    if _YEAR_MONTH_DAY.match(text):
        return pd.Timestamp(text)
    if _MONTH.search(text):
        return _parse_spoken(text)
    if year_first := _YEAR_FIRST.match(text):
        return _parse_spoken(text) if int(year_first[1]) <= 12 else None
    by_day, by_month = _readings(text)
    if dayfirst is None and two_readings(text) is not None:
        return None
    day = by_month if by_day is None or (dayfirst is False and by_month is not None) else by_day
    if day is None:
        return None
    said = _NUMBERS.sub(f"{day} ", text, count=1).strip()
    return pd.Timestamp(day) if said == str(day) else _parse_spoken(said)


def _readings(value: object) -> tuple[dt.date | None, dt.date | None]:
    """Read a date of three numbers with its day first, and with its month first."""
    if not isinstance(value, str) or _MONTH.search(value) or _YEAR_FIRST.match(value):
        return None, None
    if (match := _NUMBERS.search(value)) is None:
        return None, None
    first, second, year = (int(n) for n in match.groups())
    if len(match[3]) == 2:
        year += 1900 if year >= _TURN else 2000
    return _day(year, second, first), _day(year, first, second)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _parse_spoken(value: str) -> pd.Timestamp | None:
    """Read "Friday, 14 March 2025, 9:05 pm"; a date without day, month or year is not one."""
    for date in dates.find(value):
        if date[:2] == (0, len(value)):
            return pd.Timestamp(date.first) if date.first and date.first == date.last else None
    import dateparser  # for what has a time, a zone or a weekday cut short

    found = dateparser.parse(value, languages=["en"], settings={
        "REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]})  # fmt: skip
    return None if found is None else pd.Timestamp(found)
