"""Which places a statement of ground is about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from newsan.frontline import cues
from newsan.frontline.clauses import Sentence

_LIST_GAP = 24
_BESIDE = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A mention on the ground that references may be about."""

    start: int
    end: int
    place_id: str | None
    place: str | None
    country: str | None
    region: str | None
    is_region: bool
    geometry: Any


def places_of(
    sentence: Sentence, start: int, end: int, clause: tuple[int, int], front: list[Place]
) -> list[Place]:
    """Choose the places a cue is about."""
    for low, high in (
        (end, clause[1]),
        (clause[0], start),
        (end, sentence.end),
        (sentence.start, start),
    ):
        here = [p for p in front if low <= p.start and p.end <= high]
        towns = [p for p in here if not p.is_region]
        if towns or here:
            return _listed(sentence.text, towns or here, after=low >= end)
        rest = sentence.text[end : clause[1]]
        if low == end and (cues.words("town").search(rest) or cues.words("region").search(rest)):
            break
    return _spoken_of(sentence, start, clause, front)


def _listed(text: str, here: list[Place], *, after: bool) -> list[Place]:
    """Return the nearest place with those it is listed with ("A, B and C")."""
    ordered = here if after else here[::-1]
    group = [ordered[0]]
    for place in ordered[1:]:
        a, b = sorted((group[-1], place), key=lambda p: p.start)
        between = text[a.end : b.start]
        if len(between) > _LIST_GAP or between.strip(" ,") not in ("", "and", "or", "&"):
            break
        group.append(place)
    unique = {p.place_id or p.place: p for p in group}
    return sorted(unique.values(), key=lambda p: p.start)


def _spoken_of(
    sentence: Sentence, start: int, clause: tuple[int, int], front: list[Place]
) -> list[Place]:
    """Return the place that a sentence without one goes on about."""
    said = sentence.text[clause[0] : clause[1]]
    if cues.words("region").search(sentence.text[start : clause[1]]):
        said = ""
    earlier = [p for p in front if p.end <= start] or front
    if cues.words("town").search(said):
        towns = [p for p in earlier if not p.is_region]
        if towns:
            return [towns[-1]]
    regions = [p for p in front if p.is_region]
    if regions:
        votes = Counter(_vote(p, regions) for p in front)
        return [min(regions, key=lambda p: (-votes[p.place], p.start))]
    return [earlier[-1]]


def _vote(place: Place, regions: list[Place]) -> str | None:
    """Return the region a mention speaks for: a village named with its region has no vote apart."""
    if place.is_region:
        return place.place
    beside = any(0 <= r.start - place.end < _BESIDE and r.place == place.region for r in regions)
    return None if beside else place.region
