"""The day and the medium of each quotation of an article: from its words, else from its neighbours."""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from newsan import dates
from newsan.document import Document
from newsan.occasions.days import Days, Setting
from newsan.occasions.media import Media, beside

_CARRY, _LEAD = 2, 1  # paragraphs over which a day holds for its speaker; the last of the lead
_FRESH = dt.timedelta(days=3)


class Occasion(NamedTuple):
    """When and through what medium words were said; what the text does not tell is missing."""

    medium: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    words: str | None = None


def find(
    document: Document,
    published: object,
    records: Sequence[Mapping[str, Any]],
    actors: Sequence[str | None],
    *,
    named: Sequence[tuple[int, str]] = (),
    outlets: frozenset[str] = frozenset(),
) -> list[Occasion]:
    """
    Return the occasion of each quotation of one article.

    A date and a medium belong to the words whose cue they stand next to, or to those that the
    sentence before announces; the same speaker's words nearby share them.

    Parameters
    ----------
    document, published
        The article, and its day.
    records
        Its quotations, as the `quotes` frame has them.
    actors
        Who said each.
    named
        Where somebody is named, and who, in reading order.
    outlets
        Actors whose words are reports.

    Examples
    --------
    >>> document = Document("It rained, Mara Ostrell told reporters on Wednesday.")
    >>> record = {"start": 0, "end": 9, "cue_start": 24, "cue_end": 28}
    >>> record |= {"speaker_start": 11, "speaker_end": 23}
    >>> [found] = find(document, "2025-03-14", [record], ["mara-ostrell"])
    >>> found.medium, str(found.first), found.words
    ('press-conference', '2025-03-12', 'on Wednesday')
    """
    text, setting = document.text, Setting(document, records, actors)
    stamp = pd.to_datetime(published, errors="coerce")
    today = None if pd.isna(stamp) else stamp.date()
    starts = [start for start, _ in named]
    bounds = [[bisect.bisect_left(starts, at) for at in span] for span in document.sentences]
    who = [[actor for _, actor in named[a:b]] for a, b in bounds]
    days = Days(setting, dates.find(text, published), today)
    own = {
        k: d for k in range(len(records)) if (d := days.in_sentence(k) or days.announced(k, who))
    }
    told_beside, dated_beside = list(beside(setting, who)), set()
    for number, actor, _ in told_beside:  # `Ostrell made the comments in a post on Tuesday.`
        k = min(setting.of[actor], key=lambda k: abs(setting.at[k] - number))
        told = [d for d in days.within(number) if d.first == d.last and not days.is_old(d)]
        if k not in own and len(told) == 1 and abs(setting.at[k] - number) <= _CARRY:
            own[k] = told[0]
            dated_beside.add(k)
    paragraphs = [document.paragraph_at(start) for start, _ in setting.spans]
    days_near = _Spread(setting, paragraphs, own, today, dated_beside)
    often = {actor for actor, told in days_near.days.items() if len(told) > 1}
    media = Media(setting, told_beside, outlets, often)
    occasions = []
    for k in range(len(records)):
        date = own.get(k) or days_near.near(k) or days.acted(k, who)
        date = None if date and setting.is_apart(k, date.start) else date
        first, last = date[2:] if date else (None, None)
        if first and last and today:
            last = max(first, min(last, today))
        words = text[date.start : date.end] if date and first else None
        occasions.append(Occasion(media.of(k), first, last, words))
    return occasions


class _Spread:
    """Days that hold for the same speaker's words nearby."""

    def __init__(
        self,
        setting: Setting,
        paragraphs: list[int],
        days: Mapping[int, dates.Date],
        today: dt.date | None,
        beside: set[int],
    ) -> None:
        self._setting, self._paragraphs, self._today = setting, paragraphs, today
        self._values, self._beside = days, beside  # by a sentence beside them: of no lead
        self._known: dict[str, list[int]] = {}  # quotations that have a day, by actor
        for k in sorted(days):
            self._known.setdefault(setting.actors[k] or "", []).append(k)
        self.days: dict[str, set[tuple[Any, ...]]] = {}
        for k, date in days.items():
            self.days.setdefault(setting.actors[k] or "", set()).add(date[2:])

    def near(self, quotation: int) -> dates.Date | None:
        """
        Return the day of the nearest quotation of the same actor.

        Near is two paragraphs back or one ahead; farther back, and for headline and lead, it
        still counts if the article gives this actor no other day.
        """
        actor = self._setting.actors[quotation]
        own = self._known.get(actor, []) if actor else []
        at = bisect.bisect_right(own, quotation)
        known = []
        for k in itertools.chain(reversed(own[:at]), own[at:]):
            value = self._values[k]
            if not self._holds(k, value, quotation):
                continue
            if self._paragraphs[quotation] - self._paragraphs[k] in (-1, *range(_CARRY + 1)):
                return value
            if k < quotation or (self._paragraphs[quotation] <= _LEAD and k not in self._beside):
                known.append(value)
        is_one = len({day[2:] for day in known}) == 1 and len(self.days.get(actor or "", ())) <= 1
        return known[0] if is_one else None

    def _holds(self, other: int, date: dates.Date, quotation: int) -> bool:
        """
        Return whether the day of one quotation may hold for another: not if it is an old one's.

        News tells the day of what is new and the date of what it looks back on; the latter ends
        with its paragraph, as a period does.
        """
        if date.first is None:
            return False
        if date.first == date.last and (self._today is None or self._today - date.first <= _FRESH):
            return True
        return other < quotation and self._paragraphs[other] == self._paragraphs[quotation]
