"""Words that say when, each as a first and a last day.

One pattern finds them, and one reader a form turns them into days, from the day of publication
or the day spoken of just before. Weekdays follow the newsroom rule: the most recent one up to the
day of publication, or the next one after "next" or a future tense. A date without its year is the
last one, or one within the sixty days to come; a month or a quarter without its year is the last one
begun. Weeks run from Monday to Sunday; early, mid and late are the three tens of a month.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
from collections.abc import Callable
from typing import NamedTuple

import pandas as pd

from newsan.text import lower

Days = tuple[dt.date, dt.date]


class Date(NamedTuple):
    """Words that say when; first and last are missing where they name no days that are known."""

    start: int
    end: int
    first: dt.date | None
    last: dt.date | None


_MONTHS = dict(zip("jan feb mar apr may jun jul aug sep oct nov dec".split(), range(1, 13), strict=True))  # fmt: skip
_WEEKDAYS = {day: n for n, day in enumerate("mon tue wed thu fri sat sun".split())}
_NUMBERS = {
    word: n
    for n, word in enumerate(
        "a one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"a": 1}
_LENGTHS = {"hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14, "month": 30}
_NEAR = {"yesterday": -1, "last night": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}  # fmt: skip
_ORDERS = ("first", "second", "third", "fourth")
_TENS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}

_SOON = dt.timedelta(days=60)  # ahead that news gives a date without its year
_LEAP = 8  # years at most between two days of 29 February
_SPOKEN = 300  # characters over which a day stays spoken of

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
)
_SHORT = rf"(?:{_MONTH}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_ON = rf"(?:(?:on\s+)?{_WEEKDAY},?\s+)?"
_TO = r"\s*(?:-|–|to|and|until|through)\s*"
_YEAR = r"(?:,?\s+(?:\d{4}(?!\d)|(?:last|this)\s+year))?"
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(_NUMBERS)})"
_PART = r"(?:day|morning|afternoon|evening|night)"
_FORMS = {  # of a text in lower case: far faster than without regard to case
    "iso": r"\d{4}-\d{2}-\d{2}(?!\d)",
    "dated": (  # `on Monday, March 10, 2025`, `3 to 5 March`
        rf"{_ON}{_SHORT}\s+{_DAY}(?:{_TO}{_DAY}(?!\w|\s+{_SHORT}))?(?![\d-]|,\d){_YEAR}"
        rf"|{_ON}{_DAY}(?:{_TO}{_DAY})?\s+(?:of\s+)?{_SHORT}{_YEAR}(?!\d)"
    ),
    "month": (  # `in August`, `late last October`, `July 2021`
        r"(?:(?:in|during|throughout|since|early|mid|late|last|this|next|past)[\s-]+)++"
        rf"{_MONTH}\b(?!\s+\d{{1,2}}(?!\d|,\d)){_YEAR}|{_MONTH}\s+(?:of\s+)?\d{{4}}(?!\d)"
    ),
    "weekday": rf"(?:(?:on|last|next|this|past|coming|following|previous|late|early)\s+)*+{_WEEKDAY}",
    "nth": (  # `on the 14th`
        r"on\s+the\s+\d{1,2}(?:st|nd|rd|th)(?=\s*(?:[,.;:)\"”—–]|$)|\s+(?:he|she|they|it|we|i|the|an?)\b)"
    ),
    "near": (
        r"the\s+day\s+(?:before\s+yesterday|after\s+tomorrow)|today|yesterday|tomorrow|tonight|last\s+night|"
        r"earlier\s+in\s+the\s+day|this\s+(?:morning|afternoon|evening)"
    ),
    "away": (  # from a day spoken of: `a fortnight ago`, `two days before`, `the next morning`, `on the eve of`
        rf"(?:{_COUNT}|a\s+few|several|some)\s+(?:day|week|fortnight)s?\s+(?:ago|earlier|later|before|after)"
        r"|(?:day|week)s\s+(?:ago|earlier|later)|the\s+day\s+(?:before|after)|the\s+eve\s+of"
        rf"|the\s+(?:very\s+)?(?:same|next|following|previous)\s+{_PART}"
        rf"|(?:(?<![\w,]\s)|(?<!\w)(?:on|later|earlier)\s+)that\s+(?:same\s+)?{_PART}"
        rf"|that\s+(?:same\s+)?{_PART}(?=[,.;:])"
    ),
    "past": rf"(?:in|over|during|within|for)\s+the\s+(?:past|last|previous)\s+(?:{_COUNT}\s+)?(?:hour|day|week|month)s?",
    "quarter": (
        rf"(?:(?:(?:in|during)\s+)?the\s+)?(?:{'|'.join(_ORDERS)})\s+quarter(?:\s+of\s+(?:\d{{4}}|(?:last|this)\s+year))?"
        r"|q[1-4]\s+(?:of\s+)?\d{4}"
    ),
    "span": (
        r"(?:(?:earlier|early|late)\s+)?(?:last|this|next)\s+(?:week|weekend|month|year|quarter|spring|summer|autumn|winter)"
        r"|(?:at|over)\s+the\s+weekend"
    ),
    "year": r"(?:in|during|throughout)\s+(?:19|20)\d{2}(?![\d,.-]*\d)",
}  # fmt: skip
_FORM = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<{k}>{p})" for k, p in _FORMS.items()) + r")(?![\w])"
)
_TOKEN = re.compile(r"[a-z]+|\d+")
_AHEAD = re.compile(
    r"\b(?:will|would|shall|plans? to|due|set to|scheduled|expected|is to|are to|going to)\b"
    r"(?!.*\b(?:said|told|wrote)\b)[^.,;:!?“”\"\n]*$"
)
_CLAUSE = 80  # characters that a future tense governs
_ANAPHOR = re.compile(r"(?:the (?:same|very|next|following)|that|on that|later that|earlier that)\b")
_OPENS = re.compile(r"(?:^|[.!?\n”\"]\s?)$")
_BETWEEN = re.compile(r"\b(?:from|between)\s+$")
_REACHES = re.compile(r"\s*(?:to|until|till|through|–|-)\s*|\s+and\s+")
_COMPLEMENT = re.compile(r"\s+(?!\w+(?:ed|said|told|wrote)\s)[^\W\d][^.,;:!?“”\"\n]{0,40}")
_VERB = re.compile(r"\b(?:\w+ed|said|told|wrote)\b")
_NAME_AFTER = re.compile(r" [A-Z][a-z]")
_THE_BEFORE, _CAPITAL_BEFORE = re.compile(r"\b[Tt]he $"), re.compile(r"[^\W\d_a-z]\w*\s$")


def find(text: str, published: object = None) -> tuple[Date, ...]:
    """
    Find the words of a text that say when, and the days that they mean.

    Parameters
    ----------
    text
        A whole article, so that "the next day" has a day before it.
    published
        Day or time of publication; anything pandas reads as a timestamp.

    Returns
    -------
    dates
        In reading order; the first and the last day are one where the words name a day.

    Undefined
    ---------
    The days are missing where the words need a day of publication or a day spoken of before that
    is not there, or name none ("a few days ago").

    Examples
    --------
    >>> text = "On Friday he recalled the talks of March 3 and last August."
    >>> for date in find(text, "2025-03-14"):
    ...     print(text[date.start : date.end], date.first, date.last)
    On Friday 2025-03-14 2025-03-14
    March 3 2025-03-03 2025-03-03
    last August 2024-08-01 2024-08-31
    """
    stamp = pd.to_datetime(published, errors="coerce")  # type: ignore[call-overload]
    return _find(text, None if pd.isna(stamp) else stamp.date())


@functools.lru_cache(maxsize=8)  # several rooms read one article
def _find(text: str, base: dt.date | None) -> tuple[Date, ...]:
    low = lower(text)
    found: list[Date] = []
    spoken: Date | None = None  # the day spoken of last
    for m in _FORM.finditer(low):
        if _is_name(text, m):
            continue
        day = spoken and m.start() - spoken.end <= _SPOKEN and spoken.first
        date = Date(m.start(), m.end(), *_days(m, low, base, day or None))
        while found and (joined := _joined(low, found[-1], date)):
            found.pop()
            date = joined
        if date.first is None and _ANAPHOR.match(low, date.start):
            continue  # of a day that nobody spoke of
        found.append(date)
        if date.first is not None and date.first == date.last:
            if m.lastgroup != "away" or _OPENS.search(low, max(0, date.start - 3), date.start):
                spoken = date
    return tuple(found)


def _days(
    m: re.Match[str], low: str, base: dt.date | None, spoken: dt.date | None
) -> Days | tuple[None, None]:
    """Return the days that one form means."""
    form = m.lastgroup or ""
    words = " ".join(m.group().split())
    try:
        if form == "iso":
            day = dt.date.fromisoformat(words)
            return day, day
        if form == "away":
            return _away(words, low[m.end() : m.end() + 1], base, spoken)
        if form == "weekday" and base is not None:
            ahead = _AHEAD.search(low[max(0, m.start() - _CLAUSE) : m.start()]) is not None
            return _weekday(words, spoken if "following" in words and spoken else base, ahead)
        if base is not None or re.search(r"\d{4}", words):
            return _READERS[form](words, base) or (None, None)
    except (ValueError, OverflowError):  # 31 February, or before the first day there is
        pass
    return None, None


def _is_name(text: str, m: re.Match[str]) -> bool:
    """Tell `they may 3 times` and names (Ostrell Today, Friday Okoro, the 5 October Movement) from dates."""
    form, words = m.lastgroup, text[m.start() : m.end()]
    if form in ("dated", "month") and re.search(r"\b(?:may|march)\b", words):
        return not re.search(r"\d{4}", words)
    if form == "near":
        return words[0].isupper() and bool(_CAPITAL_BEFORE.search(text[: m.start()][-40:]))
    if form in ("dated", "weekday") and _NAME_AFTER.match(text, m.end()):
        opens = form == "weekday" and not text[: m.start()].rstrip(" “\"").endswith(tuple(",;abcdefghijklmnopqrstuvwxyz"))  # fmt: skip
        return bool(_THE_BEFORE.search(text[: m.start()][-5:])) or (opens and words.count(" ") == 0)
    return False


def _joined(low: str, before: Date, date: Date) -> Date | None:
    """Join `from Monday` and `to Thursday`, or `the eve of` and `Sunday's vote`; else nothing."""
    gap = low[before.end : date.start]
    if before.first is None and low[: before.end].endswith((" before", " after", " of")):
        if len(gap) > 60 or not _COMPLEMENT.fullmatch(gap + "x") or _VERB.search(gap):
            return None
        if date.first is None or date.first != date.last:
            return None
        words = low[before.start : before.end]
        day = date.first + dt.timedelta(days=_offset(words))
        owns = low.startswith(("'s", "’s"), date.end)  # `the eve of Sunday's vote`
        return Date(before.start, date.end + 2 * owns, day, day)
    between = _BETWEEN.search(low, max(0, before.start - 10), before.start)
    if before.first is None or date.last is None or not _REACHES.fullmatch(gap):
        return None
    if "and" in gap and not low[: before.start].endswith("between "):
        return None
    first = before.first
    if first > date.last:
        first -= dt.timedelta(days=7)
    return Date(between.start() if between else before.start, date.end, first, date.last)


def _away(words: str, after: str, base: dt.date | None, spoken: dt.date | None) -> Days | tuple[None, None]:  # fmt: skip
    """Read words that count from another day; what follows may name it (`the day before the vote`)."""
    if words.endswith((" of", " before", " after")) and after not in (*",.;:)\"”", ""):
        return None, None
    start = base if words.endswith("ago") else spoken
    if start is None and words.endswith(("earlier", "before")) or words.startswith("the previous"):
        start = start or base
    if start is None or words.startswith(("a few", "several", "some", "days", "weeks")):
        return None, None
    day = start + dt.timedelta(days=_offset(words))
    return day, day


def _offset(words: str) -> int:
    """Return how many days words lie after the day they count from."""
    first, *rest = words.split()
    if first in ("that", "on", "later") or "same" in rest:
        return 0
    back = {"ago", "earlier", "before", "previous", "eve"} & {first, *rest}
    number = _number(first) or 1
    unit = next((_LENGTHS[w.removesuffix("s")] for w in rest if w.removesuffix("s") in _LENGTHS), 1)
    return round(number * unit) * (-1 if back else 1)


def _number(word: str) -> int | None:
    return int(word) if word.isdigit() else _NUMBERS.get(word)


def _weekday(words: str, base: dt.date, ahead: bool) -> Days:
    target = next(n for day, n in _WEEKDAYS.items() if words.split()[-1].startswith(day))
    is_back = re.search(r"\b(?:last|past|previous)\b", words) is not None
    if re.search(r"\b(?:next|coming|following)\b", words) or (ahead and not is_back):
        days = (target - base.weekday()) % 7 or 7
    else:
        days = -((base.weekday() - target) % 7) or (-7 if re.match(r"(?:on )?last", words) else 0)
    day = base + dt.timedelta(days=days)
    return day, day


def _near(words: str, base: dt.date | None) -> Days | None:
    day = base and base + dt.timedelta(days=_NEAR.get(words, 0))
    return day and (day, day)


def _dated(words: str, base: dt.date | None) -> Days | None:
    """Read a day with its month; without a year it is the last one up to what is soon to come."""
    tokens = _TOKEN.findall(words)
    month = next(_MONTHS[t[:3]] for t in tokens if t[:3] in _MONTHS)
    weekday = next((_WEEKDAYS[t[:3]] for t in tokens if t.endswith("day")), None)
    days = [int(t) for t in tokens if t.isdigit() and len(t) < 3]
    year = _year_told(words, base)
    soon = base + _SOON if base else None
    years = [year] if year or not soon else range(soon.year, soon.year - _LEAP - 1, -1)
    last = [
        dt.date(y, month, days[-1])
        for y in years
        if y and days[-1] <= calendar.monthrange(y, month)[1]
    ]
    if not year:
        last = [day for day in last if soon and day <= soon]
        last = [day for day in last if day.weekday() == weekday] or last  # `Friday, 11 April`
    return (last[0].replace(day=days[0]), last[0]) if last and days[0] <= days[-1] else None


def _year_told(words: str, base: dt.date | None) -> int | None:
    if m := re.search(r"\d{4}", words):
        return int(m.group())
    if base and (m := re.search(r"(last|this) year", words)):
        return base.year - (m[1] == "last")
    return None


def _nth(words: str, base: dt.date | None) -> Days | None:
    """Read a day without its month: the last one up to the day of publication."""
    number = int(re.search(r"\d+", words).group())  # type: ignore[union-attr]
    first = base and base.replace(day=1)
    for _ in range(3):
        if first and base and number <= calendar.monthrange(first.year, first.month)[1]:
            if (day := first.replace(day=number)) <= base:
                return day, day
        first = first and (first - dt.timedelta(days=1)).replace(day=1)
    return None


def _month(words: str, base: dt.date | None) -> Days | None:
    number = next(_MONTHS[t[:3]] for t in _TOKEN.findall(words)[::-1] if t[:3] in _MONTHS)
    year = _year_told(words, base)
    if year is None and base:
        year = base.year - (number > base.month)
        if "last" in words and number == base.month:
            year -= 1
        elif re.search(r"\b(?:next|this)\b", words):
            year = base.year + ("next" in words and number <= base.month)
    if year is None:
        return None
    first, last = next((tens for part, tens in _TENS.items() if re.search(rf"\b{part}\b", words)), (1, 31))  # fmt: skip
    return dt.date(year, number, first), dt.date(
        year, number, min(last, calendar.monthrange(year, number)[1])
    )


def _months(year: int, first: int, last: int) -> Days:
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def _quarter(words: str, base: dt.date | None) -> Days | None:
    told = re.match(r"q(\d)", words)
    number = int(told[1]) if told else 1 + next(n for n, o in enumerate(_ORDERS) if o in words)
    year = _year_told(words, base)
    if year is None and base:
        year = base.year - (number * 3 - 2 > base.month)
    return _months(year, number * 3 - 2, number * 3) if year else None


def _year(words: str, base: dt.date | None) -> Days | None:
    year = int(words[-4:])
    return _months(year, 1, 12)


def _past(words: str, base: dt.date | None) -> Days | None:
    """Read a stretch back from the day of publication."""
    *lead, unit = words.split()
    days = (_number(lead[-1]) or 1) * _LENGTHS[unit.removesuffix("s")]
    return base and (base - dt.timedelta(days=max(1, round(days))), base)


def _span(words: str, base: dt.date | None) -> Days | None:
    """Read a week, weekend, month, quarter or year beside that of publication; seasons have no days."""
    if base is None:
        return None
    if words.startswith("earlier "):
        days = _span(words.removeprefix("earlier "), base)
        return days and (days[0], min(days[1], base))
    how, unit = words.split()[-2:]
    step = {"last": -1, "next": 1}.get(how, 0)
    if unit == "week":
        monday = base + dt.timedelta(days=7 * step - base.weekday())
        return monday, monday + dt.timedelta(days=6)
    if unit == "weekend":
        back = (base.weekday() - 5) % 7  # to the last Saturday; over it on the day itself
        step = 0 if how == "last" and back > 1 else 1 if how == "this" and back > 2 else step
        saturday = base + dt.timedelta(days=7 * step - back)
        return saturday, saturday + dt.timedelta(days=1)
    if unit == "year":
        return _months(base.year + step, 1, 12)
    size = {"month": 1, "quarter": 3}.get(unit)
    if size is None:
        return None
    year, place = divmod((base.year * 12 + base.month - 1) // size + step, 12 // size)
    return _months(year, place * size + 1, place * size + size)


_READERS: dict[str, Callable[[str, dt.date | None], Days | None]] = {
    "dated": _dated, "near": _near, "nth": _nth, "month": _month, "quarter": _quarter,
    "year": _year, "past": _past, "span": _span,
}  # fmt: skip
