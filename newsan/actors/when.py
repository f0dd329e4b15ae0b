"""When and through what medium a quotation came, from its sentence and its neighbours."""

from __future__ import annotations

import bisect
import re
from typing import Any

import pandas as pd

from newsan import dates
from newsan.actors.media import medium
from newsan.text import paragraphs, sentences

_CARRY = 2  # paragraphs over which one speaker's medium and day still hold
_AFTER, _BEFORE, _HEAD = 60, 40, 250  # characters between a cue and the date that belongs to it
_SUBORDINATE = re.compile(
    r"\b(?:after|when|since|as|that|which|who|before|while|until|because|once|said|met)\b",
    re.IGNORECASE,
)


_RELATIVE = re.compile(r"\b(?:which|who|whose|when|because|since|whereas)\b")
_SAME_DAY = re.compile(r"\b(?:that|the same) day\b", re.IGNORECASE)
_FRESH = pd.Timedelta(days=3)
_ANNOUNCES = re.compile(
    r"\b(?:statement|interview|speech|address|briefing|press conference|news conference|post|message|remarks?|"
    r"comments?|letter|published|posted|spoke|telephoned|wrote)\b",
    re.IGNORECASE,
)


class Occasions:
    """The days and media of one article's quotations."""

    def __init__(
        self,
        text: str,
        published: object,
        records: list[dict[str, Any]],
        actors: list[str | None],
        outlets: frozenset[str] = frozenset(),
    ) -> None:
        self.outlets = outlets
        self.text, self.published, self.records, self.actors = text, published, records, actors
        self.sentences = sentences(text)
        self.starts = [s for s, _ in self.sentences]
        self.paragraphs = [s for s, _ in paragraphs(text)]
        self._spans = [(int(r["start"]), int(r["end"])) for r in records]
        self.contents = sorted(self._spans)
        self.dates = self._spotted()
        own = [self._own_day(k) for k in range(len(records))]
        self._days = [d if d[1] is not None else self._announced_day(k) for k, d in enumerate(own)]
        self._media = [self._own_medium(k) for k in range(len(records))]

    def _spotted(self) -> list[tuple[int, int, str]]:
        """Spot dates outside quoted words; `that day` is the date just before it, if that is written out."""
        found = dates.spot(self.text)
        for m in _SAME_DAY.finditer(self.text):
            k = bisect.bisect_right(self.starts, m.start()) - 1
            near = [
                w
                for s, _, w in found
                if self.starts[max(0, k - 1)] <= s < m.start() and pd.notna(dates.resolve(w, None))
            ]
            if near:
                found.append((m.start(), m.end(), near[-1]))
        return sorted(
            (s, e, w) for s, e, w in found if not any(a <= s < b for a, b in self.contents)
        )

    def said_on(self, number: int) -> tuple[pd.Timestamp, str | None]:
        """Return the day and the words that tell it; the same speaker's words nearby count."""
        day, words = self._days[number]
        if words is not None:
            return (pd.NaT, None) if pd.isna(day) else (day, words)
        known = [
            None if pd.isna(d) or not self._holds(k, number) else (d, w)
            for k, (d, w) in enumerate(self._days)
        ]
        near = self._near(number, known)
        return near if near is not None else (pd.NaT, None)

    def _holds(self, other: int, number: int) -> bool:
        """Tell whether the day of one quotation may hold for another: not if it is an old one's.

        News tells the day of what is new and the date of what it looks back on; the latter ends
        with its paragraph.
        """
        day = self._days[other][0]
        if pd.isna(self.published) or pd.isna(day):
            return True
        age = pd.Timestamp(self.published).tz_localize(None) - day
        return age <= _FRESH or (
            other < number and self._paragraph(other) == self._paragraph(number)
        )

    def _announced_day(self, number: int) -> tuple[pd.Timestamp, str | None]:
        """Take the day from the sentence before, if that announces the words: `a statement on Friday`."""
        at = self._frame(number)[0]
        k = bisect.bisect_right(self.starts, at) - 2
        if k < 0:
            return pd.NaT, None
        start, end = self.sentences[k]
        own = [i for i, (a, b) in enumerate(self._spans) if a < end and b > start]
        if any(self.actors[i] != self.actors[number] for i in own):
            return pd.NaT, None
        near = [
            (abs(s - m.end()), w)
            for m in _ANNOUNCES.finditer(self.text, start, end)
            for s, e, w in self.dates
            if start <= s < end
            and not _SUBORDINATE.search(self.text[m.end() : s] + self.text[e : m.start()])
        ]
        distance, words = min(near, default=(_AFTER + 1, ""))
        return (
            (dates.resolve(words, self.published), words) if distance <= _AFTER else (pd.NaT, None)
        )

    def medium(self, number: int) -> str | None:
        """Return the medium; the same speaker's words nearby count."""
        return self._media[number] or self._near(number, self._media)

    def _near(self, number: int, values: list[Any]) -> Any:
        """Return the value of the nearest quotation of the same actor.

        Near is two paragraphs back or one ahead; farther off it still counts if the article gives
        this actor no other value.
        """
        actor, here = self.actors[number], self._paragraph(number)
        if actor is None:
            return None
        own = [
            k for k in range(len(self.records)) if self.actors[k] == actor and values[k] is not None
        ]
        for k in sorted(own, key=lambda k: (k > number, abs(k - number))):
            if (here - self._paragraph(k)) in (-1, *range(_CARRY + 1)):
                return values[k]
        if len({str(values[k]) for k in own}) != 1 or len(self._occasions(actor)) > 1:
            return None
        return values[own[0]]

    def _occasions(self, actor: str) -> set[str]:
        """Return the days that the article's own words give for one actor's quotations."""
        return {
            str(day)
            for a, (day, words) in zip(self.actors, self._days, strict=True)
            if a == actor and words is not None
        }

    def _paragraph(self, number: int) -> int:
        return bisect.bisect_right(self.paragraphs, int(self.records[number]["start"]))

    def _frame(self, number: int) -> tuple[int, int]:
        """Return the sentence (or sentences) that the cue, or else the words, stand in."""
        record = self.records[number]
        at = record["start"] if pd.isna(record["cue_start"]) else record["cue_start"]
        k = max(0, bisect.bisect_right(self.starts, int(at)) - 1)
        return self.sentences[k]

    def _own_medium(self, number: int) -> str | None:
        start, end = self._frame(number)
        outside, at = [], start
        for a, b in self.contents:
            if b <= start or a >= end:
                continue
            outside.append(self.text[at : max(at, a)])
            at = max(at, min(b, end))
        outside.append(self.text[at:end])
        return medium(" \u2026 ".join(outside)) or (
            "report-by-outlet" if self.actors[number] in self.outlets else None
        )

    def _own_day(self, number: int) -> tuple[pd.Timestamp, str | None]:
        """Find the date that belongs to the cue: next to it, or at the edge of its sentence."""
        record = self.records[number]
        if pd.isna(record["cue_start"]):
            return pd.NaT, None
        start, end = self._frame(number)
        cue, after = int(record["cue_start"]), int(record["cue_end"])
        best: tuple[int, str] | None = None
        for s, e, words in self.dates:
            if not start <= s < end or (s >= after and _RELATIVE.search(self.text, after, s)):
                continue
            distance = s - after if s >= after else cue - e
            limit = _AFTER if s >= after else self._reach_before(start, s, cue)
            if distance <= limit and (best is None or distance < best[0]):
                best = (distance, words)
        if best is None:
            return pd.NaT, None
        return dates.resolve(best[1], self.published), best[1]

    def _reach_before(self, start: int, at: int, cue: int) -> int:
        """Let a date at the head of a sentence reach over its adverbial to the cue."""
        lead = self.text[start:at]
        opens_sentence = (
            "," not in lead and not _SUBORDINATE.search(lead) and "," in self.text[at:cue]
        )
        return _HEAD if opens_sentence else _BEFORE
