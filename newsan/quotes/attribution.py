"""What a rule finds: content, source and cue of one attribution."""

from __future__ import annotations

from dataclasses import dataclass, field

from newsan.quotes.cues import Cue
from newsan.quotes.units import Unit

Span = tuple[int, int]  # code points
CONFIDENCE = {
    "tag-after": 0.97,
    "tag-inverted": 0.95,
    "before-quote": 0.95,
    "clause": 0.8,
    "clause-left": 0.85,
    "according": 0.9,
    "dash": 0.85,
    "summed-up": 0.75,
    "taken-up": 0.9,
    "object": 0.75,
    "infinitive": 0.75,
    "participle": 0.8,
    "continued": 0.9,
    "colon": 0.7,
    "narrated": 0.5,
    "carried-over": 0.6,
    "unattributed": 0.3,
}

_EMPTY = frozenset("it so this that them these those much more little nothing".split())


@dataclass
class Attribution:
    """What is attributed, to whom, by which words; spans are code points."""

    content: list[Span]
    source: Span | None
    cue: Span | None
    is_speech: bool
    rule: str
    paragraph: int
    regions: list[int] = field(default_factory=list)  # outer starts of the regions it covers

    @property
    def confidence(self) -> float:
        """Return the share of right speakers that the rule had in development."""
        return CONFIDENCE[self.rule]


@dataclass(frozen=True)
class Hit:
    """A cue of a sentence: its words by position, and its row of the lexicon."""

    start: int
    end: int
    cue: Cue


def span_of(unit: Unit, phrase: tuple[int, int] | None) -> Span | None:
    """Return the code points that items cover, or None for None."""
    if phrase is None:
        return None
    return (unit.items[phrase[0]].start, unit.items[phrase[1] - 1].end)


def _content(unit: Unit, start: int, end: int) -> list[Span]:
    """Turn items into content: a lone region gives the words inside its marks."""
    while start < end and unit.lows[start] in (",", ":", ";", "—", "–", "-", ".", "--"):
        start += 1
    while (
        end > start
        and unit.items[end - 1].region is None
        and unit.lows[end - 1] in (",", ".", ";", ":", "—", "–", "-", "--")
    ):
        end -= 1
    if start >= end:
        return []
    inside = unit.items[start:end]
    if all(i.region is not None or not i.is_word for i in inside):
        return [(i.region.start, i.region.end) for i in inside if i.region is not None]
    return [(inside[0].start, inside[-1].end)]


def make(
    unit: Unit,
    pieces: list[tuple[int, int]],
    source: tuple[int, int] | None,
    hit: Hit,
    rule: str,
    *,
    span: Span | None = None,
) -> Attribution | None:
    """Make an attribution of pieces of a sentence; None if nothing is left of its content."""
    content = [c for a, b in pieces for c in _content(unit, a, b)]
    words = [
        unit.lows[k]
        for a, b in pieces
        for k in range(a, b)
        if unit.items[k].is_word or unit.items[k].region
    ]
    if not content or (len(words) == 1 and words[0] in _EMPTY):  # denied it, said so
        return None
    regions = [unit.items[k].start for a, b in pieces for k in range(a, b) if unit.items[k].region]
    # Words in quotation marks were said, whatever the verb: “...,” the expert believes.
    is_quoted = len(regions) == len(words)
    return Attribution(
        content,
        span or span_of(unit, source),
        (unit.items[hit.start].start, unit.items[hit.end - 1].end),
        hit.cue.is_speech or is_quoted,
        rule,
        unit.paragraph,
        regions,
    )
