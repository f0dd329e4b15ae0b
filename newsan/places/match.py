"""Spans that may be place names: the longest known run of capitalised words, less its rivals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from newsan.actors.registry import Index, index
from newsan.document import Document, Spans
from newsan.gazetteer import Gazetteer, Place, distance_km, fold
from newsan.places.ambiguity import is_place
from newsan.places.place_words import (
    ACRONYM,
    BEARING,
    HUGE,
    KNOWN,
    LARGE,
    Span,
    Words,
    capitals,
    groups,
    institutions,
    rivals,
)
from newsan.places.place_words import demonyms as people_names

LONGEST = 5
CHAIN_KM = 300.0
COUNTY_KM = 80.0  # from the middle of a county to a town in it

_WORD = re.compile(
    r"(?:[A-Z]\.\s?){1,2}[A-Z][a-z]?\.(?:(?<=\w\.\w\.)|(?<=[A-Z][a-z]\.))"
    r"|[^\W_]+(?:['’ʼʹ](?!(?:s|S|ll|re|ve|d|m|t)\b)[^\W\d_]+)*"
)
_JOINED = frozenset((" ", "-", "\u00a0", "\u2011"))
_FULL_NAME = re.compile(r"[A-Z][\w’'-]+(?: (?:[A-Z]\.)+)*(?: [A-Z][\w’'-]{2,})+")
_LAST, _FIRST = re.compile(r"(?!The )\b[A-Z]\w+ $"), re.compile(r"[ -][A-Z]")
_HYPHEN = re.compile(r"[-‑][A-Z]")
_ROW = re.compile(r", |,? (?:and|or) ")
_LIES_IN = re.compile(r", |,? in (?:the )?")
_CAPITAL = re.compile(r"[^\W\d_]|\d+(?:st|nd|rd|th)$")


def spans(
    document: Document, places: Gazetteer, *, demonyms: bool = False, known: Index | None = None
) -> list[Span]:
    """
    Return the spans of a text that name places, in order, with all the places each may be.

    With names of peoples if `demonyms`; the names of `known` actors are no places.
    """
    known, text = known or index(), document.text
    matches = list(_WORD.finditer(text))
    words = Words(text, [m.span() for m in matches], [m.group() for m in matches], rivals(known))
    barred = Spans(m.span() for m in institutions(known).finditer(text))
    people = _people(document, words)
    raw: list[tuple[int, int, Span]] = []
    i = 0
    while i < len(words.all):
        word = words.all[i]
        if not (word[0].isupper() or word[0].isdigit() or _is_article(words, i)):
            i += 1
            continue
        hit = _longest(words, i, places)
        if hit is None or _is_people(words, hit) or _is_part(words, i, hit[1], hit[2]):
            span = _demonym(words, i, places) if demonyms else None
            if span:
                raw.append((i, i + 1, span))
            i += 1
            continue
        raw.append(hit)
        i = hit[1]
    _force_regions(raw, words)
    chained = _chain(raw, words)
    kept, doubtful, sure = list(_unknown(document, raw, words)), [], set()
    for i, j, span in raw:
        if span.is_demonym or span.is_county or span.is_short or span.start in chained:
            kept.append(span)
            continue
        span.heard = _heard(document, span)
        if not span.candidates:
            kept += [span] if span.heard == "place" else []
            continue
        is_laid = _is_called_region(words, j, span) or BEARING.match(text, span.end)
        namesakes = frozenset() if is_laid else people
        verdict = is_place(words, i, j, span, namesakes, places, barred)
        is_said = span.after_preposition or span.region_after  # to be a place here
        if verdict and not is_said and _begins_name(document, words, j, span):
            continue
        if verdict and j - i == 1 and not is_said and span.key in namesakes:
            verdict = None
        if verdict:
            kept.append(span)
            if is_said:
                sure.add(span.key)
        elif verdict is None:
            doubtful.append(span)
    kept += [span for span in doubtful if span.key in sure]
    return sorted(kept, key=lambda span: span.start)


def _heard(document: Document, span: Span) -> str:
    """Return what the tagger takes exactly these words for, or these and their `Oblast`."""
    for phrase in document.phrases_in(span.start, span.start + 1):
        rest = document.text[span.end : phrase.end].strip().lower()
        if phrase.named and (phrase.end == span.end or rest in groups()["region"]):
            return phrase.kind
    return ""


def _chain(raw: list[tuple[int, int, Span]], words: Words) -> set[int]:
    """
    Return where the names of a chain begin: `along the Kupyansk-Svatove line`.

    Two names and a hyphen may be a surname; so neighbours in a chain must be so on the map, and two
    names that both are of people too make none.
    """
    starts, rival = set(), words.rivals["given"] | words.rivals["surname"] | words.rivals["word"]
    run: list[Span] = []
    for i, j, span in raw:
        if not (run and words.gap(i) in ("-", "–", "‑") and _are_near(run[-1], span)):
            run = []
        run.append(span)
        whole = words.gap(j) not in ("-", "‑") or not words.word(j)[:1].isupper()
        if len(run) > 1 and whole and (len(run) > 2 or not all(s.key in rival for s in run)):
            starts |= {s.start for s in run}
    return starts


def _are_near(one: Span, other: Span) -> bool:
    """Return whether two settlements lie so near that one line may join them."""
    towns = [[p for p in s.candidates if p.kind == "settlement"] for s in (one, other)]
    return any(distance_km(p, q) < CHAIN_KM for p in towns[0] for q in towns[1])


def _begins_name(document: Document, words: Words, j: int, span: Span) -> bool:
    """Return whether a name is the first of a longer one: `Georgia | Ostrell`, `Hewlett | -Packard`."""
    near = list(document.phrases_in(span.start - 60, span.start + 1))
    is_land = any(p.kind == "country" for p in span.candidates)
    if (
        is_land
        and _LAST.search(document.text, max(0, span.start - 30), span.start)
        and any(
            p.kind != "place"
            and p.start < span.start
            and _FIRST.match(document.text, span.end, p.end)
            for p in near
            if p.named
        )
    ):
        return True  # `Agence | France | -Presse`
    if all(p.kind == "settlement" and p.population < LARGE for p in span.candidates):
        if any(p.kind != "place" and _HYPHEN.match(document.text, span.end, p.end) for p in near):
            return True
    names = words.rivals["first"] | words.rivals["given"]
    if span.key not in names or words.word(j) in groups()["title"]:
        return False
    return any(p.named and p.kind == "person" and p.end > span.end for p in near)


def _longest(words: Words, i: int, places: Gazetteer) -> tuple[int, int, Span] | None:
    """Return the longest run of words from word i that the gazetteer knows."""
    first = fold(words.all[i])
    start = words.at[i][0]
    limit = min(LONGEST, places.openers.get(first, 1))
    last = i
    while (
        last + 1 < len(words.all)
        and last + 1 - i < limit
        and (
            words.gap(last + 1) in _JOINED
            or (words.all[last] in ("St", "Ste", "Mt", "Ft", "W") and words.gap(last + 1) == ". ")
        )
    ):
        last += 1
    for j in range(last, i - 1, -1):
        if (j > i and not _CAPITAL.match(words.all[j])) or not words.all[j][0].isupper():
            continue
        end = words.at[j][1]
        key = first if j == i else fold(words.text[start:end])
        if places.has(key) and not _is_tail(words, i, j, key, places):
            span = Span(start, end, key, places.candidates(key))
            if j > i and words.all[j] in groups()["county"]:
                span.end += words.all[j] == "Co"
                span.is_county = any(p.kind == "region" for p in span.candidates)
            return i, j + 1, span
    return None


def _is_people(words: Words, hit: tuple[int, int, Span]) -> bool:
    """Return whether a name is a people's, and no word behind it says that a region is called so: `Somali officer`."""
    _, j, span = hit
    is_people = (
        words.text[span.start : span.end] in people_names() or span.key in groups()["people"]
    )
    return is_people and words.word(j).lower() not in groups()["region"]


def _is_part(words: Words, i: int, j: int, span: Span) -> bool:
    """Return whether a name is only the part before or behind the article of a longer one: `Ain | al-Hilweh`."""
    big = max(LARGE if p.kind in ("country", "area") else p.population for p in span.candidates)
    is_before = words.gap(j) == " " and _is_article(words, j)
    if not _is_article(words, i - 1):
        return big < LARGE and is_before
    first = words.word(i - 2)
    return big < LARGE or (first[:1].isupper() and first not in groups()["opener"])


def _is_article(words: Words, i: int) -> bool:
    """Return whether word i is an Arabic article, joined to a name."""
    word = words.word(i).lower()
    joints = ("-", "‑", " ") if words.word(i) in ("al", "el") else ("-", "‑")
    is_joined = words.gap(i + 1) in joints and words.word(i + 1)[:1].isupper()
    return word in groups()["article"] and is_joined


def _is_tail(words: Words, i: int, j: int, key: str, places: Gazetteer) -> bool:
    """Return whether the last word only says what the name is ("Kursk Oblast")."""
    return (
        j > i
        and words.all[j].lower() in groups()["region"] | {"city"}
        and any(p.kind == "region" for p in places.candidates(key))
        and places.has(key.rpartition(" ")[0])
    )


def _demonym(words: Words, i: int, places: Gazetteer) -> Span | None:
    word = words.all[i]
    for n in (2, 1):
        start, end = words.at[i][0], words.at[min(i + n, len(words.all)) - 1][1]
        code = people_names().get(words.text[start:end])
        if code and code in places:
            return Span(start, end, word, [places[code]], is_demonym=True)
    return None


def _people(document: Document, words: Words) -> frozenset[str]:
    """Return the surnames that the text gives after a given name, a title or an initial, and of whom the tagger hears."""
    given, titles, text = words.rivals["given"], groups()["title"], document.text
    names = [text[p.start : p.end] for p in document.phrases if p.named and p.kind == "person"]
    surnames = {
        fold(n.rpartition(" ")[2])
        for n in names
        if _FULL_NAME.fullmatch(n) and fold(n.split()[0]) in words.rivals["first"]
    }
    for i in range(1, len(words.all)):
        word, before = words.all[i], words.all[i - 1]
        if not word[0].isupper() or not before[0].isupper() or len(word) < 3:
            continue
        gap = words.gap(i)
        initial = len(before) == 1 and gap == ". "
        if gap not in (" ", ". ") or (gap == ". " and not initial and before not in titles):
            continue
        if (
            initial
            or (before in titles and before != "Prime")
            or (fold(before) in given and fold(before) not in words.rivals["word"])
        ):
            surnames.add(fold(word))
    return frozenset(surnames)


def _force_regions(raw: list[tuple[int, int, Span]], words: Words) -> None:
    """Force the reading of names by the state or country that is said to hold them: `, Ky.`, ` in Mali`."""
    drop = []
    for n, (i, j, span) in enumerate(raw):
        before = raw[n - 1][2] if n else span
        joint = _LIES_IN.fullmatch(words.text, before.end, span.start)
        wider = [p for p in span.candidates if p.kind in ("region", "country")]
        is_short = _is_abbreviation(words, i, j, span)
        is_written = words.gap(j)[:1] == "." or words.all[i].isupper()
        row = [s for *_, s in raw[n - 1 : n + 2]] if n else []
        states = _in_row(row, words.text)
        for each, own in zip(row, states, strict=False):
            each.candidates = own
        if (
            joint
            and not states
            and not (is_short and (joint[0] != ", " or words.all[i] in groups()["title"]))
        ):
            is_sure = _is_called_region(words, j, span) or (is_short and is_written)
            _confine(before, span, wider, joint[0], is_sure)
        if is_short:
            is_party = words.gap(i) in ("-", "–") and words.word(i - 1) in ("D", "R", "I")
            is_party = is_party and (is_written or len(span.key) > 2)
            initials = [p for p in wider if "".join(w[0] for w in fold(p.name).split()) == span.key]
            is_whole = "." in words.all[i] and not words.word(j)[:1].isupper()
            if (is_party and wider) or (is_whole and initials):
                span.candidates = wider if is_party else initials
            elif not (
                (joint and joint[0] == ", " and before.region_after) or span.key in ("wva", "dc")
            ):
                drop.append(n)
                continue
            span.is_short = True
            if words.text[span.end : span.end + 1] == "." and not words.all[j - 1].isupper():
                span.end += 1
    for n in reversed(drop):
        del raw[n]


def _confine(span: Span, land: Span, wider: list[Place], joint: str, is_sure: bool) -> None:
    """
    Leave a name only its places in the region or country that is named behind it; behind `,` that has no other sense.

    None of its places is meant where none lies in what is sure to be a region, or `in` what is no big city.
    """
    for place in wider:
        inside = [
            p
            for p in span.candidates
            if p.country == place.country
            and (place.kind == "country" or p.admin1 == place.place_id)
            and p.place_id != place.place_id
        ] or [
            p  # counties that the gazetteer does not say to hold it: `Boston, | Lincolnshire`
            for p in span.candidates
            if place.kind == "region" and p.kind == "settlement" and p.country == place.country
            and fold(place.name) == land.key and distance_km(p, place) < COUNTY_KM
        ]  # fmt: skip
        if inside and place.kind == "country" and _is_listed(span, inside):
            return
        if inside and joint == ", ":
            span.region_after, land.candidates = place.place_id, [place]
        elif inside:
            span.candidates = inside
        if inside:
            return
    is_town = {p.kind for p in span.candidates} == {"settlement"}
    is_seat = any((p.country, span.key) in capitals() for p in span.candidates)
    if (
        joint != ", "
        and wider
        and is_town
        and not is_seat
        and not any(map(_is_city, land.candidates))
    ):
        span.candidates = []
    is_country = any(p.kind == "country" for p in wider)
    is_sure = is_sure or (is_country and not is_seat and not any(map(_is_city, span.candidates)))
    if joint == ", " and is_sure and is_town:
        span.candidates, span.region_after = [], wider[0].place_id


def _in_row(names: list[Span], text: str) -> list[list[Place]]:
    """
    Return the states that three names in a row are: `California, | Maryland and Vermont`.

    Of a big city and the region round it the city is meant: `Damascus, Homs and Aleppo`.
    """
    states = [
        [
            p for p in s.candidates
            if p.kind == "region" and fold(p.name) == s.key and not any(
                _is_city(c) and c.admin1 == p.place_id and fold(c.name) == s.key for c in s.candidates
            )
        ]
        for s in names
    ]  # fmt: skip
    is_row = all(_ROW.fullmatch(text, a.end, b.start) for a, b in pairwise(names))
    return states if len(names) == 3 and all(states) and is_row else []


def _is_listed(span: Span, inside: list[Place]) -> bool:
    """Return whether what a name stands in a row with a country that has a village of that name: `Paris, | Ukraine`."""
    others = [p for p in span.candidates if p not in inside]
    is_city = any(p.kind == "settlement" and p.population > HUGE for p in others)
    is_village = all(p.population < KNOWN for p in inside)
    return any(p.kind == "country" for p in others) or (is_city and is_village)


def _is_called_region(words: Words, j: int, span: Span) -> bool:
    """Return whether the word after a name says it to be a region's: `Donetsk Oblast`."""
    is_region = any(p.kind == "region" for p in span.candidates)
    return is_region and words.gap(j) == " " and words.word(j).lower() in groups()["region"]


def _unknown(document: Document, raw: list[tuple[int, int, Span]], words: Words) -> Iterator[Span]:
    """Yield names that the tagger hears as places and the gazetteer lacks, if the text says where they lie."""
    known = Spans((span.start, span.end) for *_, span in raw)
    regions = {span.start for _, j, span in raw if _is_called_region(words, j, span)}
    towns, text = frozenset(known.starts), document.text
    for p in document.phrases:
        if not (p.named and p.kind == "place") or known.meets(p.start, p.end):
            continue
        joint = next((w for w in (" in ", ", ") if text.startswith(w, p.end)), "")
        bearing = BEARING.match(text, p.end)
        if (joint and p.end + len(joint) in regions) or (bearing and bearing.end() in towns):
            if (
                text[p.start : p.end].split()[-1]
                not in groups()["street"] | groups()["organisation"]
            ):
                yield Span(p.start, p.end, "")


def _is_cut_short(span: Span) -> bool:
    """Return whether a name is the first letters of a state (`Ind`), which may stand for anything else."""
    names = [fold(p.name) for p in span.candidates if p.kind == "region"]
    return any(n.startswith(span.key) and n.split()[0] != span.key for n in names)


def _is_abbreviation(words: Words, i: int, j: int, span: Span) -> bool:
    """Return whether a span is a short form of a state ("Ky.", "W.Va."), fit only after a comma."""
    if span.key in ACRONYM:
        return False
    written = words.text[span.start : span.end]
    if len(span.key) <= 3 and (written.isupper() or "." in written):
        return True
    return (
        len(span.key) <= 5
        and j - i == 1
        and (words.text[span.end : span.end + 1] == "." or _is_cut_short(span))
        and any(
            p.kind == "region" and not f"{fold(p.name)} ".startswith(f"{span.key} ")
            for p in span.candidates
        )
        and not any(p.kind == "country" or _is_city(p) for p in span.candidates)
    )


def _is_city(place: Place) -> bool:
    return place.kind == "settlement" and place.population >= LARGE
