"""On which day, or in which period, the text says that something on the ground happened."""

from __future__ import annotations

import calendar
import re

import pandas as pd

from newsan import dates
from newsan.frontline import cues
from newsan.frontline.clauses import Sentence

Period = tuple[pd.Timestamp, pd.Timestamp]

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_NUMBERS = {
    w: n
    for n, w in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), 1
    )
}
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30}
_MONTH = re.compile(
    rf"\b(?P<how>in|last|during|throughout)\s+(?:early |late |mid-)?(?P<month>{'|'.join(_MONTHS)})\b"
    r"(?!\s+\d{1,2}\b(?!\d))(?:,?\s+(?P<year>\d{4}))?",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:in|over|during|within|for)\s+the\s+(?:past|last|previous)\s+"
    rf"(?:(?P<n>\d+|{'|'.join(_NUMBERS)})\s+)?(?P<unit>hour|day|week|month)s?\b",
    re.IGNORECASE,
)
_TODAY = re.compile(
    r"\bthe (?:start|beginning) of the day\b|\bat this (?:very )?moment\b|\bas we speak\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:previously|formerly|once|long)\s+$", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\w\s(?:that|which|where|who|when)\s\w"
)  # what follows dates something else
_ASIDE = re.compile(r",\s(?:\w+ly\s)?$")


def period_of(sentence: Sentence, start: int, clause: tuple[int, int], published: object) -> Period:
    """
    Return the first and the last day of what the text dates the event of a cue to.

    A day; a month ("last August"); a stretch back from the day of publication ("in the past week").
    A participle ("..., taking five villages") shares the time of the clause it hangs on. The date of
    the saying is left out. Both are missing where the text tells none.
    """
    if _BEFORE.search(sentence.text[clause[0] : start]):
        return pd.NaT, pd.NaT
    found = _in_clause(sentence, start, clause, published)
    if pd.isna(found[0]) and _ASIDE.search(sentence.text[sentence.start : clause[0]]):
        main = sentence.clause(max(sentence.start, clause[0] - 3))
        found = _in_clause(sentence, main[1], main, published)
    return found


def _in_clause(
    sentence: Sentence, start: int, clause: tuple[int, int], published: object
) -> Period:
    day = day_of(sentence, start, clause, published)
    if not pd.isna(day):
        return day, day
    base = pd.to_datetime(published, errors="coerce")  # type: ignore[call-overload]
    behind = _RELATIVE.search(sentence.text, min(start, clause[1]), clause[1])
    words = sentence.text[clause[0] : behind.start() if behind else clause[1]]
    month, past = _MONTH.search(words), _PAST.search(words)
    if month and (month["year"] or not pd.isna(base)):
        return _month(month, base)
    if not pd.isna(base):
        base = base.tz_localize(None).normalize()
        if past:
            n = past["n"] or "1"
            days = (_NUMBERS.get(n.lower()) or int(n)) * _DAYS[past["unit"].lower()]
            return base - pd.Timedelta(days=max(1, round(days))), base
        if _TODAY.search(words):
            return base, base
    return pd.NaT, pd.NaT


def _month(m: re.Match[str], base: pd.Timestamp) -> Period:
    """Return the month that is named: without a year the last one that had begun by then."""
    number = _MONTHS[m["month"].lower()]
    year = int(m["year"]) if m["year"] else base.year - (number > base.month)
    if not m["year"] and m["how"].lower() == "last" and number == base.month:
        year -= 1
    first = pd.Timestamp(year, number, 1)
    return first, first + pd.offsets.MonthEnd(0)


def day_of(
    sentence: Sentence, start: int, clause: tuple[int, int], published: object
) -> pd.Timestamp:
    """Return the day the clause dates its event to; the date of the saying is left out."""
    low = clause[0]
    text = sentence.text[low : sentence.end]
    for a, b, words in dates.spot(text):
        if low + a > clause[1]:
            break
        lead = text[max(0, a - 30) : a]
        between = text[b : max(b, start - low)]
        if cues.words("speech").search(lead.split(",")[-1]) or cues.words("relay").search(between):
            continue
        day = dates.resolve(words, published)
        if not pd.isna(day):
            return day
    return pd.NaT
