"""The arguments of an event: at which places of an article it is, and which side acts in it."""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, NamedTuple

import pandas as pd

from newsan import lexicons
from newsan.actors.speakers import Speakers
from newsan.document import Document, Spans
from newsan.frontline.said import parties
from newsan.frontline.sides import SideNames
from newsan.tagger.events import RELATIONS, Event

TAKEN = ("captured", "recaptured")
PLACE = 0.35  # the chance from which a place is one of an event's
UNKNOWN = 0.6  # from which words are that nobody else takes for a place
_KINDS = ("settlement", "region", "area")
_LIES_IN = re.compile(r"[\s,(]*(?:in|of)?(?: the)?[\s(]*")
_LOSES = re.compile(r"(?:loses?|losing|lost|falls?|falling|fell|fallen)")
_TO = re.compile(r"[^,;:.\n]{0,60}? to (?:the )?")  # from such a verb to who gains
_OWNED = re.compile("['’]s ")
_ASIDE = re.compile(r",\s(?:which|who|whom|whose)\b[^,;:.\n]+,")
# "the last town in [the region]" that somebody holds
_A_TOWN_IN = re.compile(
    r"\b(?:last|only|final|\w+est)\s+(?:[\w-]+\s+){0,3}(?:town|city|village|settlement|stronghold|foothold|"
    r"pocket|base)s?\s+(?:left\s+|remaining\s+)?(?:in|of)\s+(?:the\s+)?$"
)
# "Sarnia [urged Tovia to] leave"
_URGED = re.compile(
    r"(?:['’]s)?\s+(?:[\w’'-]+\s+){0,3}?((?:urg|told|tell|order|call|ask|press|warn|instruct|want)\w*)"
    r"\s.{2,80}\sto\s+$"
)
_BODIES = ("group", *parties.STANDING)
_SAID_OUTRIGHT = ("side", "armed", "ours", "enemy")
AGENT = 0.25  # the chance from which a name is who acts
BESIDE = 0.15  # from which the name of a side is it where a body of no known side is likelier
MOST = 30  # phrases of an article that are looked up, the first of them
SHARE = 0.8  # of the sides told, that the two of one front make


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
        is_round = _A_TOWN_IN.search(text, max(0, place.start - 60), place.start)
        if is_round or is_apart(document, event, place.start):
            continue
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


def is_apart(document: Document, event: Event, at: int) -> bool:
    """Return whether one of an event and what stands at an offset is in a relative clause, the other out of it or behind."""
    asides = document.once("asides", lambda: [m.span() for m in _ASIDE.finditer(document.text)])
    return any(
        (a <= at < b and not a <= event.start < b) or (a <= event.start < b <= at)
        for a, b in asides
    )


class Named(NamedTuple):
    """Words that may be who acts: a side, a body or a people, "we" and "the enemy", or any that stand for one."""

    start: int
    end: int
    side: str | None
    kind: str  # side, armed (a group by its name); army, rebels, group (bodies and peoples); ours, enemy; phrase


@dataclass(frozen=True)
class Agents:
    """The words of one article that may be who acts, and the two sides of its front, if it has two."""

    document: Document
    named: list[Named]
    of_country: dict[str, str]
    listed: frozenset[str]  # the sides of the table
    meant: Callable[[int, int], str | None] = lambda start, end: (
        None
    )  # the side that a phrase stands for
    pair: frozenset[str] = frozenset()
    # the party that "army" and "rebels" are
    stands: Mapping[str, str | None] = field(default_factory=dict)

    def side(
        self, event: Event, speaker: str | None
    ) -> tuple[str | None, float, tuple[int, int] | None]:
        """Return which side acts, how likely that is, and where it is named, as a speaker of a side says it."""
        agent, acts = self._best(event, "agent")
        text = self.document.text
        is_taken = RELATIONS[int(event.relations.argmax())] in TAKEN  # shells fall, too
        if is_taken and _LOSES.fullmatch(text, event.start, event.end):
            behind = (n for n in self.named if n.start > event.end)
            to = next((n for n in behind if _TO.fullmatch(text, event.end, n.start)), None)
            if to is None and agent and acts >= AGENT and agent.start < event.start:
                return self.against(self.of(agent, speaker)), acts, (agent.start, agent.end)
            agent, acts = (to, 1.0) if to else (agent, acts)
        if agent and (verb := _URGED.match(self.document.text, agent.end, event.start)):
            urged = (n for n in self.named if verb.end(1) < n.start < event.start)
            whom = next(urged, agent)
            first = self.document.text[whom.start : whom.end].split()[0].lower()
            agent = agent if first in parties.OWNERS else whom  # "ordered its troops to leave"
        patient, suffers = self._best(event, "patient")
        if agent is not None and agent == patient and suffers > acts:
            agent = None  # "Ukrainian troops are encircled"
        if agent is not None and acts >= AGENT:
            if agent.kind in _BODIES and self.pair:
                sided, likely = self._best(event, "agent", kinds=("side",))
                if sided is not None and likely >= BESIDE:
                    return sided.side, acts, (sided.start, sided.end)
            return self.of(agent, speaker), acts, (agent.start, agent.end)
        if patient is not None and suffers >= AGENT:
            # whose "its soldiers" are is not sure enough to take the other side
            side = self.of(patient, speaker) if patient.kind in _SAID_OUTRIGHT else None
            return self.against(side), suffers, (patient.start, patient.end)
        return None, 1.0, None

    def home(self, place: Place | None) -> str | None:
        """Return the side whose ground a place is."""
        return self.of_country.get(place.country) if place and place.country else None

    def of(self, named: Named, speaker: str | None) -> str | None:
        """Return the side that words name or stand for when somebody of a side says them."""
        if named.kind == "ours":
            return speaker
        if named.kind == "enemy":
            return self.against(speaker)
        if named.kind in ("side", "armed"):
            return named.side
        if named.kind in ("group", "phrase") and named.side and parties.is_group(named.side):
            return named.side  # "Sarnia's Free Lake Front" is not Sarnia
        stood_for = None if self.pair else self.stands.get(named.kind)  # of two, it may be either's
        side = stood_for or self.meant(named.start, named.end) or named.side
        return side if not self.pair or side in self.pair else None

    def against(self, side: str | None) -> str | None:
        """Return the other side of a front that has two."""
        others = self.pair - {side}
        return next(iter(others)) if side in self.pair and len(others) == 1 else None

    def _best(
        self, event: Event, role: str, kinds: tuple[str, ...] = ()
    ) -> tuple[Named | None, float]:
        """Return the likeliest words for a role."""
        start, end = event.window
        best, most = None, 0.0
        low, high = (bisect_left(self.named, x, key=attrgetter("start")) for x in (start, end))
        for named in self.named[low:high]:
            if (kinds and named.kind not in kinds) or is_apart(self.document, event, named.start):
                continue
            chance = event.chance(role, named.start, named.end)
            if chance > most:
                best, most = named, chance
        if most < AGENT and not kinds:
            for first, last in event.runs(role, BESIDE):
                chance = event.chance(role, first, last)
                if chance > most and not is_apart(self.document, event, first):
                    best, most = (
                        Named(
                            first,
                            last,
                            parties.own_name(self.document, self.document.text[first:last]),
                            "phrase",
                        ),
                        chance,
                    )
        return best, most

    def of_front(self, events: list[Event], named: list[Place]) -> Agents:
        """Return the same with the two sides that act, suffer and have the ground, if they are two."""
        sides: Counter[str] = Counter()
        homes: Counter[str] = Counter()
        others = 0
        for event in events:
            for role in ("agent", "patient"):
                best, chance = self._best(event, role)
                if best is not None and chance >= AGENT:
                    sides[best.side or ""] += best.kind == "side"
                    others += best.kind in ("armed", *_BODIES)
            homes.update(self.home(p) or "" for p, _ in places_of(self.document, event, named))
        homes.pop("", None)
        total = sides + homes
        two = [side for side, _ in total.most_common(2)]
        if len(self.listed) == 2 and two and set(two) < self.listed:
            two = [*self.listed]
        if len(two) < 2 or others > sides.total():
            return self
        if sum(total[s] for s in two) < SHARE * total.total():
            return self
        return replace(self, pair=frozenset(two))


def _with_noun(document: Document, side: Named, listed: frozenset[str]) -> Named:
    """
    Return the name of a side with the rest of its phrase: "Tovian | forces".

    A country is not the side of its rebels, nor of whom it backs or leads.
    """
    text = document.text
    owned = _OWNED.match(text, side.end)
    near = document.phrases_in(side.start - len("the "), side.end + len("'s ") + 1)
    body = next((p for p in near if not p.named and p.end > side.end), None)
    at = owned.end() if owned else side.end
    if body is None or body.start > at or not text[at : body.end].islower():
        return side
    rest = text[at : body.end].strip()
    kind = parties.standing(rest) or "group"
    if side.side not in listed and (kind == "rebels" or rest[0] in "-‑"):
        words = " ".join(text[side.start : body.end].split())
        return Named(min(side.start, body.start), body.end, words, kind)
    return side._replace(end=body.end)


def agents(
    document: Document, names: SideNames, speakers: Callable[[], Speakers] | None = None
) -> Agents:
    """Return the words of an article that may be who acts in its events; with `speakers`, whom phrases stand for."""
    text = document.text
    named = [
        Named(*found, "armed")
        if found[2] in names.armed
        else _with_noun(document, Named(*found, "side"), names.listed)
        for found in names.find(text)
    ]
    low = text.lower()
    if len(low) == len(text):
        for kind in ("ours", "enemy"):
            pattern = lexicons.pattern("side_words", "kind", kind)
            named += [Named(*m.span(), None, kind) for m in pattern.finditer(low)]
    armed = [n for n in named if n.kind == "armed"]
    for phrase in document.phrases:
        words = text[phrase.start : phrase.end]
        before = armed[bisect_left(armed, (phrase.start,)) - 1] if armed else None
        if before and before.start < phrase.start < before.end < phrase.end:
            named.append(before._replace(end=phrase.end))  # `Free | Lake Front fighters`
        elif (known := names.of(words)) in names.armed:
            named.append(Named(phrase.start, phrase.end, known, "armed"))
        elif (phrase.kind != "person" or not phrase.named) and known is None:
            side = parties.group_name(document, words)
            named.append(Named(phrase.start, phrase.end, side, parties.standing(words) or "group"))
    agents = Agents(
        document, sorted(named, key=attrgetter("start")), names.of_country, names.listed
    )
    groups = (n.side for n in agents.named if n.kind in ("group", "armed"))
    stands = {
        "army": parties.state_of(document, names),
        "rebels": parties.group_of(document, groups),
    }
    agents = replace(agents, stands=stands)
    if speakers is None:
        return agents
    left = itertools.count(MOST, -1)

    @functools.cache
    def meant(start: int, end: int) -> str | None:
        return parties.side_meant(speakers, names, start, end) if next(left) > 0 else None

    return replace(agents, meant=meant)
