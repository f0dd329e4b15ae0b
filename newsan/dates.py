"""Turns "on Friday" in an article of a known date into a calendar day.

Spotting is newsan's own; explicit dates are parsed by dateparser. Weekdays follow the newsroom
rule: the most recent one up to the day of publication, or the next one after "next" or a future
tense. A date without its year is the last one, or one within the sixty days to come. Words that
name no single day ("this week", "last August") stay missing.
"""

from __future__ import annotations

import datetime as dt
import functools
import re

import pandas as pd

from newsan.text import lower

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan\.?|feb\.?|mar\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?)"
)
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_ORDINAL = r"(?:st|nd|rd|th)?"

_SPOT = re.compile(  # of a text in lower case: far faster than without regard to case
    rf"\b(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})\b"
    rf"|\b(?P<mdy>(?:(?:on\s+)?{_WEEKDAY},?\s+)?{_MONTH}\s+\d{{1,2}}{_ORDINAL}(?:,?\s+\d{{4}})?)(?![\d-]|,\d)"
    rf"|\b(?P<dmy>(?:(?:on\s+)?{_WEEKDAY},?\s+)?\d{{1,2}}{_ORDINAL}\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}})?)(?!\d)"
    rf"|\b(?P<weekday>(?:(?:last|next|this|late|early|on)\s+)*{_WEEKDAY})\b"
    r"|\b(?P<relative>today|yesterday|tomorrow|tonight|last night|earlier in the day|"
    r"(?:a|one) day (?:earlier|before|ago)|the (?:previous day|day before)|"
    r"(?:two|three|four|five|six) days (?:earlier|ago|before))\b"
    rf"|\b(?P<vague>(?:last|this|next|earlier this|late last|early)\s+(?:{_MONTH}|week|month|year|weekend|spring|"
    rf"summer|autumn|winter)|(?:in|since)\s+{_MONTH}(?:,?\s+\d{{4}})?)(?!\s*\d)\b"
)
# One of these stands in whatever `_SPOT` finds: most sentences have none, and need no search.
_HINTS = (
    "day night week month year spring summer autumn winter jan feb mar apr may jun jul aug sep oct nov "
    "dec tomorrow -0 -1"
).split()
_FORMATS = [f"{day} %Y" for day in ("%B %d", "%d %B", "%b %d", "%d %b")]
_SOON = dt.timedelta(days=60)  # ahead that news gives a date without its year
_LEAP = 8  # years at most between two days of 29 February
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_FUTURE = re.compile(
    r"\b(?:will|would|shall|plans? to|due to|set to|scheduled|expected to|is to|are to|next)\b",
    re.IGNORECASE,
)


def spot(text: str) -> list[tuple[int, int, str]]:
    """
    Find the words of a text that say when.

    Returns
    -------
    spans
        `(start, end, words)` in order; leading "on" is part of the words. Vague ones ("last
        August") are found too; `resolve` leaves them missing.

    Examples
    --------
    >>> [w for _, _, w in spot("On Friday he recalled the talks of March 3 and last August.")]
    ['On Friday', 'March 3', 'last August']
    """
    found: list[tuple[int, int, str]] = []
    low = lower(text)
    for hint in _HINTS:
        if hint in low:
            break
    else:
        return found
    for m in _SPOT.finditer(low):
        words = text[m.start() : m.end()]
        if m.lastgroup == "mdy" and words.startswith("may "):
            continue  # the verb: "may 3" is no date in lower case
        if (
            m.lastgroup == "relative"
            and words[0].isupper()
            and re.search(r"[^\W\d_a-z]\w*\s$", text[: m.start()][-40:])
        ):
            continue  # part of a name: Ostrell Today
        found.append((m.start(), m.end(), words))
    return found


def resolve(words: str, published: object, *, future: bool = False) -> pd.Timestamp:
    """
    Turn words that say when into a day.

    Parameters
    ----------
    words
        A stretch that `spot` found.
    published
        Day or time of publication; anything pandas reads as a timestamp.
    future
        Read a bare weekday as the next one (the sentence speaks of the future).

    Returns
    -------
    day
        Midnight, without time zone.

    Undefined
    ---------
    `NaT` if the words name no single day, or `published` is missing and they need it.

    Examples
    --------
    >>> resolve("on Wednesday", "2025-03-14")
    Timestamp('2025-03-12 00:00:00')
    >>> resolve("Friday", "2025-03-14")
    Timestamp('2025-03-14 00:00:00')
    >>> resolve("April 9", "2025-03-14"), resolve("August 6", "2025-03-14")
    (Timestamp('2025-04-09 00:00:00'), Timestamp('2024-08-06 00:00:00'))
    >>> resolve("last August", "2025-03-14")
    NaT
    """
    try:
        return _resolved(words, published, future=future)
    except OverflowError:  # before the first day there is, or after the last
        return pd.NaT


def _resolved(words: str, published: object, *, future: bool) -> pd.Timestamp:
    m = _SPOT.fullmatch(lower(words.strip()))
    if m is None or m.lastgroup == "vague":
        return pd.NaT
    base = _day(published)
    if m.lastgroup == "iso":
        return _stamp(dt.date.fromisoformat(m.group()) if _is_iso(m.group()) else None)
    if m.lastgroup in ("mdy", "dmy"):
        return _stamp(_explicit(m.group(), base))
    if base is None:
        return pd.NaT
    if m.lastgroup == "weekday":
        return _stamp(_weekday(m.group(), base, future=future))
    return _stamp(_relative(m.group(), base))


def is_future(sentence: str) -> bool:
    """Tell whether a sentence speaks of what is to come."""
    return _FUTURE.search(sentence) is not None


def _stamp(day: dt.date | None) -> pd.Timestamp:
    return pd.NaT if day is None else pd.Timestamp(day)


def _day(value: object) -> dt.date | None:
    stamp = pd.to_datetime(value, errors="coerce")  # type: ignore[call-overload]
    return None if pd.isna(stamp) else stamp.date()


def _is_iso(words: str) -> bool:
    try:
        dt.date.fromisoformat(words)
    except ValueError:
        return False
    return True


def _weekday(words: str, base: dt.date, *, future: bool) -> dt.date:
    target = next(i for i, name in enumerate(_WEEKDAYS) if name in words)
    if "next" in words or future:
        return base + dt.timedelta(days=(target - base.weekday()) % 7 or 7)
    back = (base.weekday() - target) % 7
    return base - dt.timedelta(days=back + (7 if "last" in words and back == 0 else 0))


def _relative(words: str, base: dt.date) -> dt.date:
    first = words.split()[0]
    if words.endswith(("earlier", "ago", "before")) and first in _NUMBERS:
        return base - dt.timedelta(days=_NUMBERS[first])
    if words in ("yesterday", "last night") or words.startswith("the "):
        return base - dt.timedelta(days=1)
    return base + dt.timedelta(days=words == "tomorrow")


@functools.lru_cache(maxsize=4096)
def _explicit(words: str, base: dt.date | None) -> dt.date | None:
    """Parse a date with a month; without a year it is the last one up to what is soon to come."""
    clean = re.sub(rf"^(?:on\s+)?{_WEEKDAY},?|\bof\b|[.,]|(?<=\d){_ORDINAL}\b", " ", words)
    if re.search(r"\d{4}", clean):
        return _parsed(clean)
    if base is None:
        return None
    last = base + _SOON
    years = (_parsed(f"{clean} {year}") for year in range(last.year, last.year - _LEAP - 1, -1))
    days = [day for day in years if day is not None and day <= last]
    on = [day for day in days if _WEEKDAYS[day.weekday()] in words]  # `Friday, 11 April`
    return next(iter(on or days), None)


def _parsed(words: str) -> dt.date | None:
    """Parse day, month and year, the month by name."""
    import dateparser

    parsed = dateparser.parse(
        " ".join(words.split()),
        date_formats=_FORMATS,
        languages=["en"],
        settings={"PARSERS": ["custom-formats"]},  # the others take .2 s to load
    )
    return parsed.date() if parsed else None
