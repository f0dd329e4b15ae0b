"""The words of a text, the lists that they are looked up in, and spans of them that may name a place."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from newsan import lexicons
from newsan.actors.registry import Index
from newsan.gazetteer import Place, distance_km, fold

KNOWN, LARGE, HUGE = 2_000, 100_000, 1_000_000
ACRONYM = frozenset(("us", "uk", "usa", "uae", "drc", "dprk"))

_BREAK = re.compile(r"[.!?:;\n“\"”•|]")
BEARING = re.compile(
    r"(?:\s\(|,\s)(?:about |around |roughly |some |approximately |just )?(\d+)\s?-?"
    r"(km|kilomet(?:er|re)s?|mi|miles?)\b(?:\s[\w-]+){1,2}?\s(?:of|from)\s"
)
MILE_KM = 1.609
ELSEWHERE_KM = 1000.0  # from where a bearing puts it, the only town of a name is another one
SLACK_KM, SLACK = 8.0, 0.35  # what a rounded distance and a town's width may differ by


@dataclass(slots=True)
class Span:
    """One stretch of a text that may name a place, and the places it may be."""

    start: int
    end: int
    key: str
    candidates: list[Place] = field(default_factory=list)
    after_preposition: bool = False
    region_after: str = ""  # the place id that ", State" or ", Country" forces
    is_demonym: bool = False
    is_county: bool = False
    heard: str = ""  # what the tagger takes exactly these words for
    is_placed: bool = False  # by a distance from another name: it shares no sense with namesakes
    is_short: bool = False  # a short form of a state, vouched for by the place before it


@dataclass(slots=True)
class Words:
    """The words of a text and what stands between them."""

    text: str
    at: list[tuple[int, int]]
    all: list[str]
    rivals: dict[str, frozenset[str]]  # see `newsan.places.place_words`

    def gap(self, i: int) -> str:
        """Return what stands between word i - 1 and word i."""
        if i <= 0:
            return "\n"
        if i >= len(self.at):
            return self.text[self.at[-1][1] :] + "\n"
        return self.text[self.at[i - 1][1] : self.at[i][0]]

    def word(self, i: int) -> str:
        """Return a word, or nothing beyond the ends."""
        return self.all[i] if 0 <= i < len(self.all) else ""

    def starts_sentence(self, i: int) -> bool:
        """Return whether a break stands before word i."""
        return i == 0 or bool(_BREAK.search(self.gap(i)))


@functools.cache
def groups() -> dict[str, frozenset[str]]:
    """Return the cue words by group (prepositions, titles, suffixes of organisations, ...)."""
    by_group: dict[str, set[str]] = defaultdict(set)
    for row in lexicons.rows("place_cues"):
        by_group[row["group"]].add(row["word"])
    return {group: frozenset(words) for group, words in by_group.items()}


@functools.lru_cache(maxsize=8)  # registries
def rivals(known: Index) -> dict[str, frozenset[str]]:
    """Return folded words that are more often something else: given names, surnames, words."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for row in lexicons.rows("place_rivals"):
        by_kind[row["kind"]].add(row["word"])
    for row in known.rows.values():
        if row["kind"] == "person":
            by_kind["actor"].add(fold(row["name"]).split()[-1])
            by_kind["given"].add(fold(row["name"]).split()[0])
    by_kind["actor"] |= {fold(row["holder"]).split()[-1] for row in lexicons.rows("offices")}
    by_kind["first"] = {row["name"] for row in lexicons.rows("given_names")}
    by_kind["actor"] |= {fold(row["word"]) for row in lexicons.rows("armed_groups")}
    return {kind: frozenset(words) for kind, words in by_kind.items()}


@functools.cache
def demonyms() -> dict[str, str]:
    """Return the id of the country or area that each name of a people belongs to."""
    ids = {}
    for row in lexicons.rows("countries"):
        for word in filter(None, row["demonyms"].split("|")):
            ids[word] = row["code"] or "area-" + fold(row["name"]).replace(" ", "-")
    return ids


@functools.cache
def capitals() -> dict[tuple[str, str], str]:
    """Return the capitals whose names stand for governments: (country, folded name) to country."""
    return {
        (row["code"], fold(row["capital_of_government"])): row["code"]
        for row in lexicons.rows("countries")
        if row["capital_of_government"]
    }


@functools.lru_cache(maxsize=8)  # registries
def institutions(known: Index) -> re.Pattern[str]:
    """Return a pattern of a registry's institutions whose names are runs of capitalised words."""
    names = set()
    for row in known.rows.values():
        if row["kind"] in ("institution", "group"):
            for name in (row["name"], *row["aliases"].split("|")):
                words = name.split()
                if len(words) > 1 and words[-1][:1].isupper() and " in " not in name:
                    names.add(re.sub(r"^the ", "", name.split("-based ")[-1]))
    ordered = sorted(names, key=lambda n: (-len(n), n))
    return re.compile(r"\b(?:" + ("|".join(map(re.escape, ordered)) or "(?!)") + r")\b")


def confine(spans: list[Span], text: str) -> None:
    """
    Leave each name with a bearing only the places that lie as far from the other name as it says.

    Where none of several does, it is one that the gazetteer lacks.
    """
    for span, anchor in pairwise(spans):
        bearing = BEARING.match(text, span.end)
        if not bearing or bearing.end() != anchor.start or span.is_demonym or span.is_county:
            continue
        far = int(bearing[1]) * (MILE_KM if bearing[2].startswith("mi") else 1.0)
        towns = [p for p in span.candidates if p.kind == "settlement"]
        near = [p for p in towns if any(_fits(p, q, far) for q in anchor.candidates)]
        off = [distance_km(p, q) for p in towns for q in anchor.candidates if q.has_point]
        if near or (off and (len(towns) > 1 or min(off) > ELSEWHERE_KM)):
            span.candidates, span.is_placed = near, True


def _fits(place: Place, anchor: Place, far: float) -> bool:
    return abs(distance_km(place, anchor) - far) <= SLACK_KM + SLACK * far
