"""What the trained reader finds said of ground, with how likely each row is right."""

from __future__ import annotations

import functools
import math
import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from newsan import dates, lexicons
from newsan.actors.speakers import Speakers
from newsan.document import Document
from newsan.frontline.said.arguments import (
    TAKEN,
    Agents,
    Place,
    agents,
    is_apart,
    places,
    places_of,
)
from newsan.frontline.sides import SideNames
from newsan.tagger.events import RELATIONS, STATUSES, Event

LEAST = 0.65  # below it there is no row
PARTS = ("event", "relation", "status", "agent", "place", "front")
FRONT = 0.004  # events that say something of ground, a word; an article of fewer is not looked at
FULL = 0.02  # so many events a word make an article one of a front altogether
SHORT = 25  # words that a sentence alone counts as, for that
FEWEST = 60  # words that a short text counts as
BACK = 1_000  # characters before an event in which what is said of it is looked for
DAY = 0.25  # the chance from which words of time date an event
_SIDELESS = ("contested", "struck")  # what is told without anybody who does it
_SAME = ("place_id", "place", "relation", "side", "status")
# kinds of cues of which one stands where an event is denied
_DENYING = ("negation", "denial", "foiled", "failed", "refused", "unclear", "doubt")
# What words of denial or doubt say it of: denied that, disputed a report by X that, denied it had
_GOVERNS = re.compile(
    r"(?:\s+that|(?:\s+[\w’'-]+){0,3}\s+(?:report|claim|statement|allegation|suggestion|accusation|rumou?r|"
    r"assertion|account|announcement)s?(?:\s+[\w’'-]+){0,6}?\s+that|"
    r"(?<=denie[ds])(?:\s+[\w’'-]+){1,4}?\s+(?:had|has|have|was|were|is|are))\b"
    r"(?:(?!\b(?:but|while|after|before|since|because|when|and that)\b)[^.;,“”\n])*$"
)
_AFTER = re.compile(r"\b(?:after|before|since)\b[^,;.]*$")

Span = tuple[int, int]


@dataclass(frozen=True)
class Article:
    """
    An article as statements of ground are read in it: its places, who may act, who says what, and when.

    It has the words that name a side, rows of the `mentions` frame, and start, end and actor of quotations.
    """

    document: Document
    published: object
    names: SideNames
    mentions: list[Any]
    quotes: list[tuple[int, int, str | None]]
    speakers: Callable[[], Speakers] | None = None  # asked for only where a phrase is

    @cached_property
    def places(self) -> list[Place]:
        """The places that it names, in order."""
        return places(self.document, self.mentions)

    @cached_property
    def agents(self) -> Agents:
        """Who may act in it."""
        return agents(self.document, self.names, self.speakers).of_front(
            self.document.events, self.places
        )

    @cached_property
    def is_short(self) -> bool:
        """Whether it has no room for more than a statement or two."""
        return len(self.document.text.split()) < FEWEST

    @cached_property
    def share(self) -> float:
        """How much of it is about ground: events a word."""
        return self._share(FEWEST)

    @cached_property
    def density(self) -> float:
        """How far it is of a front altogether: 1 from `FULL` events a word on."""
        return min(1.0, self._share(SHORT) / FULL)

    def _share(self, fewest: int) -> float:
        """Return the events a word, of a text of at least so many words."""
        if not self.document.is_read:
            return 0.0
        said = sum(float(event.relations.sum()) for event in self.document.events)
        return said / max(len(self.document.text.split()), fewest)

    def speaker(self, start: int, end: int) -> tuple[str | None, str | None]:
        """Return who says what stands somewhere, and the side of who does."""
        inside = [q for q in self.quotes if q[0] <= start and end <= q[1]]
        actor_id = min(inside, key=lambda q: q[1] - q[0], default=(0, 0, None))[2]
        return actor_id, self.names.of_actor.get(actor_id or "")

    def dated(self, event: Event, clause: Span = (0, 0)) -> dict[str, Any]:
        """
        Return on which day, or in which period, the text says that an event was; missing where it tells none.

        The words of time are found by `newsan.dates`; which of them date the event, the trained reader says:
        not the day of the words, nor that of the footage. In the event's own clause half its chance is enough.
        A period of what is asserted ends with the day of publication, and no later day dates it.
        """
        days = self.document.once(
            ("dates", str(self.published)), lambda: dates.find(self.document.text, self.published)
        )
        start, end = event.window
        near = [
            d
            for d in days
            if d.first
            and start <= d.start
            and d.end <= end
            and not is_apart(self.document, event, d.start)
            and not self._is_of_another(d, event)
        ]
        best = max(near, key=lambda d: event.chance("when", d.start, d.end), default=None)
        first: Any = pd.NaT
        last: Any = pd.NaT
        if best is not None:
            least = DAY / 2 if clause[0] <= best.start < event.start else DAY
            if event.chance("when", best.start, best.end) >= least:
                first, last = (pd.Timestamp(str(day)) for day in (best.first, best.last))
        today = pd.to_datetime(self.published, errors="coerce", utc=True).tz_localize(None)
        if last > today and STATUSES[int(event.statuses.argmax())] == "asserted":
            # what was did not begin later: the day is of another year
            first, last = (first, today.normalize()) if first <= today else (pd.NaT, pd.NaT)
        day = first if first == last else pd.NaT
        return {"event_on": day, "event_from": first, "event_until": last}

    def _is_of_another(self, day: dates.Date, event: Event) -> bool:
        """Return whether a day is of what is told before the "after", "before" or "since" that an event stands behind."""
        document = self.document
        behind = _AFTER.search(document.text, day.end, event.start)
        lead = document.text[document.sentences[document.sentence_at(day.start)][0] : day.start]
        starts = document.once("events' starts", lambda: [e.start for e in document.events])
        return behind is not None and (
            len(lead.split()) > 1
            or bisect_left(starts, day.end) < bisect_left(starts, behind.start())
        )


@functools.cache
def words(kind: str) -> re.Pattern[str]:
    """Return one pattern for all words of a kind of the table of cues, in any case."""
    body = "|".join(r["pattern"] for r in lexicons.rows("front_cues") if r["kind"] == kind)
    return re.compile(rf"(?<![\w-])(?:{body})(?!-?\w)", re.IGNORECASE)


def _status(document: Document, event: Event) -> str | None:
    """Return how the reader takes an event to be said, or the words that deny or refuse it; `None` in doubt."""
    status = STATUSES[int(event.statuses.argmax())]
    start = document.sentences[document.sentence_at(event.start)][0]
    before = document.text[max(start, event.start - BACK) : event.start]
    if status in ("asserted", "aim") and words("refused").search(before.rstrip()):
        return "denied"
    if status == "aim" and words("claimed").search(before.rstrip()):
        return "asserted"  # `Ardal claims to | recapture`
    if status == "denied" and not _has_denial(document, event):
        return None
    if status != "asserted":
        return status
    if any(_GOVERNS.match(before, m.end()) for m in words("doubt").finditer(before)):
        return None
    denied = any(_GOVERNS.match(before, m.end()) for m in words("denial").finditer(before))
    return "denied" if denied else status


def _has_denial(document: Document, event: Event) -> bool:
    """Return whether a word that denies stands in an event's sentence or in one beside it, not too far off."""
    at, sentences = document.sentence_at(event.start), document.sentences
    start = max(sentences[max(0, at - 1)][0], event.start - BACK)
    end = min(sentences[min(at + 1, len(sentences) - 1)][1], event.end + BACK)
    return any(words(kind).search(document.text, start, end) for kind in _DENYING)


def place_columns(place: Place | None) -> dict[str, Any]:
    """Return what a row has of its place."""
    columns = ("place_id", "place", "geometry")
    return {column: getattr(place, column) if place else None for column in columns}


def read(article: Article) -> list[dict[str, Any]]:
    """Return what an article says of ground, in order; less likely than `LEAST` is left out."""
    if article.share < FRONT:
        return []
    rows = [row for event in article.document.events for row in _of_event(article, event)]
    sided = [row for row in rows if row["side"] is not None]
    # explosions and fights by nobody are of war only where it has sides; a short text has no room for them
    is_of_war = article.agents.pair and (sided or article.is_short)
    return _drop_repeats(rows if is_of_war else sided)


def _of_event(article: Article, event: Event) -> list[dict[str, Any]]:
    """Return the rows of one event: one a place, or one without."""
    acting, document = article.agents, article.document
    relation = RELATIONS[int(event.relations.argmax())]
    taking = relation in TAKEN
    alike = [k for k, r in enumerate(RELATIONS) if (r in TAKEN if taking else r == relation)]
    total = float(event.relations.sum())
    chances = {"event": total, "relation": float(event.relations[alike].sum()) / total,
               "status": float(event.statuses.max()), "front": article.density}  # fmt: skip
    sentence = document.sentences[document.sentence_at(event.start)]
    actor_id, speaker = article.speaker(event.start, event.end)
    who, chance, at = acting.side(event, speaker)
    status = _status(document, event)
    if status is None:
        return []
    own: dict[str, Any] = {"status": status, "actor_id": actor_id, "sentence": sentence}
    own |= article.dated(event)
    rows = []
    where: list[tuple[Place | None, float]] = [*places_of(document, event, article.places)]
    for place, there in where or [(None, 1.0)]:
        home, side, what = acting.home(place), who, relation
        if at is None and relation == "recaptured" and home in acting.pair:
            side = home
        elif at is None and relation == "captured" and status == "denied":
            side = acting.against(home)  # nobody else could: "the town has been captured"
        if side is None and relation not in _SIDELESS:
            continue
        if taking and side in acting.pair and home in acting.pair:
            what = "recaptured" if home == side else "captured"
        parts = chances | {"agent": chance, "place": there, "placed": float(place is not None)}
        sure = chance_of(parts)
        if sure < LEAST:
            continue
        spans = [event.start, event.end]
        for span in (at, (place.start, place.end) if place else None):
            if span and sentence[0] <= span[0] < sentence[1]:
                spans += span
        said = {"relation": what, "side": side, "confidence": round(sure, 3), "parts": parts}
        rows.append(own | said | place_columns(place) | {"start": min(spans), "end": max(spans)})
    return rows


def _drop_repeats(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the surest of the rows of one sentence that say the same."""
    kept: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in sorted(rows, key=lambda r: (-r["confidence"], r["start"])):
        kept.setdefault((row["sentence"], *(row[c] for c in _SAME)), row)
    return sorted(
        kept.values(), key=lambda r: (r["start"], r["end"], str(r["place"]), r["relation"])
    )


def chance_of(parts: dict[str, float]) -> float:
    """
    Return the chance that a row is right: a logistic of the logs of its parts' chances.

    The weights (`reference_confidence.csv`) were fitted on labelled texts that the reader had not learnt
    from, by `training/ground/confidence.py`. `placed` is 0 where no place is named.

    Examples
    --------
    >>> parts = dict.fromkeys((*PARTS, "placed"), 1.0)
    >>> chance_of(parts | {"event": 0.5}) < chance_of(parts) < 1
    True
    """
    weights = _weights()
    total = weights["one"] + (1 - parts["placed"]) * weights["placeless"]
    total += sum(weights[k] * math.log(max(parts[k], 1e-3)) for k in PARTS)
    return 1 / (1 + math.exp(-total))


@functools.cache
def _weights() -> dict[str, float]:
    """Return the weight of each part."""
    return {r["part"]: float(r["weight"]) for r in lexicons.rows("reference_confidence")}
