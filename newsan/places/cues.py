"""The small word lists that place finding reads from CSV resources."""

from __future__ import annotations

import csv
import functools
import re
from collections import defaultdict
from importlib import resources

from newsan.gazetteer import fold


def _rows(name: str) -> list[dict[str, str]]:
    file = resources.files("newsan.resources").joinpath(name)
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@functools.cache
def groups() -> dict[str, frozenset[str]]:
    """Return the cue words by group (prepositions, titles, suffixes of organisations, ...)."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows("place_cues.csv"):
        found[row["group"]].add(row["word"])
    return {group: frozenset(words) for group, words in found.items()}


@functools.cache
def rivals() -> dict[str, frozenset[str]]:
    """Return folded words that are more often something else: given names, surnames, words."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows("place_rivals.csv"):
        found[row["kind"]].add(row["word"])
    for row in _rows("actors.csv"):
        if row["kind"] == "person":
            found["actor"].add(fold(row["name"]).split()[-1])
            found["given"].add(fold(row["name"]).split()[0])
    return {kind: frozenset(words) for kind, words in found.items()}


@functools.cache
def demonyms() -> dict[str, str]:
    """Return the id of the country or area that each name of a people belongs to."""
    found = {}
    for row in _rows("countries.csv"):
        for word in filter(None, row["demonyms"].split("|")):
            found[word] = row["code"] or "area-" + fold(row["name"]).replace(" ", "-")
    return found


@functools.cache
def capitals() -> dict[tuple[str, str], str]:
    """Return the capitals whose names stand for governments: (country, folded name) to country."""
    return {
        (row["code"], fold(row["capital_of_government"])): row["code"]
        for row in _rows("countries.csv")
        if row["capital_of_government"]
    }


@functools.cache
def institutions() -> re.Pattern[str]:
    """Return a pattern of the registry's institutions whose names are runs of capitalised words."""
    names = set()
    for row in _rows("actors.csv"):
        if row["kind"] in ("institution", "group"):
            for name in (row["name"], *row["aliases"].split("|")):
                words = name.split()
                if len(words) > 1 and words[-1][:1].isupper() and " in " not in name:
                    names.add(re.sub(r"^the ", "", name.split("-based ")[-1]))
    ordered = sorted(names, key=lambda n: (-len(n), n))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, ordered)) + r")\b")
