"""The day and the medium of each quotation of an article: from its words, else from its neighbours."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from newsan import dates
from newsan.occasions.days import Days
from newsan.occasions.media import media_told, medium
from newsan.occasions.setting import Setting, Span

_CARRY = 2  # paragraphs over which one speaker's medium and day still hold
_FRESH = dt.timedelta(days=3)
_HEAD = 250  # characters in which an article says what kind of conversation it prints
_TURNS = 3  # lines that make a conversation
_TAKES_UP = re.compile(
    r"\b(?:said|told|stated|announced|reported|wrote|spoke|informed|declared|noted) (?:about |of )?(?:this|so)\b"
    r"(?! (?:week|month|year|morning|evening|afternoon|night|time|\w+ly)\b)|"
    r"^(?:This|That) (?:was|is|has been) (?:\w+ )?(?:said|told|stated|announced|reported|written|informed|declared)\b"
)


class Occasion(NamedTuple):
    """When and through what medium words were said; what the text does not tell is missing."""

    medium: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    words: str | None = None


def find(
    text: str,
    published: object,
    records: Sequence[Mapping[str, Any]],
    actors: Sequence[str | None],
    *,
    sentences: Sequence[Span],
    paragraph: Callable[[int], int],
    named: Sequence[tuple[int, str]] = (),
    outlets: frozenset[str] = frozenset(),
) -> list[Occasion]:
    """
    Return the occasion of each quotation of one article.

    A date and a medium belong to the words whose cue they stand next to, or to the words of the
    sentence after that announces them; the same speaker's words nearby share them.

    Parameters
    ----------
    text, published
        The article.
    records
        Its quotations, as the `quotes` frame has them.
    actors
        Who said each.
    sentences, paragraph
        Where sentences begin and end, and the number of the paragraph at an offset.
    named
        Where in the text somebody is named, and who, in reading order.
    outlets
        Actors whose words are reports.

    Examples
    --------
    >>> text = "It rained, Mara Ostrell told reporters on Wednesday."
    >>> spoke = {"start": 0, "end": 9, "cue_start": 24, "cue_end": 28, "speaker_start": 11, "speaker_end": 23}
    >>> find(text, "2025-03-14", [spoke], ["mara-ostrell"], sentences=[(0, 52)], paragraph=lambda at: 1)
    [Occasion(medium='press-conference', first=datetime.date(2025, 3, 12), last=datetime.date(2025, 3, 12), words='on Wednesday')]
    """
    setting = Setting(text, records, actors, sentences)
    stamp = pd.to_datetime(published, errors="coerce")  # type: ignore[call-overload]
    day = None if pd.isna(stamp) else stamp.date()
    starts = [start for start, _ in named]
    who = [
        [actor for _, actor in named[bisect.bisect_left(starts, a) : bisect.bisect_left(starts, b)]]
        for a, b in sentences
    ]
    days = Days(setting, dates.find(text, published), day)
    own_days = [days.in_sentence(k) or days.announced(k, who) for k in range(len(records))]
    media = Media(setting, outlets)
    own_media = [media.told(k) for k in range(len(records))]
    spread = _Spread(setting, [paragraph(start) for start, _ in setting.spans], own_days, day)
    found = []
    for k in range(len(records)):
        date = own_days[k] or spread.day(k) or days.acted(k, who)
        told = own_media[k] or spread.near(k, {n: m for n, m in enumerate(own_media) if m})
        if date is None or date.first is None or date.last is None:
            found.append(Occasion(told))
        else:
            last = max(date.first, min(date.last, day)) if day else date.last
            found.append(Occasion(told, date.first, last, text[date.start : date.end]))
    return found


class _Spread:
    """Days and media that hold for the same speaker's words nearby."""

    def __init__(
        self,
        setting: Setting,
        paragraphs: list[int],
        days: list[dates.Date | None],
        published: dt.date | None,
    ) -> None:
        self._of, self._actors = setting.of, setting.actors
        self._paragraphs, self._days, self._published = paragraphs, days, published

    def day(self, quotation: int) -> dates.Date | None:
        """Return the date of the same speaker's words nearby, if it may hold."""
        return self.near(
            quotation,
            {k: d for k, d in enumerate(self._days) if d and self._holds(k, d, quotation)},
        )

    def near(self, quotation: int, values: Mapping[int, Any]) -> Any:
        """
        Return the value of the nearest quotation of the same actor.

        Near is two paragraphs back or one ahead; farther off it still counts if the article gives
        this actor no other value.
        """
        own = self._of.get(self._actors[quotation], [])
        known = sorted(set(own) & set(values), key=lambda k: (k > quotation, abs(k - quotation)))
        for k in known:
            if self._paragraphs[quotation] - self._paragraphs[k] in (-1, *range(_CARRY + 1)):
                return values[k]
        days = {d and d[2:] for k in own if (d := self._days[k])}
        told = {v[2:] if isinstance(v, dates.Date) else v for k in known if (v := values[k])}
        return values[known[0]] if len(told) == 1 and len(days) <= 1 else None

    def _holds(self, other: int, date: dates.Date, quotation: int) -> bool:
        """Tell whether the day of one quotation may hold for another: not if it is an old one's.

        News tells the day of what is new and the date of what it looks back on; the latter ends
        with its paragraph, as a period does.
        """
        if date.first is None:
            return False
        is_day = date.first == date.last
        if is_day and (self._published is None or self._published - date.first <= _FRESH):
            return True
        return other < quotation and self._paragraphs[other] == self._paragraphs[quotation]


class Media:
    """The media that an article's own words give to its quotations."""

    def __init__(self, setting: Setting, outlets: frozenset[str]) -> None:
        self._setting, self._outlets = setting, outlets
        self._turns = self._turns_of_talk()
        self._talk = medium(setting.text[:_HEAD]) or "interview"

    def told(self, quotation: int) -> str | None:
        """Return the medium that stands in the sentence, or in the one after if that takes it up."""
        setting, number = self._setting, self._setting.at[quotation]
        if own := self._in_sentence(quotation, number):
            return own
        if setting.actors[quotation] in self._outlets:
            return "report-by-outlet"
        if quotation in self._turns:
            return self._talk
        if number + 1 == len(setting.sentences) or not setting.is_alone(quotation, number + 1):
            return None
        after = setting.text[slice(*setting.sentences[number + 1])]
        return self._in_sentence(quotation, number + 1) if _TAKES_UP.search(after) else None

    def _in_sentence(self, quotation: int, number: int) -> str | None:
        """Read the medium out of a sentence: what stands nearer to somebody else's cue is theirs."""
        setting, actor = self._setting, self._setting.actors[quotation]
        start, end = setting.sentences[number]
        frame, cued = setting.narrated[start:end], setting.cued(number)
        if all(setting.actors[k] == actor for k in cued):
            return medium(frame)
        for told, a, b in media_told(frame):
            nearest = min(cued, key=lambda k: _apart((start + a, start + b), setting.cues[k]))
            if setting.actors[nearest] == actor or setting.relays(nearest, quotation):
                return told
        return None

    def _turns_of_talk(self) -> set[int]:
        """Find the quotations of a printed conversation: lines that begin with who speaks, and a colon."""
        text = self._setting.text
        turns = {
            k
            for k, span in enumerate(self._setting.speakers)
            if span and text[span[1] : span[1] + 1] == ":" and text[: span[0]][-1:] in ("", "\n")
        }
        speakers = {self._setting.actors[k] for k in turns}
        return turns if len(turns) >= _TURNS and len(speakers) > 1 else set()


def _apart(one: Span, other: Span | None) -> int:
    """Return how many characters lie between two spans."""
    return max(0, other[0] - one[1], one[0] - other[1]) if other else 0
