"""The small word lists that place finding reads from CSV resources."""

from __future__ import annotations

import functools
import re
from collections import defaultdict

from newsan import lexicons
from newsan.actors.registry import Index
from newsan.gazetteer import fold


@functools.cache
def groups() -> dict[str, frozenset[str]]:
    """Return the cue words by group (prepositions, titles, suffixes of organisations, ...)."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in lexicons.rows("place_cues"):
        found[row["group"]].add(row["word"])
    return {group: frozenset(words) for group, words in found.items()}


@functools.lru_cache(maxsize=8)  # registries
def rivals(known: Index) -> dict[str, frozenset[str]]:
    """Return folded words that are more often something else: given names, surnames, words."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in lexicons.rows("place_rivals"):
        found[row["kind"]].add(row["word"])
    for row in known.rows.values():
        if row["kind"] == "person":
            found["actor"].add(fold(row["name"]).split()[-1])
            found["given"].add(fold(row["name"]).split()[0])
    return {kind: frozenset(words) for kind, words in found.items()}


@functools.cache
def demonyms() -> dict[str, str]:
    """Return the id of the country or area that each name of a people belongs to."""
    found = {}
    for row in lexicons.rows("countries"):
        for word in filter(None, row["demonyms"].split("|")):
            found[word] = row["code"] or "area-" + fold(row["name"]).replace(" ", "-")
    return found


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
