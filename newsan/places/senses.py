"""Which of the places of a name is meant: votes of the other names, one sense an article."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from newsan.gazetteer import Gazetteer, Place, distance_km, fold, loosen
from newsan.places.place_words import HUGE, Span, capitals, confine, demonyms, groups

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FORCED_KM = 400.0
VILLAGE, DOUBT = 20_000, 0.5
# people; and names of unknown places: so few take a name for a namesake's
SMALL, STRANGE = 30_000, 2
# People from which a name is no small namesake's.
VAST = {"area": -1, "country": 50 * HUGE, "region": HUGE}
STUDY_BONUS, COUNTRY_BONUS, CAPITAL_BONUS, ALTERNATE_MALUS = 2.5, 2.0, 4.0, 2.0
_REPUBLIC = r"people['’]s\s+republic"
_REGIONS = "|".join((*sorted(groups()["region"] | groups()["area"]), _REPUBLIC))
_PLURAL = rf"(?:regions|oblasts|provinces|districts|(?i:{_REPUBLIC})s)"
_IS_REGION = re.compile(
    rf"(?:['’]s)?(?:\s+(?:border|frontier))?[\s-]+(?:{_REGIONS})\b"
    rf"|(?:,\s+[A-Z]\w+)*,?\s+(?:and|or)\s+[A-Z]\w+\s+{_PLURAL}\b"
    r"|,\s+(?:a|an|the|another|which is an?|one of)\s+(?:[\w-]+\s+){0,3}"
    r"(?:region|oblast|province)\b",
    re.IGNORECASE,
)
_PLURAL_LAST = re.compile(rf"\s+{_PLURAL}\b")
_IS_CITY = re.compile(r"\s+(?:city|downtown)\b|-based\b", re.IGNORECASE)
_CITY_OF = re.compile(
    r"\b(?:city|cities|town|capital|outskirts|centre|center)\s+of\s+$", re.IGNORECASE
)
_IS_STATE = re.compile(
    r"(?:['’]s)?\s+(?:(?P<bare>state)|delegates?|senators?|legislators|primar(?:y|ies)"
    r"|caucus(?:es)?|gov(?:s?(?=\.)|ernors?)|gubernatorial"
    r"|sen(?:s?(?=\.)|ator)|legislat(?:ure|or))\b(?!\s+(?:school|care|health|media|television|tv|radio|news)\b)",
    re.IGNORECASE,
)
COUNTRY_WEIGHT, REGION_WEIGHT, NEAR_WEIGHT = 6.0, 11.0, 60.0
NEAR_KM = 50.0  # at which the vote of a neighbour has fallen to a third
ROUNDS = 5
STATE_VOTE = {"settlement": 0.7, "region": 1.5}
COUNTY = "us-"  # how the ids of divisions begin that are small enough to have neighbours


def resolve(
    spans: list[Span], text: str, places: Gazetteer, unknown: int = 0
) -> list[tuple[Span, Place | None]]:
    """
    Choose a place for every span.

    Parameters
    ----------
    spans
        The spans of one text.
    text
        The text.
    places
        The gazetteer the candidates come from.
    unknown
        How many names of places in the text it does not have.

    Returns
    -------
    read
        Each span with its place, in the order given; `None` for a county that the gazetteer lacks,
        or of whose namesakes the text tells none.

    """
    confine(spans, text)
    by_key: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        if span.candidates and not (span.is_short and len(span.candidates) == 1):
            by_key[_name(span)].append(span)
    prior = {}
    for key, same in by_key.items():
        named = (
            same[0].candidates if same[0].is_demonym else _likely(same[0].key, same, text, places)
        )
        prior[key] = [(p, _prior(p, same[0].key, places)) for p in named]
    sense = {key: _best(by_key[key][0], scores) for key, scores in elect(prior).items()}
    out: list[tuple[Span, Place | None]] = []
    for span in spans:
        if not span.candidates:
            out.append((span, None))
        elif span.is_demonym or len(span.candidates) == 1:
            out.append((span, span.candidates[0]))
        else:
            out.append((span, _own_sense(span, text, places) or sense[_name(span)]))
    lonely = _lonely(out, text, places, unknown)
    kept = {_name(span) for span, _ in out if span.heard == "place"}
    out = [pair for pair in out if _name(pair[0]) in kept or _name(pair[0]) not in lonely]
    return [(span, None if _name(span) in lonely else place) for span, place in out]


def _lonely(
    named: list[tuple[Span, Place | None]], text: str, places: Gazetteer, unknown: int
) -> set[str]:
    """
    Return the names of small towns that share nothing else with what a text speaks of: likely of somewhere else.

    So it is where a text has names of places that the gazetteer lacks, or names other places and the town's name is that
    of several; and where it names neither another place of the town's country nor its people. The study's places are
    always meant.
    """
    towns: dict[str, Place] = {}
    of_country: dict[str, set[str]] = defaultdict(set)
    for span, place in named:
        if place is not None:
            name = _name(span)
            of_country[place.country].add(name)
            is_small = place.kind == "settlement" and place.population < SMALL
            others = (p.place_id for p in span.candidates if p != place)
            is_shared = unknown >= STRANGE or any(p != place.admin1 for p in others)
            if (
                is_small
                and is_shared
                and not span.region_after
                and place.place_id not in places.study_ids
            ):
                towns[name] = place
    names = sum(map(len, of_country.values()))
    if not towns or (names == 1 and unknown < STRANGE):
        return set()
    peoples = {code for word, code in demonyms().items() if word in text}
    return {
        name
        for name, town in towns.items()
        if len(of_country[town.country]) == 1 and town.country not in peoples
    }


def _name(span: Span) -> str:
    """Return what the mentions of one name in one sense have in common."""
    if span.is_placed:
        return f"{span.key} {span.start}"
    return f"*{span.key}" if span.is_demonym else span.key


def _likely(key: str, same: list[Span], text: str, places: Gazetteer) -> list[Place]:
    """Return the places that a name may mean in the whole text: region or city, as it is called."""
    candidates = _of_wide_name(key, same)
    pairs = [
        (c, r)
        for r in candidates
        if r.kind == "region"
        for c in candidates
        if c.kind == "settlement" and (c.admin1 == r.place_id or _is_capital(c, key))
    ]
    for city, region in pairs:
        said = [_kind_said(span, text) for span in same]
        if "city" not in said and (
            (region.place_id in places.bare_regions and "region" in said)
            or (said.count("region") + (fold(city.name) == f"{key} city") * said.count("state")) * 2
            > len(said)
        ):
            return [region]
        candidates = [p for p in candidates if p != region or city not in candidates]
    forced = [span.region_after for span in same if span.region_after]
    if forced:
        candidates = _all_in(same[0].candidates, places[forced[0]]) or candidates
    return _of_present_names(candidates, key)


def _of_wide_name(key: str, same: list[Span]) -> list[Place]:
    """
    Leave out towns of a vast land's name, and of a region's elsewhere in its country, that nothing calls for.

    A country's bare name is no region's in it, nor its `City`'s: `Guatemala`, `Panama`.
    """
    candidates = same[0].candidates
    wide = [
        p for p in candidates if fold(p.name) == key and p.population > VAST.get(p.kind, math.inf)
    ]
    lands = {p.country for p in candidates if p.kind == "country" and fold(p.name) == key}
    candidates = [
        p
        for p in candidates
        if not (p.kind == "region" and p.country in lands and fold(p.name) == key)
        and not (lands and fold(p.name) == f"{key} city")
    ]
    return [
        p
        for p in candidates
        if p.population > HUGE or not any(_is_eclipsed(p, w, key) for w in wide)
    ]


def _is_eclipsed(town: Place, wide: Place, key: str) -> bool:
    """Return whether nobody means a town by its bare name, beside a land of the name."""
    if town.kind != "settlement" or wide.kind != "region":
        return town.kind == "settlement"
    is_seat = town.admin1 == wide.place_id and fold(town.name) != f"{key} city"
    return town.country == wide.country and not is_seat and not _is_capital(town, key)


def _prior(p: Place, key: str, places: Gazetteer) -> float:
    """Return what speaks for a place before any other name of the text is asked."""
    return (
        math.log10(p.population + 10)
        + (STUDY_BONUS if p.place_id in places.study_ids else 0.0)
        + (CAPITAL_BONUS if _is_capital(p, key) else 0.0)
        + (COUNTRY_BONUS if p.kind == "country" else 0.0)
        - (0.0 if _is_own_name(p, key) else ALTERNATE_MALUS)
    )


def _best(span: Span, scores: list[tuple[Place, float]]) -> Place | None:
    """Return the place that most speaks for; none of several counties or villages that all do alike."""
    if span.is_county and len({score for _, score in scores}) == 1 < len(scores):
        return None
    ranked = sorted(scores, key=lambda pair: (pair[1], pair[0].place_id), reverse=True)
    if len(ranked) > 1 and _are_villages(ranked[:2]) and ranked[0][1] - ranked[1][1] < DOUBT:
        return None
    return ranked[0][0]


def _are_villages(scores: list[tuple[Place, float]]) -> bool:
    """Return whether places are small namesakes of one country, of which a text may mean either."""
    places = [place for place, _ in scores]
    return len({p.country for p in places}) == 1 and all(
        p.kind == "settlement" and p.population < VILLAGE for p in places
    )


def _of_present_names(candidates: list[Place], key: str) -> list[Place]:
    """Leave out places that only once had a name, or have it in another spelling, beside those of a country that bear it."""
    own = {p.country for p in candidates if _is_own_name(p, key)}
    return [p for p in candidates if _is_own_name(p, key) or p.country not in own]


def _is_own_name(place: Place, key: str) -> bool:
    """Return whether a name is a place's own of today, in whatever romanisation, and not one that it has or had besides."""
    name = fold(place.name)
    return name in (key, f"{key} oblast", f"{key} city") or loosen(name) == loosen(key)


def _is_capital(place: Place, key: str) -> bool:
    return (
        place.kind == "settlement"
        and (place.country, key) in capitals()
        and (place.population >= 100_000)
    )


def _all_in(candidates: list[Place], region: Place) -> list[Place]:
    """Return the candidates in a region or country, or within 400 km of its middle."""
    inside = [
        p
        for p in candidates
        if p.admin1 == region.place_id or (region.kind == "country" and p.country == region.country)
    ]
    inside = [p for p in inside if p.kind == "settlement"] or inside
    return inside or [
        p
        for p in candidates
        if p.country == region.country and not distance_km(p, region) > FORCED_KM
    ]


def _kind_said(span: Span, text: str) -> str:
    """Return what the words round a name call it: region, city or nothing."""
    after, before = text[span.end : span.end + 80], text[max(0, span.start - 24) : span.start]
    if _IS_REGION.match(after) or _PLURAL_LAST.match(after):
        return "region"
    if _is_called_state(span, after):
        return "state"
    if _IS_CITY.match(after) or _CITY_OF.search(before):
        return "city"
    return ""


def _is_called_state(span: Span, after: str) -> bool:
    """
    Return whether the words behind a name call it a state.

    `State` alone does not where regions are called otherwise: `Vienna State Opera`.
    """
    called = _IS_STATE.match(after)
    if called and called["bare"]:
        regions = {p.country for p in span.candidates if p.kind == "region"}
        return bool(regions & groups()["states"])
    return bool(called)


def _own_sense(span: Span, text: str, places: Gazetteer) -> Place | None:
    """Return the sense that the words right at a name force, whatever the rest of the text says."""
    said = _kind_said(span, text)
    if span.region_after and said not in ("region", "state"):
        inside = _of_present_names(_all_in(span.candidates, places[span.region_after]), span.key)
        return max(inside, key=lambda p: (p.population, p.place_id)) if inside else None
    wide = [
        p
        for p in span.candidates
        if p.kind == "region" and (said != "state" or fold(p.name) == span.key)
    ]
    if said in ("region", "state") and wide and all(p.kind != "country" for p in span.candidates):
        return max(
            wide,
            key=lambda p: (
                fold(p.name) not in (span.key, f"{span.key} city"),
                p.population,
                p.place_id,
            ),
        )
    towns = [p for p in span.candidates if p.kind == "settlement"]
    if said == "city" and towns and wide:
        return max(towns, key=lambda p: (p.place_id in places.study_ids, p.population, p.place_id))
    return None


def elect(prior: dict[str, list[tuple[Place, float]]]) -> dict[str, list[tuple[Place, float]]]:
    """
    Return what speaks for each place of each name: its own score, and what the other names say.

    All places of a name share its vote, the likelier ones more, round after round. A place gains by
    the share of the votes of the other names for its country (times 6) and for its region (times 11),
    and by the other names within some 50 km of it (times 60, over their number). A name has no
    vote on itself: "Georgia" alone tells neither country nor state.

    Examples
    --------
    >>> from newsan.gazetteer import load
    >>> places = load()
    >>> text = {n: [(p, 0.0) for p in places.lookup(n) if p.kind != "country"] for n in ("Paris", "Texas")}
    >>> max(elect(text)["Paris"], key=lambda vote: vote[1])[0].admin1
    'US-TX'
    """
    spread = [(name, place, own) for name, pairs in prior.items() for place, own in pairs]
    if not spread:
        return {}
    places = [place for _, place, _ in spread]
    own = np.array([score for *_, score in spread])
    sizes = [len(pairs) for pairs in prior.values() if pairs]
    first = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    name = np.repeat(np.arange(len(sizes)), sizes)
    others = (name[:, None] != name).astype(float)
    ballots = [
        (COUNTRY_WEIGHT, *_alike([p.country for p in places], [1.0 if p.kind == "country" else 0.5 for p in places])),
        (REGION_WEIGHT, *_alike(list(map(_region, places)), [STATE_VOTE.get(p.kind, 0.0) for p in places])),
    ]  # fmt: skip
    near = _nearness(places) * others * NEAR_WEIGHT / (1 + len(sizes))
    score = own
    for _ in range(ROUNDS):
        belief = np.exp(score - np.repeat(np.maximum.reduceat(score, first), sizes))
        belief /= np.repeat(np.add.reduceat(belief, first), sizes)
        score = own + near @ belief
        for weight, same, votes in ballots:
            cast = votes * belief
            score = score + weight * ((same * others) @ cast) / np.maximum(others @ cast, 1e-9)
    out: dict[str, list[tuple[Place, float]]] = {}
    for (of, place, _), total in zip(spread, score.tolist(), strict=True):
        out.setdefault(of, []).append((place, round(total, 6)))
    return out


def _alike(labels: list[str], votes: list[float]) -> tuple[Floats, Floats]:
    """Return which labels are the same, and the votes of those that have one."""
    array = np.array(labels)
    return ((array[:, None] == array) & (array != "")[:, None]).astype(float), np.array(votes)


def _region(place: Place) -> str:
    """Return the region that a place is or lies in."""
    is_wide = place.kind == "region" and not place.place_id.startswith(COUNTY)
    return place.place_id if is_wide else place.admin1


def _nearness(places: list[Place]) -> Floats:
    """Return how near places are to each other, from 1 to 0; 0 beside anything wider than a county."""
    local = np.array(
        [p.has_point and (p.kind == "settlement" or p.place_id.startswith(COUNTY)) for p in places]
    )
    lat, lon = (np.radians([[p.lat, p.lon] for p in places]).T).astype(float)
    h = np.sin((lat[:, None] - lat) / 2) ** 2
    h += np.cos(lat)[:, None] * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    km = 2 * 6371.0088 * np.arcsin(np.sqrt(np.clip(h, 0, 1)))
    pairs = local[:, None] & local
    return np.where(pairs, np.exp(-np.where(pairs, km, math.inf) / NEAR_KM), 0.0)
