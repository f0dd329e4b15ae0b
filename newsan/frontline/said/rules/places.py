"""Which places a statement of ground is about, and whether an article has a front at all."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from newsan.frontline.said.rules.cues import Cue, words
from newsan.frontline.said.rules.sentence import Sentence, Trigger, beginning, covers
from newsan.frontline.said.rules.side_names import SIDES, SideNames

_LIST_GAP = 24
_BESIDE = 40
_REACH = 120  # characters from a verb to its place: further on it is another's
_WAR_SHARE = 1 / 12  # less is a page on something else that a war is touched on in
_ALL_WAR = 1 / 2  # so much of war shows one without the other side's name
_LEAD = 3 / 5  # of the places named: on one front the others are asides
_APART_KM = 100.0  # a sector: further apart, "the town" may be either
_KM = (111.0, 70.0)  # a degree of latitude, and of longitude at 50 degrees north

_COMPASS = r"(?:north|south|east|west)(?:[ -]?(?:north|south|east|west))?(?:ern)?"
_DISTANCE = (
    r"(?:\d[\d.,]*\s?(?:km|kilomet\w+|miles?)|(?:an?|the) (?:few|couple of) \w+|just|outskirts)"
)
_BEARING = re.compile(
    rf"(?P<far>{_DISTANCE}[^.;,()]{{0,20}}?\s)?(?:(?:to the )?{_COMPASS}|away)\s+(?:of|from)\s+"
    r"(?:the )?(?:\w+ )?(?:(?:town|city|village|settlement) of )?$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom (?:the )?$", re.IGNORECASE)
_TO = re.compile(r"\b(?:to|towards?|into) (?:the )?(?:\w+ of )?$", re.IGNORECASE)
_SAVE = re.compile(
    r"\b(?:exclud\w+|except(?: for)?|without|but not|apart from) (?:the )?$", re.IGNORECASE
)
_NAME_BEFORE = re.compile(r"(?:^|[^\w’'-])([A-Z][\w’'-]*)\s$")
_NAME_AFTER = re.compile(r"\s([A-Z][\w’'-]*)")
_LOCATED = re.compile(r"([A-Z][\w’'-]+)(?:,| in| of| \([^)]*\),?)\s(?:the )?(?:\w+ern )?$")
_NAMED = re.compile(
    r"\b(?:on|in|at|near|of|to|towards?|from|around|into|over|along|through|"
    r"inside|outside|within|across)\s+(?:the |central |(?:\w+ern )|(?:village|town|city) of )*"
    r"(?P<name>[A-Z][\w’'-]*[a-z][\w’'-]*)"
)
_LIST = re.compile(r"\s*(?:[a-z]+ )*(?:[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*(?:,| and|, and)\s)+")
_FIRST = re.compile(
    r"(?:^\s*|[,(]\s|\band\s)(?:the |central |(?:\w+ern ))*"
    r"(?P<name>[A-Z][\w’'-]*[a-z][\w’'-]*)"
)
_OWNED = re.compile(r"[’']s?$")
_OFFICE_OF = re.compile(r"[A-Z]\w+ of (?:the )?$")
_INSIDE = re.compile(r"\bin (?:the |central |(?:\w+ern ))*$")
_REGION_OF = re.compile(
    r"\b(?:(?:region|oblast|province|district) of|(?:regions|oblasts|provinces) of(?: [^.;]*)?) $",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:^|[.!?:“\"]\s*|\n)$")
_OTHER_FRONT = re.compile(r"\b(?:north|south|east|west)(?:ern)? fronts?\b", re.IGNORECASE)


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


@dataclass(frozen=True)
class Front:
    """
    The mentions of an article that statements of ground may be about, in their order.

    `region` is the one they lie in, where that is one front, so that a sentence which names no
    place may go on about it. A capital is no ground to go on about, but its name is other ground.
    """

    text: str
    names: SideNames
    places: list[Place]
    capitals: list[Place]
    region: str | None

    @property
    def is_one(self) -> bool:
        """Tell whether the places lie on one front."""
        return self.region is not None

    def within(self, low: int, high: int) -> list[Place]:
        """Return the places named in a stretch."""
        return [p for p in beginning(self.places, low, high) if p.end <= high]

    @functools.cached_property
    def whole(self) -> list[Place]:
        """The places whose mentions are no piece of a longer name."""
        return [p for p in self.places if not self._is_part(p)]

    @functools.cached_property
    def towns(self) -> list[Place]:
        """The settlements among the whole mentions."""
        return [p for p in self.whole if not p.is_region]

    @functools.cached_property
    def home(self) -> list[Place]:
        """The first mention of the front's region."""
        return [p for p in self.whole if p.is_region and p.place == self.region][:1]

    @functools.cached_property
    def _whole(self) -> set[int]:
        return {id(p) for p in self.whole}

    def is_whole(self, place: Place) -> bool:
        """Tell whether a mention is no piece of a longer name ("Upper Ardal", "Ardal-Orlin road")."""
        return id(place) in self._whole

    def _is_part(self, place: Place) -> bool:
        text = self.text
        before, after = (
            text[max(0, place.start - 30) : place.start],
            text[place.end : place.end + 30],
        )
        if before[-1:] in ("-", "–") or after[:1] in ("-", "–"):
            return True
        if words("facility").match(after, 1):
            return True
        more = _NAME_AFTER.match(after)
        if more and not words("plain").fullmatch(more.group(1)):
            return True
        first = _NAME_BEFORE.search(before)
        return (
            first is not None
            and not _OPENS.search(before[: first.start(1)])
            and not words("plain").fullmatch(first.group(1))
            and not self.names.name(first.group(1))
        )

    @functools.cached_property
    def _spellings(self) -> list[str]:
        return sorted({self.text[p.start : p.end] for p in self.places})

    def knows(self, at: int, name: str) -> bool:
        """Tell whether a word is a place of the article, or how the name of one begins."""
        n = bisect_left(self._spellings, name)
        is_begun = n < len(self._spellings) and self._spellings[n].startswith(name)
        return is_begun or covers(self.places, at)


def _end(place: Place) -> int:
    return place.end


def front_of(
    text: str, spans: list[tuple[int, int]], places: list[Place], names: SideNames
) -> Front | None:
    """
    Return the front of an article; `None` where the article shows no war.

    It shows one if a twelfth of its sentences have words of troops, weapons or fighting and name a
    side or a place, one of them names a place or follows one that does, and both sides are named;
    or if half of its sentences are of war. A capital is left out: it stands for its government.
    """
    ground = [p for p in places if str(p.place).lower() not in names.side]
    if not ground or not spans:
        return None
    there = [bool(beginning(ground, *span)) for span in spans]
    war = [n for n, span in enumerate(spans) if words("war").search(text, *span)]
    placed = {n for n in war if any(there[max(0, n - 1) : n + 1])}
    of_war = [n for n in war if n in placed or names.pattern.search(text, *spans[n])]
    named = {names.side[m.group().lower()] for m in names.pattern.finditer(text)}
    enough = _WAR_SHARE if named.issuperset(SIDES) else _ALL_WAR
    if not placed or len(of_war) / len(spans) < enough:
        return None
    capitals = [p for p in places if str(p.place).lower() in names.side]
    return Front(text, names, ground, capitals, _region(ground))


def _region(ground: list[Place]) -> str | None:
    """Return the region most places lie in, if its settlements are near each other."""
    regions = [p for p in ground if p.is_region]
    votes = Counter(v for v in (_vote(p, regions) for p in ground) if v)
    if not votes:
        return None
    region, n = votes.most_common(1)[0]
    towns = (p for p in ground if not p.is_region and p.region == region and p.geometry is not None)
    points = sorted({(p.geometry.y, p.geometry.x) for p in towns})
    near = all(_km(a, b) <= _APART_KM for a, b in combinations(points, 2))
    return region if near and n >= _LEAD * votes.total() else None


def _vote(place: Place, regions: list[Place]) -> str | None:
    """Return the region a mention speaks for: a village named with its region has no vote apart."""
    if place.is_region:
        return place.place
    beside = beginning(regions, place.end, place.end + _BESIDE)
    return None if any(r.place == place.region for r in beside) else place.region


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    north, east = a[0] - b[0], a[1] - b[1]
    return float(((north * _KM[0]) ** 2 + (east * _KM[1]) ** 2) ** 0.5)


def places_of(trigger: Trigger, front: Front) -> list[Place]:
    """Choose the places a cue is about; none where that is not plain."""
    sentence, start, end = trigger.sentence, trigger.start, trigger.end
    for low, high in (trigger.after, trigger.before):
        here = front.within(low, high)
        if here:
            return _chosen(trigger, front, here, (low, high))
        if low == end and is_taken_up(sentence.text[low:high]):
            return _spoken_of(trigger, front)
        if low == end and _unknown(sentence, front, low, high, first=True):
            return []
    if _unknown(sentence, front, *trigger.clause):
        return []
    across = [(end, sentence.end), (sentence.start, start)]
    # fighting and strikes are where they are said to be, or where the sentence has come to
    for low, high in across[trigger.cue.relation in ("contested", "struck") :]:
        here = front.within(low, high)
        if here:
            named = {p.place for p in beginning(front.places, sentence.start, sentence.end)}
            if not front.is_one and len(named) != 1:
                return []
            return _chosen(trigger, front, here, (low, high))
    return _spoken_of(trigger, front)


def is_taken_up(said: str) -> bool:
    """Tell whether words take up a place named before: the town, the region."""
    return bool(words("town").search(said) or words("region").search(said))


def _chosen(
    trigger: Trigger, front: Front, here: list[Place], span: tuple[int, int]
) -> list[Place]:
    """Return the places that stand for themselves, if no unknown name stands nearer."""
    sentence, cue, (low, high) = trigger.sentence, trigger.cue, span
    after = low >= trigger.end
    named = [
        p
        for p in here
        if front.is_whole(p)
        and not _is_elsewhere(front.text, cue, p, after=after)
        and not _locates(sentence, front, p, here, low)
    ]
    towns = [p for p in named if not p.is_region]
    chosen = _listed(front.text, towns or named, after=after) if named else []
    if not chosen:
        return []
    gap = (low, chosen[0].start) if after else (chosen[-1].end, high)
    between = front.text[slice(*gap)]
    if _is_anothers(cue, between, after=after):
        return []
    inside = cue.relation != "captured" and not chosen[0].is_region and _INSIDE.search(between)
    if after and (inside or _LIST.fullmatch(between)):
        return chosen
    return [] if _unknown(sentence, front, *gap, first=after) else chosen


def _is_anothers(cue: Cue, between: str, *, after: bool) -> bool:
    """Tell whether the words between a verb and a place give the place to something else."""
    if len(between) > _REACH or (after and " that " in between):
        return True
    if cue.relation == "captured":  # a school in the town is not the town
        return words("facility").search(between) is not None
    return after and cue.relation in ("contested", "struck") and "," in between


def _is_elsewhere(text: str, cue: Cue, place: Place, *, after: bool) -> bool:
    """Tell whether a place is left out, or is where a move comes from or a retreat goes to."""
    lead = text[max(0, place.start - 80) : place.start]
    if _SAVE.search(lead) or (not place.is_region and _REGION_OF.search(lead)):
        return True
    if cue.relation in ("advanced", "struck"):
        return _FROM.search(lead) is not None
    return after and cue.relation == "withdrawn" and _TO.search(lead) is not None


def _locates(sentence: Sentence, front: Front, place: Place, here: list[Place], low: int) -> bool:
    """Tell whether a place only says where another one lies."""
    text = sentence.text
    lead = text[max(low, place.start - 80) : place.start]
    bearing = _BEARING.search(lead)
    if bearing is not None:
        others = [p for p in here if p.end <= place.start and not p.is_region]
        unknown = _unknown(sentence, front, low, place.start, first=True)
        return bool(bearing["far"] or others or unknown)
    located = _LOCATED.search(lead) if place.is_region else None
    if located is None:
        return False
    at = place.start - len(lead) + located.start(1)
    return _is_unknown(sentence, front, at, located.group(1))


def _unknown(sentence: Sentence, front: Front, low: int, high: int, *, first: bool = False) -> bool:
    """Tell whether a stretch names other ground; `first` where a verb's object opens it."""
    said = sentence.text[low:high]
    found = list(_NAMED.finditer(said))
    found += _FIRST.finditer(said) if first else []
    return any(_is_unknown(sentence, front, low + m.start("name"), m["name"]) for m in found)


def _is_unknown(sentence: Sentence, front: Front, at: int, name: str) -> bool:
    """Tell whether a capitalised word may be ground: no known place, side, day or office."""
    if covers(front.capitals, at):
        return _BEARING.search(front.text[max(sentence.start, at - 60) : at]) is None
    country = front.names.name(_OWNED.sub("", name))
    office = _OFFICE_OF.search(front.text[max(sentence.start, at - 30) : at])
    return not (
        front.knows(at, name)
        or covers(sentence.sides, at)
        or (country and (_OWNED.search(name) or office))
        or words("plain").fullmatch(name)
    )


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


def _spoken_of(trigger: Trigger, front: Front) -> list[Place]:
    """
    Return the place that a sentence without one goes on about, on one front.

    It takes it up as the town or the region, or by a verb that needs ground.
    """
    sentence, start, said = trigger.sentence, trigger.start, trigger.said
    if not (is_taken_up(said) or _needs_ground(trigger)):
        return []
    if words("region").search(sentence.text, start, trigger.after[1]):
        said = ""
    elif sentence.names_soil or _OTHER_FRONT.search(said):
        return []
    n = bisect_right(front.whole, start, key=_end)
    if words("town").search(said):
        n_towns = bisect_right(front.towns, start, key=_end) if n else len(front.towns)
        if n_towns:
            return _town(trigger, front, n_towns)
    if not front.is_one:
        return []
    if any(p.is_region for p in front.whole):
        return front.home
    return front.whole[n - 1 : n] if n else front.whole[-1:]


def _town(trigger: Trigger, front: Front, n: int) -> list[Place]:
    """Return the last of the first towns of an article, if no other place may be meant."""
    sentence, start = trigger.sentence, trigger.start
    here = beginning(front.towns[:n], sentence.start, sentence.end)
    by_name = {p.place: p for p in here}
    last = [*by_name.values()][-1] if here else front.towns[n - 1]
    if len(by_name) != 1 and not front.is_one:
        return []
    return [] if _unknown(sentence, front, max(last.end, sentence.start), start) else [last]


def _needs_ground(trigger: Trigger) -> bool:
    """Tell whether a verb is said of ground: states are invaded, strikes go on anywhere."""
    if trigger.cue.relation in ("contested", "struck"):
        return False
    if words("invasion").search(trigger.sentence.text, trigger.start, trigger.after[1]):
        return False
    of_war = trigger.sentence.has("war") or trigger.sentence.has("ground")
    return of_war or trigger.cue.relation == "encircled"
