"""One sentence: its clauses, the sides it names, and whether what it says is asserted."""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from newsan.frontline.said.rules.cues import Cue, words
from newsan.frontline.said.rules.side_names import OPPONENT, SideNames, side_names, states

_LONG = 200  # characters, more than any name has

Span = TypeVar("Span")


_SPLIT = re.compile(
    r"[;:]\s|\s[–—]\s|,?\s(?:but|while|whereas|although|though|because|since|amid|where|when|as|"
    r"after|before|and that|which|who|and (?=(?:took|seized|captured|withdr\w+|entered|were|was|"
    r"have|has|had|are|is)\b))\b\s?"
    r"|,\s(?=(?:\w+ly )?[a-z]{3,}ing\b)|[“”\"]"
)
_BE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|get|got)"
    r"(?:\s+(?:\w+ly|now|also|all|still|not|almost))*[\s“\"]*$",
    re.IGNORECASE,
)
_BY = re.compile(r"\s*(?:[\w’'-]+\s){0,5}?by\s+")
_BY_NEXT = re.compile(r"\s*(?:\w+ly\s+)?by\s+")
_NEAR_AFTER = 70
_VERB = re.compile(r"\s+(?:\w+ly\s+)?(\w+)")
_OWNED = re.compile(r"['’]s\s+(?:[a-z-]+\s+)*([A-Z][\w-]+)")
_GROUND = re.compile(r"\s+(?:soil|territory|ground|border)\b")
_AT = re.compile(r"\b(?:in|into|of the|inside|with|near|war in)\s+$")
_NOUN = re.compile(r"\s+[a-z]+")
_STATE_GROUND = re.compile(
    r"(?:[’']s)?\s(?:(?!(?:from|of|in|on|to)\b)\w+\s){0,2}(?:soil|territor(?:y|ies)|borders?)\b"
)
_WHO = re.compile(r",?\s(?:which|who|that)\b")
_WITHIN = re.compile(
    r"\b(?:in|into|inside|near|across|throughout|to|towards?|around|from|for|[a-z]+ of) "
    r"(?:\w+ern )?$"
)
_AGAINST = re.compile(
    r"\b(?:against|than|between|through|(?:attack|hit|shell|bomb|kill|destroy|fight|target|captur|"
    r"seiz|envelop|encircl|surround|defeat|dissuad|prevent|stop)(?:s|e|es|ed|ing)?)"
    r" (?:the |all |\w+ed )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Side:
    """Words that name a side, or stand for one."""

    start: int
    end: int
    side: str | None
    is_pronoun: bool = False


@dataclass
class Sentence:
    """
    A stretch of a text with the sides it names; offsets count into the article.

    `speaker` is the side of who says it, `carried` the side that the text before was about.
    """

    text: str
    start: int
    end: int
    speaker: str | None = None
    carried: str | None = None
    names: SideNames = field(default_factory=side_names)
    sides: list[Side] = field(init=False)

    def __post_init__(self) -> None:
        """Find the words for sides, and what pronouns among them stand for."""
        found = [
            Side(m.start(), m.end(), self.names.side[m.group().lower()])
            for m in self.names.pattern.finditer(self.text, self.start, self.end)
        ]
        found = [s for s in found if not self._names_ground(s)]
        for kind, side in (("ours", self.speaker), ("enemy", OPPONENT.get(self.speaker or ""))):
            found += [Side(*span, side) for span in self._spans(kind)]
        found.sort(key=_start)
        named = [s for s in found if s.side]
        # those who speak are rarely the "they" they speak of
        others = [s for s in named if not self.speaks(s)]
        for kind, pick in (("they", _last_before), ("theirs", _first_before)):
            for start, end in self._spans(kind):
                before = pick(others, start) or pick(named, start)
                side = before.side if before else self.carried
                found.append(Side(start, end, side, is_pronoun=True))
        self.sides = sorted(found, key=_start)

    def _spans(self, kind: str) -> list[tuple[int, int]]:
        return [m.span() for m in words(kind).finditer(self.text, self.start, self.end)]

    def has(self, kind: str) -> bool:
        """Tell whether words of a kind stand in the sentence."""
        if kind not in self._kinds:
            found = words(kind).search(self.text, self.start, self.end)
            self._kinds[kind] = found is not None
        return self._kinds[kind]

    @functools.cached_property
    def _kinds(self) -> dict[str, bool]:
        return {}

    def speaks(self, side: Side) -> bool:
        """Tell whether a side is named as the one who says something."""
        lead = self.text[max(self.start, side.start - 14) : side.start]
        if lead.lower().endswith("according to "):
            return True
        m = _VERB.match(self.text, side.end, side.end + 30)
        return m is not None and words("speech").fullmatch(m.group(1)) is not None

    def _names_ground(self, side: Side) -> bool:
        """Tell whether a name says whose ground, not who acts ("Russia's Kursk region")."""
        after = self.text[side.end : side.end + 24]
        before = self.text[max(self.start, side.start - 12) : side.start]
        owned = _OWNED.match(after)
        if owned is not None:
            return words("office").fullmatch(owned.group(1)) is None
        if self.text[side.start : side.end].lower() in states() and _WITHIN.search(before):
            return not after.startswith(("'", "’"))
        return bool(_GROUND.match(after)) or (
            _AT.search(before) is not None and _NOUN.match(after) is None
        )

    def clause(self, at: int) -> tuple[int, int]:
        """Return the clause round an offset."""
        starts, ends = self._splits
        first, last = bisect_right(ends, at), bisect_right(starts, at)
        return (
            ends[first - 1] if first else self.start,
            starts[last] if last < len(starts) else self.end,
        )

    @functools.cached_property
    def _splits(self) -> tuple[list[int], list[int]]:
        """The starts and the ends of what divides clauses."""
        spans = [m.span() for m in _SPLIT.finditer(self.text, self.start, self.end)]
        return [a for a, _ in spans], [b for _, b in spans]

    def passive(self, at: int) -> bool:
        """Tell whether the verb at an offset is passive."""
        return _BE.search(self.text[max(self.start, at - 40) : at]) is not None

    def by_agent(self, start: int, at: int) -> str | None:
        """Return the side after "by" behind an offset."""
        loose = self.passive(start) or self.text[start:at].endswith(("ion", "ment", "ure", "al"))
        m = (_BY if loose else _BY_NEXT).match(self.text, at, self.end)
        near = self.sides_from(m.end(), m.end() + 30) if m else []
        return near[0].side if near else None

    def sides_from(self, low: int, high: int) -> list[Side]:
        """Return the sides that begin in a stretch."""
        return beginning(self.sides, low, high)

    def side_before(self, at: int) -> Side | None:
        """Return the nearest side before an offset that something is not done to."""
        return _last_before(self._acting, at)

    @functools.cached_property
    def _acting(self) -> list[Side]:
        return [s for s in self.sides if s.side and not self._is_object(s)]

    def _is_object(self, side: Side) -> bool:
        """Tell whether a side is whom something is done to ("attacks against Ardal's troops")."""
        if _WHO.match(self.text, side.end):
            return False
        return _AGAINST.search(self.text[max(self.start, side.start - 24) : side.start]) is not None

    def side_after(self, at: int, end: int) -> Side | None:
        """Return the nearest side shortly after an offset in the clause."""
        return next((s for s in self.sides_from(at, min(end, at + _NEAR_AFTER)) if s.side), None)

    @functools.cached_property
    def names_side(self) -> bool:
        """Whether the sentence has a side's name, not only a pronoun."""
        return any(s.side and not s.is_pronoun for s in self.sides)

    @functools.cached_property
    def names_soil(self) -> bool:
        """Whether the sentence speaks of a state's soil, territory or border."""
        return any(_STATE_GROUND.match(self.text, s.end) for s in self.sides)

    def covers(self, at: int) -> bool:
        """Tell whether an offset lies in the sentence."""
        return self.start <= at < self.end


@dataclass(frozen=True, slots=True)
class Trigger:
    """A cue where it stands in a sentence, with its clause."""

    sentence: Sentence
    cue: Cue
    start: int
    end: int
    clause: tuple[int, int]

    @property
    def before(self) -> tuple[int, int]:
        """The stretch of the clause before the cue."""
        return self.clause[0], self.start

    @property
    def after(self) -> tuple[int, int]:
        """The stretch of the clause behind the cue."""
        return self.end, self.clause[1]

    @property
    def said(self) -> str:
        """The words of the clause."""
        return self.sentence.text[slice(*self.clause)]


class Spans(Generic[Span]):
    """Stretches of a text, such as quotations, that may lie in each other."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans, key=_start)
        self._reach = list(itertools.accumulate((_end(s) for s in self._spans), max))

    def overlapping(self, start: int, end: int) -> list[Span]:
        """Return those that share a character with a stretch, in their order."""
        first, last = bisect_right(self._reach, start), bisect_left(self._spans, end, key=_start)
        return [s for s in self._spans[first:last] if _end(s) > start]


def beginning(spans: Sequence[Span], low: int, high: int) -> list[Span]:
    """Return those of ordered spans that begin in a stretch."""
    first, last = (bisect_left(spans, at, key=_start) for at in (low, high))
    return list(spans[first:last])


def covers(spans: Sequence[Any], at: int) -> bool:
    """Tell whether one of ordered spans, none of them long, covers an offset."""
    return any(s.end > at for s in beginning(spans, at - _LONG, at + 1))


def _start(span: Any) -> int:
    return int(span.start)


def _end(span: Any) -> int:
    return int(span.end)


def _last_before(sides: Sequence[Side], at: int) -> Side | None:
    """Return the last of some sides that ends before an offset."""
    n = bisect_left(sides, at, key=_start)
    return next((sides[i] for i in range(n - 1, -1, -1) if sides[i].end <= at), None)


def _first_before(sides: Sequence[Side], at: int) -> Side | None:
    """Return the first of some sides that ends before an offset."""
    n = bisect_left(sides, at, key=_start)
    return next((sides[i] for i in range(n) if sides[i].end <= at), None)
