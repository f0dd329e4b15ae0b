"""Which of the places of a name is meant: votes of the other names, one sense an article."""

from __future__ import annotations

import math
import re
from collections import defaultdict

from newsan.gazetteer import Gazetteer, Place, distance_km, fold, loosen
from newsan.places.bearings import confine
from newsan.places.cues import capitals, groups
from newsan.places.votes import elect
from newsan.places.words import Span

FORCED_KM = 400.0
VILLAGE, DOUBT = 20_000, 0.5
STUDY_BONUS, COUNTRY_BONUS, CAPITAL_BONUS, ALTERNATE_MALUS = 2.5, 2.0, 4.0, 2.0


def resolve(found: list[Span], text: str, places: Gazetteer) -> list[tuple[Span, Place | None]]:
    """
    Choose a place for every span.

    Parameters
    ----------
    found
        The spans of one text.
    text
        The text.
    places
        The gazetteer the candidates come from.

    Returns
    -------
    read
        Each span with its place, in the order given; `None` for a county that the gazetteer lacks,
        or of whose namesakes the text tells none.

    """
    confine(found, text)
    by_key: dict[str, list[Span]] = defaultdict(list)
    for span in found:
        if span.candidates:
            by_key[_name(span)].append(span)
    prior = {}
    for key, same in by_key.items():
        named = (
            same[0].candidates if same[0].is_demonym else _likely(same[0].key, same, text, places)
        )
        prior[key] = [(p, _prior(p, same[0].key, places)) for p in named]
    sense = {key: _best(by_key[key][0], scores) for key, scores in elect(prior).items()}
    out: list[tuple[Span, Place | None]] = []
    for span in found:
        if not span.candidates:
            out.append((span, None))
        elif span.is_demonym or len(span.candidates) == 1:
            out.append((span, span.candidates[0]))
        elif _is_elsewhere(span, places):
            out.append((span, None))
        else:
            out.append((span, _own_sense(span, text, places) or sense[_name(span)]))
    return out


def _is_elsewhere(span: Span, places: Gazetteer) -> bool:
    """
    Tell a village that the gazetteer lacks in the region named after it.

    What lies in that region was only once called so, or is in another spelling, and others of the
    country bear the name.
    """
    if not span.region_after:
        return False
    inside = _forced(span.candidates, places[span.region_after])
    present = _of_present_names(span.candidates, span.key)
    return bool(inside) and not any(p in present for p in inside)


def _name(span: Span) -> str:
    """Return what the mentions of one name in one sense have in common."""
    if span.is_placed:
        return f"{span.key} {span.start}"
    return f"*{span.key}" if span.is_demonym else span.key


def _likely(key: str, same: list[Span], text: str, places: Gazetteer) -> list[Place]:
    """Return the places that a name may mean in the whole text: region or city, as it is called."""
    candidates = same[0].candidates
    pairs = [
        (c, r)
        for r in candidates
        if r.kind == "region"
        for c in candidates
        if c.kind == "settlement" and (c.admin1 == r.place_id or _is_capital(c, key))
    ]
    for city, region in pairs:
        said = [_said(span, text) for span in same]
        if "city" not in said and (
            (region.place_id in places.bare_regions and (_is_front(text) or "region" in said))
            or said.count("region") * 2 > len(said)
        ):
            return [region]
        candidates = [p for p in candidates if p != region or city not in candidates]
    forced = [span.region_after for span in same if span.region_after]
    if forced:
        candidates = _forced(same[0].candidates, places[forced[0]]) or candidates
    return _of_present_names(candidates, key)


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
    """Tell small namesakes of one country, of which a text may mean either."""
    places = [place for place, _ in scores]
    return len({p.country for p in places}) == 1 and all(
        p.kind == "settlement" and p.population < VILLAGE for p in places
    )


def _of_present_names(candidates: list[Place], key: str) -> list[Place]:
    """Leave out places that only once had a name, or have it in another spelling, beside those of a country that bear it."""
    own = {p.country for p in candidates if _is_own_name(p, key)}
    return [p for p in candidates if _is_own_name(p, key) or p.country not in own]


def _is_own_name(place: Place, key: str) -> bool:
    """Tell a present name of a place, in whatever romanisation, from one that it has or had besides."""
    name = fold(place.name)
    return name in (key, f"{key} oblast", f"{key} city") or loosen(name) == loosen(key)


def _is_capital(place: Place, key: str) -> bool:
    return (
        place.kind == "settlement"
        and (place.country, key) in capitals()
        and (place.population >= 100_000)
    )


def _forced(candidates: list[Place], region: Place) -> list[Place]:
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


_REGIONS = "|".join(sorted(groups()["region"] | groups()["area"]))
_PLURAL = r"(?:regions|oblasts|provinces|districts)"
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


def _said(span: Span, text: str) -> str:
    """Return what the words round a name call it: region, city or nothing."""
    after, before = text[span.end : span.end + 80], text[max(0, span.start - 24) : span.start]
    if _IS_REGION.match(after) or _PLURAL_LAST.match(after):
        return "region"
    if _IS_CITY.match(after) or _CITY_OF.search(before):
        return "city"
    return ""


def _own_sense(span: Span, text: str, places: Gazetteer) -> Place | None:
    """Return the sense that the words right at a name force, whatever the rest of the text says."""
    said = _said(span, text)
    if span.region_after and said != "region":
        inside = _of_present_names(_forced(span.candidates, places[span.region_after]), span.key)
        return max(inside, key=lambda p: (p.population, p.place_id)) if inside else None
    wide = [p for p in span.candidates if p.kind == "region"]
    if said == "region" and wide:
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


def _is_front(text: str) -> bool:
    words = groups()["front"]
    return sum(w.strip(".,;:'\"”“") in words for w in text.lower().split()) >= 2
