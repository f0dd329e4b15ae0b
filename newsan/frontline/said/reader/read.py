"""What the trained reader finds said of ground, with how likely each row is right."""

from __future__ import annotations

from typing import Any

import pandas as pd

from newsan.document import Document
from newsan.frontline.said.reader import confidence
from newsan.frontline.said.reader.agents import Agents, agents
from newsan.frontline.said.reader.event_days import period_of
from newsan.frontline.said.reader.places import Place, places, places_of
from newsan.frontline.sides import SideNames
from newsan.tagger.events import RELATIONS, STATUSES, Event

FRONT = 0.015  # events that say something of ground, a word; less is of crime or accidents
FEWEST = 60  # words that a short text counts as
_TAKEN = ("captured", "recaptured")
_SIDELESS = ("contested", "struck")  # what is told without anybody who does it
_SAME = ("place_id", "place", "relation", "side", "status")


def read(
    document: Document,
    published: object,
    names: SideNames,
    mentions: list[Any],
    quotes: list[tuple[int, int, str | None]],
) -> list[dict[str, Any]]:
    """
    Return what an article says of ground, in order; what is less likely than `confidence.LEAST` is left out.

    Parameters
    ----------
    document, published
        The article, and when it was published.
    names
        The words that name a side.
    mentions
        Rows of the `mentions` frame that are of this article.
    quotes
        Start, end and actor of its quotations, as they stand in the document.
    """
    if not document.is_read or not _has_front(document):
        return []
    named = places(document, mentions)
    acting = agents(document, names).of_front(document.events, named)
    rows: list[dict[str, Any]] = []
    for event in document.events:
        inside = [q for q in quotes if q[0] <= event.start and event.end <= q[1]]
        actor_id = min(inside, key=lambda q: q[1] - q[0], default=(0, 0, None))[2]
        speaker = names.of_actor.get(actor_id or "")
        found = _of_event(document, published, event, named, acting, speaker)
        rows += [row | {"actor_id": actor_id} for row in found]
    sided = [row for row in rows if row["side"] is not None]
    # explosions and fights by nobody are of war only where it has sides; a short text has no room for them
    is_short = len(document.text.split()) < FEWEST
    return _distinct(rows if is_short or (sided and acting.pair) else sided)


def _has_front(document: Document) -> bool:
    """Return whether so much of an article is about ground that it is not of crime or accidents."""
    said = sum(float(event.relations.sum()) for event in document.events)
    return said >= FRONT * max(len(document.text.split()), FEWEST)


def _of_event(
    document: Document,
    published: object,
    event: Event,
    named: list[Place],
    acting: Agents,
    speaker: str | None,
) -> list[dict[str, Any]]:
    """Return the rows of one event: one a place, or one without."""
    relation = RELATIONS[int(event.relations.argmax())]
    taking = relation in _TAKEN
    alike = [k for k, r in enumerate(RELATIONS) if (r in _TAKEN if taking else r == relation)]
    total = float(event.relations.sum())
    chances = {"event": total, "relation": float(event.relations[alike].sum()) / total,
               "status": float(event.statuses.max())}  # fmt: skip
    status = STATUSES[int(event.statuses.argmax())]
    sentence = document.sentences[document.sentence_at(event.start)]
    first, last = period_of(document, event, published)
    who, chance, at = acting.side(event, speaker)
    rows = []
    where: list[tuple[Place | None, float]] = [*places_of(document, event, named)] or [(None, 1.0)]
    for place, there in where:
        home, side, what = (
            acting.of_country.get(place.country or "") if place else None,
            who,
            relation,
        )
        if at is None and relation == "recaptured" and home in acting.pair:
            side = home
        if side is None and relation not in _SIDELESS:
            continue
        if taking and side in acting.pair and home in acting.pair:
            what = "recaptured" if home == side else "captured"
        parts = chances | {"agent": chance, "place": there, "placed": float(place is not None)}
        sure = confidence.of(parts)
        if sure < confidence.LEAST:
            continue
        spans = [event.start, event.end]
        for span in (at, (place.start, place.end) if place else None):
            if span and sentence[0] <= span[0] < sentence[1]:
                spans += span
        rows.append({
            "place_id": place.place_id if place else None,
            "place": place.place if place else None,
            "geometry": place.geometry if place else None,
            "relation": what, "side": side, "status": status, "confidence": round(sure, 3),
            "event_on": first if first == last else pd.NaT, "event_from": first, "event_until": last,
            "start": min(spans), "end": max(spans), "parts": parts, "sentence": sentence,
        })  # fmt: skip
    return rows


def _distinct(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the surest of the rows of one sentence that say the same."""
    kept: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in sorted(rows, key=lambda r: (-r["confidence"], r["start"])):
        kept.setdefault((row["sentence"], *(row[c] for c in _SAME)), row)
    return sorted(
        kept.values(), key=lambda r: (r["start"], r["end"], str(r["place"]), r["relation"])
    )
