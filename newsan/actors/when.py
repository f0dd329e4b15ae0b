"""When and through what medium a quotation came, from its sentence and its neighbours."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from newsan import dates
from newsan.actors.layout import Layout, apart, place, span_of
from newsan.actors.media import media_told, medium
from newsan.actors.mention import between
from newsan.actors.people import Cast

_CARRY = 2  # paragraphs over which one speaker's medium and day still hold
_AFTER, _BEFORE, _HEAD = 60, 40, 250  # characters between a cue and the date that belongs to it
_SUBORDINATE = re.compile(
    r"\b(?:after|when|since|as|that|which|who|before|while|until|because|once|said|met)\b",
    re.IGNORECASE,
)


_RELATIVE = re.compile(r"\b(?:which|who|whose|when|because|since|whereas)\b")
_POSSESSOR = re.compile(r"['’]s\s+(?:[\w-]+\s+)?(?P<noun>[\w-]+)")
_DAY_AFTER = re.compile(r"\b(?:comes?|came|coming) (?P<words>(?:a|one) day after)\b")
_SAME_DAY = re.compile(r"[Tt]h(?:at|e same) (?:day|morning|afternoon|evening|night)\b")
_ASIDE = re.compile(
    r"(?!On |In )[A-Z][a-z'’]*(?: [a-z'’]+){0,2}, "
)  # `As a reminder, on Friday ...`
_TAKES_UP = re.compile(
    r"\b(?:said|told|stated|announced|reported|wrote|spoke|informed|declared|noted) (?:about |of )?(?:this|so)\b"
    r"(?! (?:week|month|year|morning|evening|afternoon|night|time|\w+ly)\b)|"
    r"^(?:This|That) (?:was|is|has been) (?:\w+ )?(?:said|told|stated|announced|reported|written|informed|declared)\b"
)
_OF = re.compile(r" (?:of|by)\Z")
_DETERMINED = re.compile(r"(?:\b(?:the|an?|his|her|its|their)|['’]s) \Z")
_DETERMINER = 8  # characters that one takes
_GAP = " \u2026 "  # for what is attributed
_TURNS = 3  # lines that make a conversation
_DAY, _FRESH, _WEEK = pd.Timedelta(days=1), pd.Timedelta(days=3), pd.Timedelta(days=7)
_PRESENT = re.compile(r"(?:says?|claims?|alleges?|believes?|reports?|according to|tells?)", re.I)
_ANNOUNCES = re.compile(
    r"\b(?:statement|interview|speech|address|briefing|press conference|news conference|post|message|remarks?|"
    r"comments?|letter|published|posted|spoke|telephoned|wrote)\b",
    re.IGNORECASE,
)


class Occasions:
    """The days and media of one article's quotations."""

    def __init__(
        self,
        layout: Layout,
        published: object,
        records: list[dict[str, Any]],
        actors: list[str | None],
        people: Cast,
    ) -> None:
        self.outlets, self.named = people.registry.outlets, people.mentions
        self.text, self.records, self.actors = layout.text, records, actors
        self.published = _day(published)
        self.layout, self.sentences, self.starts = layout, layout.sentences, layout.starts
        self._spans = [(int(r["start"]), int(r["end"])) for r in records]
        self._cues = [span_of(r, "cue_") for r in records]
        self._paragraphs = [layout.paragraph(start) for start, _ in self._spans]
        # The sentence that the cue, or else the words, stand in.
        self._at = [
            layout.sentence((cue or own)[0])
            for cue, own in zip(self._cues, self._spans, strict=True)
        ]
        self.contents = sorted(self._spans)
        self._in = self._by_sentence()  # numbers of the quotations in a sentence
        self._of: dict[str, list[int]] = {}  # and of an actor's
        for k, actor in enumerate(actors):
            if actor is not None:
                self._of.setdefault(actor, []).append(k)
        self._dates: dict[int, list[tuple[int, int, str]]] = {}
        self._told: dict[int, str | None] = {}  # medium by sentence
        self._cued: dict[int, list[int]] = {}  # quotations by the sentence of their cue
        for k, cue in enumerate(self._cues):
            if cue is not None and not _is_noun(self.text, cue):
                self._cued.setdefault(self._at[k], []).append(k)
        own = [self._own_day(k) for k in range(len(records))]
        self._days = [d if d[1] is not None else self._announced_day(k) for k, d in enumerate(own)]
        for k in sorted(range(len(records)), key=lambda k: self._spans[k]):
            if self._days[k][1] is None:
                self._days[k] = self._day_before(k)
        self._turns = self._turns_of_talk()
        self._talk = medium(self.text[:_HEAD]) or "interview"
        self._media = [self._own_medium(k) for k in range(len(records))]

    def _dates_of(self, k: int) -> list[tuple[int, int, str]]:
        """
        Spot the dates of a sentence outside quoted words.

        `That day` is the date just before it, here or in the sentence before, if that is written out.
        """
        if k not in self._dates:
            start, end = self.sentences[k]
            found = [(s + start, e + start, w) for s, e, w in dates.spot(self.text[start:end])]
            for m in _SAME_DAY.finditer(self.text, start, end):
                near = [d for d in found if d[0] < m.start()] or (
                    self._dates_of(k - 1) if k else []
                )
                near = [w for _, _, w in near if pd.notna(dates.resolve(w, None))]
                if near:
                    found.append((m.start(), m.end(), near[-1]))
            self._dates[k] = sorted(
                (s, e, w)
                for s, e, w in found
                if not self._is_possessor(e) and not any(a <= s < b for a, b in self.contents)
            )
        return self._dates[k]

    def _is_possessor(self, end: int) -> bool:
        """Tell `Thursday's talks`, the day of the talks, from `Thursday's statement`."""
        m = _POSSESSOR.match(self.text, end)
        return m is not None and not _ANNOUNCES.fullmatch(m["noun"])

    def said_on(self, number: int) -> tuple[pd.Timestamp, str | None]:
        """Return the day and the words that tell it; the same speaker's words nearby count."""
        day, words = self._days[number]
        if words is not None:
            return day, (None if day is pd.NaT else words)
        known = {
            k: self._days[k]
            for k in self._of.get(self.actors[number] or "", ())
            if self._days[k][1] is not None and self._holds(k, number)
        }
        near = self._near(number, known)
        return near if near is not None else (pd.NaT, None)

    def _holds(self, other: int, number: int) -> bool:
        """Tell whether the day of one quotation may hold for another: not if it is an old one's.

        News tells the day of what is new and the date of what it looks back on; the latter ends
        with its paragraph.
        """
        day = self._days[other][0]
        if day is pd.NaT:
            return False
        if self.published is pd.NaT or self.published - day <= _FRESH:
            return True
        return other < number and self._paragraphs[other] == self._paragraphs[number]

    def _announced_day(self, number: int) -> tuple[pd.Timestamp, str | None]:
        """Take the day from the sentence before, if that announces the words: `a statement on Friday`."""
        k = self._at[number] - 1
        if k < 0 or not self._is_alone(number, k) or not self._dates_of(k):
            return pd.NaT, None
        start, end = self.sentences[k]
        who = {m.actor_id for m in between(self.named, start, end)}
        if who and self.actors[number] not in who:
            return pd.NaT, None  # somebody else's statement
        near = [
            (abs(s - m.end()), w)
            for m in _ANNOUNCES.finditer(self.text, start, end)
            for s, e, w in self._dates_of(k)
            if not self._is_to_come(w)
            and not _SUBORDINATE.search(self.text[m.end() : s] + self.text[e : m.start()])
        ]
        distance, words = min(near, default=(_AFTER + 1, ""))
        return (
            (dates.resolve(words, self.published), words) if distance <= _AFTER else (pd.NaT, None)
        )

    def medium(self, number: int) -> str | None:
        """Return the medium; the same speaker's words nearby count."""
        if self._media[number] is not None:
            return self._media[number]
        own = self._of.get(self.actors[number] or "", ())
        return self._near(number, {k: m for k in own if (m := self._media[k]) is not None})

    def _near(self, number: int, values: dict[int, Any]) -> Any:
        """Return the value of the nearest quotation of the same actor.

        Near is two paragraphs back or one ahead; farther off it still counts if the article gives
        this actor no other value.
        """
        here = self._paragraphs[number]
        for k in sorted(values, key=lambda k: (k > number, abs(k - number))):
            if here - self._paragraphs[k] in (-1, *range(_CARRY + 1)):
                return values[k]
        if len({str(v) for v in values.values()}) != 1 or self._occasions(number) > 1:
            return None
        return next(iter(values.values()))

    def _occasions(self, number: int) -> int:
        """Count the days that the article's own words give for the quotations of one's actor."""
        days = (self._days[k] for k in self._of.get(self.actors[number] or "", ()))
        return len({str(day) for day, words in days if words is not None})

    def _by_sentence(self) -> dict[int, list[int]]:
        """Tell which quotations have words in a sentence."""
        found: dict[int, list[int]] = {}
        for number, (start, end) in enumerate(self._spans):
            k = self.layout.sentence(start)
            while k < len(self.sentences) and self.sentences[k][0] < end:
                if self.sentences[k][1] > start:
                    found.setdefault(k, []).append(number)
                k += 1
        return found

    def _is_alone(self, number: int, sentence: int) -> bool:
        """Tell whether no other actor has words in a sentence."""
        return all(self.actors[k] == self.actors[number] for k in self._in.get(sentence, ()))

    def _own_medium(self, number: int) -> str | None:
        return (
            self._medium_told(number, self._at[number])
            or ("report-by-outlet" if self.actors[number] in self.outlets else None)
            or (self._talk if number in self._turns else None)
            or self._medium_after(number)
        )

    def _medium_told(self, number: int, sentence: int) -> str | None:
        """Read the medium out of a sentence: what stands nearer to somebody else's cue is theirs."""
        cued = [k for k in self._cued.get(sentence, ()) if self.actors[k] is not None]
        if all(self.actors[k] == self.actors[number] for k in cued):
            if sentence not in self._told:
                self._told[sentence] = medium(self._frame(sentence)[0])
            return self._told[sentence]
        frame, stretches = self._frame(sentence)
        for told, start, end in media_told(frame):
            at = place(stretches, len(_GAP), start), place(stretches, len(_GAP), end)
            nearest = min(cued, key=lambda k: apart(at, self._cues[k] or at))
            if self.actors[nearest] == self.actors[number] or self._relays(nearest, number):
                return told
        return None

    def _frame(self, sentence: int) -> tuple[str, list[tuple[int, int]]]:
        """Return a sentence without what is attributed in it, and where its stretches stand."""
        stretches = self._outside(*self.sentences[sentence])
        return _GAP.join(self.text[a:b] for a, b in stretches), stretches

    def _relays(self, outer: int, number: int) -> bool:
        """Tell whether one quotation holds another: what an outlet reports that somebody said."""
        (a, b), (c, d) = self._spans[outer], self._spans[number]
        return a <= c and d <= b

    def _medium_after(self, number: int) -> str | None:
        """Take the medium from the sentence after, if that takes the words up: `He said this at a briefing`."""
        k = self._at[number] + 1
        if k >= len(self.sentences):
            return None
        start, end = self.sentences[k]
        if _TAKES_UP.search(self.text[start:end]) is None or not self._is_alone(number, k):
            return None
        return self._medium_told(number, k)

    def _turns_of_talk(self) -> set[int]:
        """Find the quotations of a printed conversation: lines that begin with who speaks, and a colon."""
        turns = [k for k, r in enumerate(self.records) if self._is_turn(r)]
        speakers = {self.actors[k] for k in turns}
        return set(turns) if len(turns) >= _TURNS and len(speakers) > 1 else set()

    def _is_turn(self, record: dict[str, Any]) -> bool:
        speaker = span_of(record, "speaker_")
        if speaker is None or self.text[speaker[1] : speaker[1] + 1] != ":":
            return False
        return speaker[0] == 0 or self.text[speaker[0] - 1] == "\n"

    def _outside(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return what is left of a stretch of the text without what is attributed in it."""
        outside, at = [], start
        for a, b in self.contents:
            if b <= start or a >= end:
                continue
            outside.append((at, max(at, a)))
            at = max(at, min(b, end))
        return [*outside, (at, end)]

    def _own_day(self, number: int) -> tuple[pd.Timestamp, str | None]:
        """Find the date that belongs to the cue: next to it, or at the edge of its sentence."""
        if self._cues[number] is None:
            return pd.NaT, None
        cue, after = self._cues[number]
        start, _ = self.sentences[self._at[number]]
        fronted = self.text[cue:after].casefold().startswith("according")
        best: tuple[int, str] | None = None
        for s, e, words in self._dates_of(self._at[number]):
            if self._is_to_come(words):
                continue
            if s >= after and _RELATIVE.search(self.text, after, s):
                continue
            if fronted and cue < s < self._spans[number][0]:
                continue  # According to Ostrell, on Friday it rained: the day of the rain
            if e <= cue and self._is_past(words) and _PRESENT.fullmatch(self.text, cue, after):
                continue  # On 17 August 2007, police say, it rained: the day of the rain
            distance = s - after if s >= after else cue - e
            limit = _AFTER if s >= after else self._reach_before(start, s, cue)
            if distance <= limit and (best is None or distance < best[0]):
                best = (distance, words)
        if best is None:
            return pd.NaT, None
        return dates.resolve(best[1], self.published), best[1]

    def _is_past(self, words: str) -> bool:
        """Tell a day more than a week before the article's."""
        day = dates.resolve(words, self.published)
        if day is pd.NaT or self.published is pd.NaT:
            return False
        return self.published - day > _WEEK

    def _is_to_come(self, words: str) -> bool:
        """Tell a day more than one after the article's: by a clock farther east it may be that one."""
        day = dates.resolve(words, self.published)
        if day is pd.NaT or self.published is pd.NaT:
            return False
        return day - self.published > _DAY

    def _day_before(self, number: int) -> tuple[pd.Timestamp, str | None]:
        """Read `The statement comes a day after Ostrell said ...`: the day before the words above."""
        start, end = self.sentences[self._at[number]]
        m = _DAY_AFTER.search(self.text, start, end)
        cue = self._cues[number]
        if m is None or cue is None or cue[0] < m.end():
            return pd.NaT, None
        before = [k for k, (_, b) in enumerate(self._spans) if b <= start]
        for k in sorted(before, key=lambda k: self._spans[k], reverse=True)[:1]:
            day, _ = self.said_on(k)
            if pd.notna(day):
                return day - pd.Timedelta(days=1), m["words"]
        return pd.NaT, None

    def _reach_before(self, start: int, at: int, cue: int) -> int:
        """Let a date at the head of a sentence reach over its adverbial to the cue."""
        aside = _ASIDE.match(self.text, start, at)
        lead = self.text[aside.end() if aside else start : at]
        opens_sentence = (
            "," not in lead and not _SUBORDINATE.search(lead) and "," in self.text[at:cue]
        )
        return _HEAD if opens_sentence else _BEFORE


def _is_noun(text: str, cue: tuple[int, int]) -> bool:
    """Tell `the claims of`, which says nothing of its own sentence's medium, from `claims`."""
    return (
        _OF.search(text, *cue) is not None
        or _DETERMINED.search(text, max(0, cue[0] - _DETERMINER), cue[0]) is not None
    )


def _day(published: object) -> pd.Timestamp:
    """Return the day of publication, as `published` (in UTC) has it."""
    stamp = pd.to_datetime(published, errors="coerce")  # type: ignore[call-overload]
    return stamp if stamp is pd.NaT else stamp.tz_localize(None).normalize()
