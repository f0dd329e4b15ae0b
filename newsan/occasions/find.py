"""The day and the medium of each quotation of an article: from its words, else from its neighbours."""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from newsan import dates
from newsan.document import Document
from newsan.occasions.days import Days, Setting
from newsan.occasions.media import Media

_CARRY = 2  # paragraphs over which one speaker's medium and day still hold
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
    media = Media(setting, who)
    told = {k: m for k in range(len(records)) if (m := media.told(k))}
    places = [start for start, _ in setting.spans]
    days_near = _Spread(document, _by_actor(places, actors, own), own, actors, today)
    near = _by_actor(places, actors, told)
    for place, actor, medium in media.beside():
        bisect.insort(near[actor], (place, medium), key=lambda n: n[0])
    media_near = _Spread(document, near, own, actors, today)
    occasions = []
    for k in range(len(records)):
        place, actor = places[k], actors[k]
        date = own.get(k) or days_near.near(place, actor) or days.acted(k, who)
        medium = told.get(k) or media_near.near(place, actor) or media.relayed(k, outlets)
        first, last = date[2:] if date else (None, None)
        if first and last and today:
            last = max(first, min(last, today))
        words = text[date.start : date.end] if date and first else None
        occasions.append(Occasion(medium, first, last, words))
    return occasions


def _by_actor(
    places: Sequence[int], actors: Sequence[str | None], values: Mapping[int, Any]
) -> defaultdict[str, list[tuple[int, Any]]]:
    """Return the values of quotations and where they stand, by who speaks."""
    known: defaultdict[str, list[tuple[int, Any]]] = defaultdict(list)
    for k in sorted(values):
        known[actors[k] or ""].append((places[k], values[k]))
    return known


class _Spread:
    """Days, or media, that hold for the same speaker's words nearby."""

    def __init__(
        self,
        document: Document,
        known: Mapping[str, list[tuple[int, Any]]],
        days: Mapping[int, dates.Date],
        actors: Sequence[str | None],
        today: dt.date | None,
    ) -> None:
        self._paragraph, self._today, self._known = document.paragraph_at, today, known
        self._days: defaultdict[str, set[tuple[Any, ...]]] = defaultdict(set)
        for k, date in days.items():
            self._days[actors[k] or ""].add(date[2:])

    def near(self, place: int, actor: str | None) -> Any:
        """
        Return the value that stands nearest to a place, of the same actor.

        Near is two paragraphs back or one ahead; farther off it still counts if the article gives
        this actor no other value.
        """
        own = self._known.get(actor, []) if actor else []
        at = bisect.bisect_right(own, place, key=lambda n: n[0])
        known = []
        for other, value in itertools.chain(reversed(own[:at]), own[at:]):
            if isinstance(value, dates.Date) and not self._holds(other, value, place):
                continue
            if self._paragraph(place) - self._paragraph(other) in (-1, *range(_CARRY + 1)):
                return value
            known.append(value)
        told = {v[2:] if isinstance(v, dates.Date) else v for v in known}
        is_one = len(told) == 1 and len(self._days.get(actor or "", ())) <= 1
        return known[0] if is_one else None

    def _holds(self, other: int, date: dates.Date, place: int) -> bool:
        """
        Return whether the day of one quotation may hold for another: not if it is an old one's.

        News tells the day of what is new and the date of what it looks back on; the latter ends
        with its paragraph, as a period does.
        """
        if date.first is None:
            return False
        if date.first == date.last and (self._today is None or self._today - date.first <= _FRESH):
            return True
        return other < place and self._paragraph(other) == self._paragraph(place)
