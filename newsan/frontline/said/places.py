"""The places of an article that statements of ground are about."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

import pandas as pd

from newsan.document import Document, Spans
from newsan.tagger.events import Event

PLACE = 0.35  # the chance from which a place is one of an event's
UNKNOWN = 0.6  # from which words are that nobody else takes for a place
_KINDS = ("settlement", "region", "area")
_LIES_IN = re.compile(r"[\s,(]*(?:in|of)?(?: the)?[\s(]*")


@dataclass(frozen=True, slots=True)
class Place:
    """A name of ground; one that the gazetteer lacks has no `place_id`."""

    start: int
    end: int
    place_id: str | None
    place: str
    country: str | None = None
    region: str | None = None  # that it lies in; its own name if it is one
    is_region: bool = False
    geometry: Any = None


def by_article(mentions: pd.DataFrame) -> dict[str, list[Any]]:
    """Return the mentions of settlements and regions by article."""
    mentioned: dict[str, list[Any]] = {}
    for row in mentions[mentions["kind"].isin(_KINDS)].itertuples(index=False):
        mentioned.setdefault(row.article_id, []).append(row)
    return mentioned


def places(document: Document, mentions: list[Any]) -> list[Place]:
    """Return the places that an article names: its mentions, and names that the gazetteer lacks."""
    text = document.text
    named = []
    for row in mentions:
        start, end = document.inside(int(row.start), int(row.end))
        place_id, place, country, region = (
            None if pd.isna(v) else str(v)
            for v in (row.place_id, row.place, row.country, row.admin1)
        )
        name, is_region = place or text[start:end], row.kind == "region"
        own = name if is_region else region
        named.append(Place(start, end, place_id, name, country, own, is_region, row.geometry))
    taken = Spans((p.start, p.end) for p in named)
    for phrase in document.phrases:
        if phrase.kind == "place" and phrase.named and not taken.meets(phrase.start, phrase.end):
            named.append(_unknown(text, phrase.start, phrase.end))
    return sorted(named, key=attrgetter("start"))


def _unknown(text: str, start: int, end: int) -> Place:
    return Place(start, end, None, " ".join(text[start:end].split()))


def places_of(document: Document, event: Event, named: list[Place]) -> list[tuple[Place, float]]:
    """
    Return the places an event is at, each once, and how likely each is.

    Words that the reader takes for one of its places are one though nobody else knows them. A region that
    only says where another of the places lies is none.
    """
    text = document.text
    start, end = event.window
    near = named[
        bisect_left(named, start, key=attrgetter("start")) : bisect_left(
            named, end, key=attrgetter("start")
        )
    ]
    spans = [(p.start, p.end) for p in near]
    spans += [(p.start, p.end) for p in document.phrases_in(start, end) if p.kind == "person"]
    taken = Spans(spans)
    near = near + [
        _unknown(text, a, b)
        for a, b in event.runs("places", UNKNOWN)
        if text[a].isupper() and not taken.meets(a, b)
    ]
    best: dict[str, tuple[Place, float]] = {}
    for place in near:
        chance = event.chance("places", place.start, place.end)
        key = place.place_id or place.place
        if chance >= PLACE and chance > best.get(key, (place, 0.0))[1]:
            best[key] = place, chance
    chosen = sorted(best.values(), key=lambda pair: pair[0].start)
    towns = [p for p, _ in chosen if not p.is_region]
    return [
        (p, chance) for p, chance in chosen if not (p.is_region and _only_locates(text, p, towns))
    ]


def _only_locates(text: str, region: Place, towns: list[Place]) -> bool:
    """Return whether a region is that of a chosen town, or stands right behind the name of one."""
    return any(
        (town.region == region.place)
        or (town.end <= region.start and _LIES_IN.fullmatch(text, town.end, region.start))
        for town in towns
    )
