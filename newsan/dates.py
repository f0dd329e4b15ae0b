"""Words that say when, each as a first and a last day.

One pattern finds them, and one reader a form turns them into days, from the day of publication
or the day spoken of just before. Weekdays follow the newsroom rule: the most recent one up to the
day of publication, or the next one after "next" or a future tense. A date without its year is the
last one, or one within the sixty days to come; a month or quarter without its year is the last one
begun. Weeks run from Monday to Sunday; early, mid and late are the three tens of a month.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
from typing import NamedTuple

import pandas as pd

from newsan.text import lower

Days = tuple[dt.date, dt.date] | tuple[None, None]


class Date(NamedTuple):
    """Words that say when; first and last are missing where they name no days that are known."""

    start: int
    end: int
    first: dt.date | None
    last: dt.date | None


_NONE = (None, None)
_MONTHS = {m: n for n, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_WEEKDAYS = {day: n for n, day in enumerate("mon tue wed thu fri sat sun".split())}
_ONE_TO_TWELVE = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {"a": 1} | {word: n for n, word in enumerate(_ONE_TO_TWELVE.split(), 1)}
_ORDERS = {word: n for n, word in enumerate("first second third fourth q1 q2 q3 q4".split())}
_LENGTHS = {"hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14, "month": 30}
_TENS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_NEAR = {"yesterday": -1, "night": -1, "tomorrow": 1}
_DAY = dt.timedelta(days=1)
_SOON, _LEAP = 60, 8  # days ahead that need no year; years between two days of 29 February
_SPOKEN = 300  # characters over which a day stays spoken of,
_CLAUSE, _GAP = 80, 60  # that "will" governs, and that lie within one period

_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_SHORT = rf"(?:{_MONTH}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_ON = rf"(?:(?:on\s+)?{_WEEKDAY},?\s+)?"
_TO = rf"(?:\s*(?:-|–|to|and|until|through)\s*{_NTH}(?!\w|\s+{_SHORT}))?"
_YEAR = r"(?:,?\s+(?:\d{4}(?!\d)|(?:last|this)\s+year))?"
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(_NUMBERS)})"
_PART = "(?:day|morning|afternoon|evening|night)"
_FORMS = {  # of a text in lower case: far faster than without regard to case
    "iso": r"\d{4}-\d{2}-\d{2}",
    # on Monday, March 10, 2025; 3 to 5 March
    "dated": rf"{_ON}{_SHORT}\s+{_NTH}{_TO}(?![\d-]|,\d){_YEAR}"
    rf"|{_ON}{_NTH}(?:\s*(?:-|–|to|and|until|through)\s*{_NTH})?\s+(?:of\s+)?{_SHORT}{_YEAR}",
    # in August; late last October; July 2021
    "month": r"(?:(?:in|during|throughout|early|mid|late|last|this|next|past)[\s-]+){1,3}+"
    rf"{_MONTH}\b(?!\s+\d{{1,2}}(?!\d|,\d)){_YEAR}|{_MONTH}\s+(?:of\s+)?\d{{4}}",
    "weekday": rf"(?:(?:on|last|next|this|past|coming|following|previous|late|early)\s+){{0,3}}+{_WEEKDAY}",
    "nth": r"on\s+the\s+\d{1,2}(?:st|nd|rd|th)"
    r"(?=\s*(?:[,.;:)\"”—–]|$)|\s+(?:he|she|they|it|we|i|the|an?)\b)",
    "near": r"the\s+day\s+(?:before\s+yesterday|after\s+tomorrow)|today|yesterday|tomorrow|tonight"
    r"|last\s+night|earlier\s+in\s+the\s+day|this\s+(?:morning|afternoon|evening)",
    # from a day spoken of: a fortnight ago; two days before; the next morning; the eve of
    "away": rf"(?:{_COUNT}|(?:a\s+)?few|several|some)\s+(?:day|week|fortnight)s?\s+"
    r"(?:ago|earlier|later|before|after)|(?:day|week)s\s+(?:ago|earlier|later)"
    rf"|the\s+day\s+(?:before|after)|the\s+eve\s+of|that\s+(?:same\s+)?{_PART}(?=[,.;:])"
    rf"|(?:(?<![\w,]\s)|(?:on|later|earlier)\s+)that\s+(?:same\s+)?{_PART}"
    rf"|the\s+(?:very\s+)?(?:same|next|following|previous)\s+{_PART}",
    "past": r"(?:in|over|during|within|for)\s+the\s+(?:past|last|previous)\s+"
    rf"(?:{_COUNT}\s+)?(?:hour|day|week|month)s?",
    "quarter": r"(?:(?:(?:in|during)\s+)?the\s+)?(?:first|second|third|fourth)\s+quarter"
    r"(?:\s+of\s+(?:\d{4}|(?:last|this)\s+year))?|q[1-4]\s+(?:of\s+)?\d{4}",
    "span": r"(?:(?:earlier|early|late)\s+)?(?:last|this|next)\s+"
    r"(?:week|weekend|month|quarter|year)|(?:at|over)\s+the\s+weekend",
    "year": r"(?:in|during|throughout)\s+(?:19|20)\d{2}(?![,.-]\d)",
}
_FORM = re.compile(  # the letters that open a form come first: most words are none of them
    r"\b(?=[\dac-fijl-qstwy])(?<!-)"
    rf"(?:{'|'.join(f'(?P<{form}>{p})' for form, p in _FORMS.items())})(?!\w)"
)
_AHEAD = re.compile(  # he said it will open on Monday; not: who will lead it said on Monday
    r"\b(?:will|would|shall|plans? to|due|set to|likely to|scheduled|expected|is to|are to|going to)\b"
    r"(?!.*\b(?:said|told|wrote)\b)[^.,;:!?“”\"\n]*$"
)
_REACHES = re.compile(r"(?P<and>\s+and\s+)|\s*(?:to|until|till|through|–|-)\s*")
_COMPLEMENT = re.compile(r"(?!.*\b(?:\w+ed|said|told|wrote)\b)[^.,:;!?“”\"\n]*")
_COMES = re.compile(r"\b(?:comes?|came|coming)\s$")
_UNSPOKEN = re.compile(r"(?:(?:on|later|earlier) )?that |the (?:very |same |next |following )")
_OPENS = re.compile(r"(?:^|[.!?\n”\"]\s?)$")
_CAPITAL_AFTER, _CAPITAL_BEFORE = re.compile(r" [A-Z][a-z]"), re.compile(r"[^\W\d_a-z]\w*\s$")
_TITLE_BEFORE, _TITLE_AFTER = re.compile('[“"‘](?:[A-Z]\\w*\\s)*$'), re.compile('[,.]?[”"’]')
_NOT_OPENING = re.compile(r"[a-z,;] $")


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
    stamp = pd.to_datetime(published, errors="coerce")
    return _find(text, None if pd.isna(stamp) else stamp.date())


@functools.lru_cache(maxsize=256)  # several rooms read one article, one after the other
def _find(text: str, base: dt.date | None) -> tuple[Date, ...]:
    low = lower(text)
    read: list[Date] = []
    spoken: Date | None = None  # the day spoken of last
    for m in _FORM.finditer(low):
        if _is_name(text, m):
            continue
        is_near = spoken is not None and m.start() - spoken.end <= _SPOKEN
        date = Date(*m.span(), *_days(m, base, spoken.first if spoken and is_near else None))
        while read and (joined := _join(low, read[-1], date)):
            read.pop()
            date = joined
        if date.first is None and _UNSPOKEN.match(low, date.start):
            continue
        read.append(date)
        aside = m.lastgroup == "away" and not _OPENS.search(low, max(0, m.start() - 3), m.start())
        if date.first and date.first == date.last and not aside:
            spoken = date
    return tuple(read)


def _days(m: re.Match[str], base: dt.date | None, spoken: dt.date | None) -> Days:
    """Return the days that one form means."""
    words, form = " ".join(m.group().split()), m.lastgroup or ""
    try:
        if form == "iso":
            return (dt.date.fromisoformat(words),) * 2
        if form == "away":
            return _away(m, words, base, spoken)
        if form in ("dated", "month", "quarter", "year"):
            return {"dated": _read_date, "month": _month}.get(form, _quarter)(words, base)
        if base is None:
            return _NONE
        if form == "weekday":
            ahead = _AHEAD.search(m.string[max(0, m.start() - _CLAUSE) : m.start()]) is not None
            return (_weekday(words, spoken or base if "following" in words else base, ahead),) * 2
        if form == "nth":
            number = int(re.sub(r"\D", "", words))
            return (next(d for n in range(62) if (d := base - n * _DAY).day == number),) * 2
        if form == "near" and words.startswith("earlier"):
            return (spoken or base,) * 2
        if form == "near":
            days = _NEAR.get(words.split()[-1], 0) * (2 if words.startswith("the day") else 1)
            return (base + days * _DAY,) * 2
        return _span(words, base) if form == "span" else (base + _offset(words) * _DAY, base)
    except (ValueError, OverflowError, IndexError):  # 31 February; before the first day
        return _NONE


def _is_name(text: str, m: re.Match[str]) -> bool:
    """Return whether a month or day is none: `they may 3 times` and names (Ostrell Today, the 5 October Movement)."""
    form, words, before = m.lastgroup, m[0], text[max(0, m.start() - 40) : m.start()]
    if form in ("dated", "month") and re.search(r"\b(?:may|march)\b", text[slice(*m.span())]):
        return not re.search(r"\d{4}", words)
    if form in ("near", "span", "weekday") and _TITLE_AFTER.match(text, m.end()):
        if _TITLE_BEFORE.search(before):
            return True  # on "Fox News Sunday"
    if form == "near":
        return text[m.start()].isupper() and bool(_CAPITAL_BEFORE.search(before))
    if form in ("dated", "weekday") and _CAPITAL_AFTER.match(text, m.end()):
        opens = " " not in words and not _NOT_OPENING.search(before)
        return before.lower().endswith("the ") or opens
    return False


def _join(low: str, before: Date, date: Date) -> Date | None:
    """Join `from Monday` and `to Thursday`, or `the eve of` and `Sunday's vote`; else nothing."""
    words, gap = low[before.start : before.end], low[before.end : date.start]
    if date.first is None or date.last is None or len(gap) > _GAP:
        return None
    if before.first is None and words.endswith((" before", " after", " of")):
        if date.first != date.last or not _COMPLEMENT.fullmatch(gap):
            return None
        day = date.first + _offset(words) * _DAY
        owns = low.startswith(("'s", "’s"), date.end)  # `the eve of Sunday's vote`
        return Date(before.start, date.end + 2 * owns, day, day)
    reaches, first = _REACHES.fullmatch(gap), before.first
    lead = next((w for w in ("from ", "between ") if low.endswith(w, 0, before.start)), "")
    if not first or not reaches or (reaches["and"] and lead != "between "):
        return None
    first -= 7 * _DAY * (first > date.last)  # between Monday and Wednesday, told on a Tuesday
    if first > date.last:
        return None
    return Date(before.start - len(lead), date.end, first, date.last)


def _away(m: re.Match[str], words: str, base: dt.date | None, spoken: dt.date | None) -> Days:
    """Read words that count from another day: that of publication, or the one spoken of."""
    offset, start = _offset(words), base if words.endswith("ago") else spoken
    after = m.string[m.end() : m.end() + 1]
    if words.endswith((" before", " after", " of")) and after not in ',.;:)"”':
        if not _COMES.search(m.string, max(0, m.start() - 7), m.start()):
            return _NONE  # what follows names the day
        offset, start = -offset, spoken or base  # `the denial came a day after Ostrell said`
    elif words.endswith((" earlier", " before")) or words.startswith("the previous"):
        start = spoken or base
    if start is None or re.match(r"(?:a )?few|several|some|days|weeks", words):
        return _NONE
    return (start + offset * _DAY,) * 2


def _offset(words: str) -> int:
    """Return how many days words lie from the day they count from."""
    tokens = words.split()
    if re.search(r"\b(?:that|same)\b", words):
        return 0
    counts = (int(t) if t.isdigit() else _NUMBERS.get(t) for t in tokens)
    number = next((n for n in counts if n is not None), 1)
    length = next((_LENGTHS[u] for t in tokens if (u := t.removesuffix("s")) in _LENGTHS), 1)
    back = re.search(r"\b(?:ago|earlier|before|previous|eve|past|last)\b", words)
    return max(1, round(number * length)) * (-1 if back else 1)


def _weekday(words: str, base: dt.date, ahead: bool) -> dt.date:
    """Return the nearest such weekday behind or ahead."""
    is_back = re.search(r"\b(?:last|past|previous)\b", words)
    if re.search(r"\b(?:next|coming|following)\b", words) or (ahead and not is_back):
        days = range(1, 8)
    else:
        days = range(-(re.match(r"(?:on )?last", words) is not None), -8, -1)
    target = _WEEKDAYS[words.split()[-1][:3]]
    return next(d for n in days if (d := base + n * _DAY).weekday() == target)


def _read_date(words: str, base: dt.date | None) -> Days:
    """Return a day by its month; without a year the last one up to what is soon to come."""
    tokens = re.findall(r"[a-z]+|\d+", words)
    month = next(_MONTHS[t[:3]] for t in tokens if t[:3] in _MONTHS)
    first, *_, number = 2 * [int(t) for t in tokens if t.isdigit() and len(t) < 3]
    year = _year_of(words, base)
    if year or not base:
        last = dt.date(year or 0, month, number)
    else:
        soon = base + _SOON * _DAY
        years = (soon.year - back for back in range(_LEAP + 1))
        fit = (y for y in years if number <= calendar.monthrange(y, month)[1])
        days = [day for y in fit if (day := dt.date(y, month, number)) <= soon]
        told = _WEEKDAYS.get(next((t[:3] for t in tokens if t.endswith("day")), ""))
        last = ([day for day in days if day.weekday() == told] or days)[0]  # Friday, 11 April
    return (last.replace(day=first), last) if first <= number else _NONE


def _year_of(words: str, base: dt.date | None) -> int | None:
    m = re.search(r"\d{4}|(?:last|this) year", words)
    if m is None or m[0].isdigit():
        return int(m[0]) if m else None
    return base.year - (m[0] == "last year") if base else None


def _month(words: str, base: dt.date | None) -> Days:
    """Return a month, or a third of it."""
    number = next(_MONTHS[t[:3]] for t in re.split(r"[\s-]", words)[::-1] if t[:3] in _MONTHS)
    year = _year_of(words, base)
    if year is None and base:
        year = base.year - (number > base.month)
        year -= "last" in words and number == base.month
        if re.search(r"\b(?:next|this)\b", words):
            year = base.year + ("next" in words and number <= base.month)
    first, last = _months(year or 0, number, number)
    start, end = next((t for w, t in _TENS.items() if w in re.split(r"[\s-]", words)), (1, 31))
    return first.replace(day=start), min(last, first + (end - 1) * _DAY)


def _months(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def _quarter(words: str, base: dt.date | None) -> Days:
    """Return a quarter, or a year."""
    number = next((n % 4 for word, n in _ORDERS.items() if word in words), None)
    year = _year_of(words, base)
    if number is None:
        return _months(year or 0, 1, 12)
    if year is None and base:
        year = base.year - (number * 3 + 1 > base.month)
    return _months(year or 0, number * 3 + 1, number * 3 + 3)


def _span(words: str, base: dt.date) -> Days:
    """Return a week, weekend, month, quarter or year beside that of publication."""
    if words.startswith("earlier "):
        first, last = _span(words.removeprefix("earlier "), base)
        return (first, min(last, base)) if first and last and first < base else _NONE
    how, unit = words.split()[-2:]
    step = {"last": -1, "next": 1}.get(how, 0)
    if unit == "week":
        monday = base + (7 * step - base.weekday()) * _DAY
        return monday, monday + 6 * _DAY
    if unit == "weekend":
        back = (base.weekday() - 5) % 7  # to the last Saturday
        step = {"last": -(back < 2), "this": +(back > 2), "next": 1}.get(how, 0)
        saturday = base + (7 * step - back) * _DAY
        return saturday, saturday + _DAY
    size = {"month": 1, "quarter": 3, "year": 12}[unit]
    year, place = divmod((base.year * 12 + base.month - 1) // size + step, 12 // size)
    return _months(year, place * size + 1, place * size + size)
