"""On which day, or in which period, the text says that something on the ground happened."""

from __future__ import annotations

import re

import pandas as pd

from newsan import dates
from newsan.frontline.said.rules import cues
from newsan.frontline.said.rules.sentence import Sentence

Period = tuple[pd.Timestamp, pd.Timestamp]
_UNKNOWN: Period = (pd.NaT, pd.NaT)
_LEAD = 30  # characters before a date in which a verb of saying takes it

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
        return _UNKNOWN
    found = _in_clause(sentence, start, clause, published)
    if found is _UNKNOWN and _ASIDE.search(sentence.text[sentence.start : clause[0]]):
        main = sentence.clause(max(sentence.start, clause[0] - 3))
        found = _in_clause(sentence, main[1], main, published)
    return found


def _in_clause(
    sentence: Sentence, start: int, clause: tuple[int, int], published: object
) -> Period:
    """Return the first day of the clause that is not that of the saying, else its first period."""
    text = sentence.text
    dated = [
        d
        for d in dates.find(text, published)
        if clause[0] <= d.start <= clause[1]
        and d.first
        and not _is_of_saying(d, text, clause[0], start)
    ]
    behind = _RELATIVE.search(text, min(start, clause[1]), clause[1])
    end = behind.start() if behind else clause[1]
    periods = [d for d in dated if d.first != d.last and d.end <= end]
    for d in [d for d in dated if d.first == d.last] + periods:
        return pd.Timestamp(d.first), pd.Timestamp(d.last)
    base = pd.to_datetime(published, errors="coerce")
    if _TODAY.search(text, clause[0], end) and not pd.isna(base):
        day = base.tz_localize(None).normalize()
        return day, day
    return _UNKNOWN


def _is_of_saying(date: dates.Date, text: str, clause: int, start: int) -> bool:
    """Tell `said on Friday that the town fell`, the day of the words, from the day of the fall."""
    lead = text[max(clause, date.start - _LEAD) : date.start].split(",")[-1]
    between = text[date.end : max(date.end, start)]
    return bool(cues.words("speech").search(lead) or cues.words("relay").search(between))
