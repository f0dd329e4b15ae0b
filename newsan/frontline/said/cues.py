"""The words that say what happens to ground, and whose troops are meant, as compiled patterns."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from newsan import lexicons

SIDES = ("UA", "RU")


@dataclass(frozen=True)
class Cue:
    """One pattern, the relation it names, and where its agent stands."""

    pattern: re.Pattern[str]
    relation: str
    agent: str


@functools.cache
def cues() -> tuple[Cue, ...]:
    """Return the cues of the shipped table in its order: earlier ones win where two overlap."""
    return tuple(
        Cue(
            re.compile(rf"(?<![\w-])(?:{r['pattern']})(?![\w-])", re.IGNORECASE),
            r["relation"],
            r["agent"],
        )
        for r in lexicons.rows("front_cues")
        if r["kind"] == "cue"
    )


@functools.cache
def words(kind: str) -> re.Pattern[str]:
    """Return one pattern for all words of a kind, in any case."""
    body = "|".join(r["pattern"] for r in lexicons.rows("front_cues") if r["kind"] == kind)
    return re.compile(rf"(?<![\w-])(?:{body})(?!-?\w)", re.IGNORECASE)


@functools.cache
def states() -> frozenset[str]:
    """Return the names, in lower case, of the states at war and of their capitals."""
    rows = [r for r in lexicons.rows("countries") if r["code"] in SIDES]
    return frozenset(r[c].lower() for r in rows for c in ("name", "capital_of_government"))


@functools.cache
def sides() -> tuple[re.Pattern[str], dict[str, str]]:
    """
    Return a pattern of the words that name a side, and the side of each.

    Countries, their peoples and the capitals that stand for their governments; people, institutions
    and troops of the actor registry; peoples that fight on a side.
    """
    known: dict[str, str] = {}
    for row in lexicons.rows("countries"):
        if row["code"] in SIDES:
            for name in (
                row["name"],
                *row["aliases"].split("|"),
                *row["demonyms"].split("|"),
                row["capital_of_government"],
            ):
                known[name] = row["code"]
    for row in lexicons.rows("actors"):
        side = side_of(row["side"])
        if side is not None:
            for name in (row["name"], *row["aliases"].split("|")):
                if len(name) > 3 and name[:1].isupper():
                    known.setdefault(name, side)
    for row in lexicons.rows("front_cues"):
        if row["kind"] == "ally":
            known |= dict.fromkeys(row["pattern"].split("|"), row["relation"])
    known.pop("", None)
    names = sorted(known, key=lambda n: (-len(n), n))
    body = "|".join(map(re.escape, names))
    return (
        re.compile(rf"(?<!\w)(?<!pro-)(?<!anti-)(?<!non-)(?:{body})(?!\w)", re.IGNORECASE),
        {name.lower(): side for name, side in known.items()},
    )


def side_of(party: object) -> str | None:
    """Return the code of a party of the actor registry; missing for those that hold no front."""
    codes = {r["name"]: r["code"] for r in lexicons.rows("countries") if r["code"] in SIDES}
    return codes.get(str(party))


@functools.cache
def actor_sides() -> dict[str, str]:
    """Return the side of each actor of the registry that has one."""
    found = {r["actor_id"]: side_of(r["side"]) for r in lexicons.rows("actors")}
    return {actor: side for actor, side in found.items() if side}
