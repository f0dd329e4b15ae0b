"""The day that the article's own words give to a quotation: in its sentence, or in the one before."""

from __future__ import annotations

import datetime as dt
import re

from newsan.dates import Date
from newsan.occasions.media import rules
from newsan.occasions.setting import Setting, Span

_AFTER, _BEFORE, _HEAD = 60, 40, 250  # characters between a cue and the date that belongs to it
_DAY, _LONG, _WEEK = (dt.timedelta(days=n) for n in (1, 6, 7))
_SUBORDINATE = re.compile(
    r"\b(?:after|when|since|as|that|which|who|before|while|until|because|once|said|met)\b", re.I
)
_RELATIVE = re.compile(r"\b(?:which|who|whose|when|because|since|whereas)\b")
_ASIDE = re.compile(
    r"^(?!On |In |The )[A-Z][a-z'’]*(?: [a-z'’]+){0,2}, "
)  # `As a reminder, on Friday`
_DEADLINE = re.compile(r"\b(?:by|until|till|since|before|after)\s+(?:the\s+)?$", re.I)
_PRESENT = re.compile(r"(?:says?|claims?|alleges?|believes?|reports?|according to|tells?)", re.I)
_OWNED = re.compile(r"['’]s?\s+(?P<noun>[\w-]+(?:\s+[\w-]+)?)")
_NAMED = re.compile(r"\s+(?P<noun>[\w-]+(?:\s+[\w-]+)?)")
_DETERMINED = re.compile(r"\b(?:an?|its|his|her|their|our)\s+$", re.I)
_OCCASION_OF = re.compile(r"\b(?:at|in|during|on|to|from|with)(?:\s+(?:the|an?|its|his|her|their|our))?\s+$", re.I)  # fmt: skip
_OCCASIONS = frozenset("session column testimony editorial debate meeting".split())
_ANNOUNCES = re.compile(
    r"\b(?:statement|interview|speech|address(?:ed)?|briefing|press conference|news conference|post|message|remarks?|"
    r"comments?|letter|published|posted|spoke|testified|telephoned|wrote)\b",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(
    r"\b(?!publish|broadcast|air|releas|issu|dat|post|record|deliver|ask|interview|question)\w+(?:ed|en|ung)\s$"
)
_APPOSED = re.compile(r"^\s*(?:(?:which|who|whose|where|when|that)\b|\w+(?:ed|ung|en)\b)")
_VERB_NEXT = re.compile(r"\s(?:\w+ly\s)?(?:\w+ed|said|told|took|gave|went|met|led|won|lost|left|began|flew|sent|put|made)\b")  # fmt: skip
_PASSIVE = re.compile(r"\b(?:was|were|had|is|are|has|have|been)\b")
_THEIRS = re.compile(r"\b(?:it|its|they|their|them)\b", re.I)


class Days:
    """The dates among the quotations of one article, and which of them are the days of words."""

    def __init__(
        self, setting: Setting, found: tuple[Date, ...], published: dt.date | None
    ) -> None:
        self.setting, self.published = setting, published
        self._dates: dict[int, list[Date]] = {}
        for date in found:
            if setting.is_narrated(date.start) and self._may_be_of_words(date):
                self._dates.setdefault(setting.sentence(date.start), []).append(date)

    def _may_be_of_words(self, date: Date) -> bool:
        """Leave out days to come, deadlines, and the days of other things (`Monday's attack`)."""
        text = self.setting.text
        lead = text[max(0, date.start - 20) : date.start]
        if date.first and self.published and date.first - self.published > _DAY:
            return False  # by a clock farther east the day after may be the day
        if _DEADLINE.search(lead) and date.first == date.last:
            return False
        if text[date.end : date.end + 1] in ("'", "’"):
            noun = _OWNED.match(text, date.end)
        else:
            noun = _NAMED.match(text, date.end) if _DETERMINED.search(lead) else None
            if noun is None:
                return True
        return noun is not None and bool(_OCCASION_OF.search(lead)) and _is_occasion(noun["noun"])

    def in_sentence(self, quotation: int) -> Date | None:
        """Find the date that belongs to the cue: next to it, or at the edge of its sentence."""
        cue = self.setting.cues[quotation]
        if cue is None:
            return None
        near = [
            (distance, date)
            for date in self._dates.get(self.setting.at[quotation], ())
            if (distance := self._distance(date, cue, quotation)) is not None
        ]
        return min(near, key=lambda n: n[0], default=(0, None))[1]

    def _distance(self, date: Date, cue: Span, quotation: int) -> int | None:
        """Return how far a date stands from a cue; missing if it dates something else."""
        text = self.setting.text
        if date.start >= cue[1]:
            gap = text[cue[1] : date.start]
            if _RELATIVE.search(gap) or (len(gap) > 1 and _PARTICIPLE.search(gap)):
                return None
            fronted = text[cue[0] : cue[1]].casefold().startswith("according")
            if fronted and date.start < self.setting.spans[quotation][0]:
                return None  # According to Ostrell, on Friday it rained: the day of the rain
            if any(_apart(date, other) < len(gap) for other in self._others(quotation)):
                return None
            return len(gap) if len(gap) <= _AFTER else None
        if date.end > cue[0]:
            return 0  # `said Friday`
        start = self.setting.sentences[self.setting.at[quotation]][0]
        lead, gap = text[start : date.start], text[date.end : cue[0]]
        if self._is_old(date) and _PRESENT.fullmatch(text, *cue):
            return None  # On 17 August 2007, police say, it rained: the day of the rain
        segment = re.split("[,;]", lead)[-1]
        if segment != lead and gap.startswith(",") and _APPOSED.search(segment):
            return None  # The envoys, who came on Tuesday, said
        lead = _ASIDE.sub("", lead, count=1)
        is_plain = not _SUBORDINATE.search(lead)
        opens = is_plain and "," not in lead and "," in gap
        if _is_long(date) and not self._leads(date, lead, segment, gap, quotation):
            return None
        return len(gap) if len(gap) <= (_HEAD if opens else _BEFORE) else None

    def _leads(self, date: Date, lead: str, segment: str, gap: str, quotation: int) -> bool:
        """Tell `In August, Ostrell said` from `The seller, the largest last year, said`."""
        if not gap.strip():
            return True
        opens_clause = not segment.strip() or segment.strip().casefold() == "back"
        if self.setting.spans[quotation][0] in range(date.end, date.end + len(gap)):
            return False  # In the past day it rained, Ostrell said
        return opens_clause or _is_occasion(lead)

    def _others(self, quotation: int) -> list[Span]:
        """Return the cues of other actors in the sentence of a quotation's own."""
        setting = self.setting
        return [
            cue
            for k in setting.cued(setting.at[quotation])
            if (cue := setting.cues[k]) and setting.actors[k] != setting.actors[quotation]
        ]

    def _is_old(self, date: Date) -> bool:
        """Tell a day more than a week before the article's."""
        return bool(date.last and self.published and self.published - date.last > _WEEK)

    def announced(self, quotation: int, named: list[list[str]]) -> Date | None:
        """
        Take the date of the sentence before, if that announces the words: `a statement on Friday`.

        `named` has who is named in each sentence.
        """
        text, number = self.setting.text, self.setting.at[quotation] - 1
        who = named[number] if number >= 0 else []
        if who and self.setting.actors[quotation] not in who:
            return None  # somebody else's statement
        near = [
            (abs(date.start - m.end()), date)
            for date in self._told_before(quotation)
            for m in _ANNOUNCES.finditer(text, *self.setting.sentences[number])
            if not _SUBORDINATE.search(text[m.end() : date.start] + text[date.end : m.start()])
        ]
        distance, date = min(near, key=lambda n: n[0], default=(_AFTER + 1, None))
        return date if distance <= _AFTER else None

    def acted(self, quotation: int, named: list[list[str]]) -> Date | None:
        """Take the day of the news from the sentence before: `President Ostrell on Friday refused`."""
        setting, number = self.setting, self.setting.at[quotation] - 1
        actor = setting.actors[quotation]
        own = setting.narrated[slice(*setting.sentences[number + 1])]
        for date in self._told_before(quotation):
            lead = setting.text[setting.sentences[number][0] : date.start]
            if date.first != date.last or self._is_old(date) or "," in lead.rstrip(", "):
                continue
            if lead.isupper() or _SUBORDINATE.search(lead) or _PASSIVE.search(lead):
                continue
            goes_on = _THEIRS.search(own) and _VERB_NEXT.match(setting.text, date.end)
            if goes_on or (actor is not None and named[number][:1] == [actor]):
                return date
        return None

    def _told_before(self, quotation: int) -> list[Date]:
        """Return the dates of the sentence before, if nobody else has words in it."""
        number = self.setting.at[quotation] - 1
        if number < 0 or not self.setting.is_alone(quotation, number):
            return []
        return [date for date in self._dates.get(number, ()) if date.first is not None]


def _apart(date: Date, cue: Span) -> int:
    """Return how many characters lie between a date and a cue."""
    return max(0, cue[0] - date.end, date.start - cue[1])


def _is_occasion(nouns: str) -> bool:
    """Tell nouns on which words are said or written from others: those of the media, and some more."""
    media = {word for rule in rules() for word in rule.words}
    words = {word.removesuffix("s") for word in nouns.casefold().split()}
    return not words.isdisjoint(media | _OCCASIONS)


def _is_long(date: Date) -> bool:
    """Tell a week, month or year from a day and a few days."""
    return bool(date.first and date.last and date.last - date.first >= _LONG)
