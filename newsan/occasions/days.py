"""The day that an article's own words give to a quotation, by where it stands among the sentences."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from newsan import lexicons
from newsan.dates import Date
from newsan.document import Document
from newsan.quotes.attribution import span_of
from newsan.text import lower

Span = tuple[int, int]
_AFTER, _BEFORE, _HEAD = 60, 40, 250  # characters between a cue and the date that belongs to it
_LEAD = 20  # characters before a date that show whose it is
_DAY, _LONG, _WEEK = (dt.timedelta(days=n) for n in (1, 6, 7))
_SUBORDINATE = re.compile(
    r"\b(?:after|when|since|as|that|which|who|before|while|until|because|once|said|met|but)\b", re.I
)
_RELATIVE = re.compile(r"\b(?:which|who|whose|when|because|since|whereas)\b")
_DEADLINE = re.compile(r"\b(?:by|until|till|since|before|after)\s+(?:the\s+)?$", re.I)
_NOUN = re.compile(r"(?:['’]s?)?\s+([\w-]+(?:\s+[\w-]+)?)")
_ON_OCCASION = re.compile(
    r"\b(?:at|in|during|on|to|from|with)\s+(?:(?:the|an?|its|his|her|their|our)\s+)?$", re.I
)
_OPENING = re.compile(r"(?:At|During|In|On)\s|(?P<speaking>Speaking\s(?!of\b|about\b))")
_PARTICIPLE = re.compile(  # the sailors seized on Thursday; not: a letter published on Thursday
    r"\b(?!publish|broadcast|air|releas|issu|dat|post|record|deliver|ask|interview|question|quot)[a-z]+(?:ed|en|ung)\s$"
)
_APPOSED = re.compile(r"^\s*(?:(?:which|who|whose|where|when|that)\b|[a-z]+(?:ed|en|ung)\b)")
_APART = re.compile(r"\b(?:in the past|previously|earlier|later|(?:has|have|had) since)\b")


class Setting:
    """The quotations of one article; `actors` has who said each."""

    def __init__(
        self,
        document: Document,
        records: Sequence[Mapping[str, Any]],
        actors: Sequence[str | None],
    ) -> None:
        text = document.text
        self.text, self.small, self.actors = text, lower(text), actors
        self.of: defaultdict[str | None, list[int]] = defaultdict(list)  # quotations, by actor
        for k, actor in enumerate(actors):
            self.of[actor].append(k)
        self.sentences, self.sentence = document.sentences, document.sentence_at
        self.spans = [(int(r["start"]), int(r["end"])) for r in records]
        self.cues = [span_of(r, "cue_") for r in records]
        self.speakers = [span_of(r, "speaker_") for r in records]
        # The sentence that the cue, or else the words, stand in.
        places = zip(self.cues, self.spans, strict=True)
        self.at = [self.sentence((cue or words)[0]) for cue, words in places]
        pieces, end = [], 0  # of the text, what is attributed in it left blank
        for a, b in sorted(self.spans):
            pieces += [text[end:a], "\n" * (b - max(a, end))]
            end = max(end, b)
        self.narrated = "".join(pieces) + text[end:]
        self.cued: defaultdict[int, list[int]] = defaultdict(list)  # by the sentence of their verb
        self.cued_by: defaultdict[int, set[str | None]] = defaultdict(set)  # who has a verb there
        # Who has words in a sentence.
        self._in: defaultdict[int, set[str | None]] = defaultdict(set)
        for k, (actor, cue) in enumerate(zip(actors, self.cues, strict=True)):
            start, end = self.spans[k]
            for number in range(self.sentence(start), self.sentence(end - 1) + 1):
                self._in[number].add(actor)
            if actor is not None and cue is not None:
                self.cued[self.at[k]].append(k)
                self.cued_by[self.at[k]].add(actor)

    def is_silent(self, sentence: int) -> bool:
        """Return whether nobody has words in a sentence."""
        return sentence not in self._in and sentence not in self.cued

    def is_apart(self, quotation: int, at: int) -> bool:
        """Return whether a day told elsewhere is not that of words: `has since said`, `has in the past called`."""
        cue, speaker = self.cues[quotation], self.speakers[quotation]
        if cue is None or speaker is None or not 0 <= cue[0] - speaker[1] <= _BEFORE:
            return False
        told = _APART.search(self.text, speaker[1], cue[1] + _LEAD)
        start, end = self.sentences[self.at[quotation]]
        if told is None or speaker[0] <= at < end:
            return False  # said earlier on Monday
        return not (start <= at and told.group().strip().lower() in ("earlier", "later"))

    def is_alone(self, quotation: int, sentence: int) -> bool:
        """Return whether a sentence is there in which no other actor has words."""
        if not 0 <= sentence < len(self.sentences):
            return False
        return self._in.get(sentence, set()) <= {self.actors[quotation]}


def apart(one: Span, other: Span) -> int:
    """
    Return how many characters lie between two spans.

    Examples
    --------
    >>> apart((0, 4), (9, 12)), apart((0, 4), (2, 12))
    (5, 0)
    """
    return max(0, other[0] - one[1], one[0] - other[1])


class Days:
    """Which of the dates of one article are the days of its quotations."""

    def __init__(self, setting: Setting, dates: tuple[Date, ...], today: dt.date | None) -> None:
        self._setting, self._today = setting, today
        self._dates = [date for date in dates if self._may_be_of_words(date)]
        self._starts = [date.start for date in self._dates]

    def in_sentence(self, quotation: int) -> Date | None:
        """Return the date that belongs to the cue: next to it, or at the edge of its sentence."""
        cue, number = self._setting.cues[quotation], self._setting.at[quotation]
        near = [
            (distance, date)
            for date in (self.within(number, cue) if cue else ())
            if cue and (distance := self._distance(date, cue, quotation)) is not None
        ]
        return min(near, key=lambda n: n[0], default=(0, None))[1]

    def announced(self, quotation: int, named: list[list[str]]) -> Date | None:
        """
        Return the date of the sentence before, if that announces the words: `a statement on Friday`.

        `named` has who is named in each sentence; another's statement announces nothing.
        """
        text, number = self._setting.text, self._setting.at[quotation] - 1
        announces = lexicons.pattern("occasions", "kind", "announcement")
        near = []
        for date in self._told_before(quotation):
            start, end = self._setting.sentences[number]
            window = max(start, date.start - _HEAD), min(end, date.end + _AFTER)
            near += [
                (abs(date.start - m.end()), date)
                for m in announces.finditer(self._setting.small, *window)
                if not _SUBORDINATE.search(text[m.end() : date.start] + text[date.end : m.start()])
            ]
        distance, nearest = min(near, key=lambda n: n[0], default=(_AFTER + 1, None))
        is_theirs = not (named[number] and self._setting.actors[quotation] not in named[number])
        return nearest if distance <= _AFTER and is_theirs else None

    def acted(self, quotation: int, named: list[list[str]]) -> Date | None:
        """Return the day of the news in the sentence before: `President Ostrell on Friday refused`."""
        setting, number = self._setting, self._setting.at[quotation]
        actor = setting.actors[quotation]
        for date in self._told_before(quotation):
            lead = setting.text[setting.sentences[number - 1][0] : date.start]
            if date.first != date.last or self.is_old(date) or "," in lead.rstrip(", "):
                continue
            if lead.isupper() or _SUBORDINATE.search(lead):
                continue  # a dateline
            if actor is not None and named[number - 1][:1] == [actor]:
                return date
        return None

    def within(self, sentence: int, cue: Span | None = None) -> list[Date]:
        """Return the dates of a sentence, or those in reach of a cue in it."""
        start, end = self._setting.sentences[sentence]
        if cue is not None:
            start, end = max(start, cue[0] - 2 * _HEAD), min(end, cue[1] + 2 * _AFTER)
        first = bisect.bisect_left(self._starts, start)
        return self._dates[first : bisect.bisect_left(self._starts, end, lo=first)]

    def _told_before(self, quotation: int) -> list[Date]:
        """Return the dates of the sentence before, if nobody else has words in it."""
        number = self._setting.at[quotation] - 1
        if not self._setting.is_alone(quotation, number):
            return []
        return [date for date in self.within(number) if date.first is not None]

    def _may_be_of_words(self, date: Date) -> bool:
        """Return whether a day is not to come, no deadline, and not that of another thing (`Monday's attack`)."""
        text, start = self._setting.text, date.start
        lead = text[max(0, start - _LEAD) : start]
        if self._setting.narrated[start] != text[start]:
            return False
        if date.first and self._today and date.first - self._today > _DAY:
            return False  # by a clock farther east the day after may be the day
        if _DEADLINE.search(lead):
            return False
        if text[date.end : date.end + 1] not in ("'", "’"):
            return True
        noun = _NOUN.match(text, date.end)
        if noun is None or not _ON_OCCASION.search(lead):
            return noun is None
        return lexicons.count("occasions", noun[1]) > 0

    def _distance(self, date: Date, cue: Span, quotation: int) -> int | None:
        """Return how far a date stands from a cue; missing if it dates something else."""
        if date.start >= cue[1]:
            return self._distance_after(date, cue, quotation)
        text, words = self._setting.text, self._setting.spans[quotation][0]
        start = max(self._setting.sentences[self._setting.at[quotation]][0], date.start - _HEAD)
        lead, gap = text[start : date.start], text[date.end : cue[0]]
        segment = re.split("[,;]", lead)[-1]
        if segment != lead and gap.startswith(",") and _APPOSED.search(segment):
            return None  # The envoys, who came on Tuesday, said
        if date.first and date.last and date.last - date.first >= _LONG and gap.strip():
            if not _opens(lead) or date.end <= words < cue[0]:
                return None  # The seller, the largest last year, said; In May it rained, they said
        is_setting = "," in gap or _OPENING.match(lead)
        opens = is_setting and "," not in lead and not _SUBORDINATE.search(lead)
        return len(gap) if len(gap) <= (_HEAD if opens else _BEFORE) else None

    def _distance_after(self, date: Date, cue: Span, quotation: int) -> int | None:
        setting, gap = self._setting, self._setting.text[cue[1] : date.start]
        if _RELATIVE.search(gap) or (len(gap) > 1 and _PARTICIPLE.search(gap)):
            return None
        fronted = setting.text[cue[0] : cue[1]].casefold().startswith("according")
        if fronted and date.start < setting.spans[quotation][0]:
            return None  # According to Ostrell, on Friday it rained: the day of the rain
        others = [
            k
            for k in setting.cued[setting.at[quotation]]
            if setting.actors[k] != setting.actors[quotation]
        ]
        if any(apart(date[:2], setting.cues[k] or cue) < len(gap) for k in others):
            return None
        is_day = date.first == date.last and lexicons.count("occasions", gap) > 0
        far = 2 * _AFTER if is_day and not _SUBORDINATE.search(gap) else _AFTER
        return len(gap) if len(gap) <= far else None

    def is_old(self, date: Date) -> bool:
        """Return whether a day is more than a week before the article's."""
        return bool(date.last and self._today and self._today - date.last > _WEEK)


def _opens(lead: str) -> bool:
    """Return whether words open a setting: `In` (August), `At a rally` (last week), not `The seller` (last year)."""
    opening = _OPENING.match(lead)
    if opening and (opening["speaking"] or lexicons.count("occasions", lead)):
        return True
    return re.split("[,;]", lead)[-1].strip().casefold() in ("", "back")
