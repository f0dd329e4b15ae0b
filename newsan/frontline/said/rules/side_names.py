"""The two sides of the front, and the words of a text that name one."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import pandas as pd

from newsan import lexicons

# The sides that the rules were written with: those of the shipped table, countries by code.
SIDES = tuple(row["side"] for row in lexicons.rows("sides"))
OPPONENT = dict(zip(SIDES, reversed(SIDES), strict=True))


@dataclass(frozen=True)
class SideNames:
    """A pattern of the words that name a side, the side of each in lower case, and of each actor."""

    pattern: re.Pattern[str]
    side: dict[str, str]
    of_actor: dict[str, str]

    def name(self, words: str) -> bool:
        """Tell whether words are a side's name and nothing else."""
        return self.pattern.fullmatch(words) is not None


def side_names(actors: pd.DataFrame | None = None) -> SideNames:
    """
    Return the words that name a side.

    Countries, their peoples and the capitals that stand for their governments; people, institutions
    and troops of the actor registry whose `side` is a country at war, by name or code; peoples that
    fight on a side.

    Parameters
    ----------
    actors
        A registry of actors; by default the shipped one.

    Examples
    --------
    >>> own = pd.DataFrame({"actor_id": ["veldan"], "name": ["Veldan Brigade"], "aliases": [""],
    ...     "side": ["UA"]})
    >>> side_names(own).side["veldan brigade"], side_names(own).of_actor
    ('UA', {'veldan': 'UA'})

    """
    if actors is None:
        return _of_registry(None)
    columns = [actors[c] for c in ("actor_id", "name", "aliases", "side")]
    return _of_registry(tuple(zip(*columns, strict=True)))


@functools.lru_cache(maxsize=8)
def _of_registry(actors: tuple[tuple[str, str, str, str], ...] | None) -> SideNames:
    if actors is None:
        rows = lexicons.rows("actors")
        actors = tuple((r["actor_id"], r["name"], r["aliases"], r["side"]) for r in rows)
    countries = [r for r in lexicons.rows("countries") if r["code"] in SIDES]
    parties = {r[c]: r["code"] for r in countries for c in ("name", "code")}
    known: dict[str, str] = {}
    for row in countries:
        names = f"{row['name']}|{row['aliases']}|{row['demonyms']}|{row['capital_of_government']}"
        known |= dict.fromkeys(names.split("|"), row["code"])
    of_actor = {}
    for actor_id, name, aliases, party in actors:
        if party in parties:
            of_actor[actor_id] = parties[party]
            for one in (name, *aliases.split("|")):
                if len(one) > 3 and one[:1].isupper():
                    known.setdefault(one, parties[party])
    for row in lexicons.rows("front_cues"):
        if row["kind"] == "ally":
            known |= dict.fromkeys(row["pattern"].split("|"), row["relation"])
    known.pop("", None)
    body = "|".join(map(re.escape, sorted(known, key=lambda n: (-len(n), n))))
    return SideNames(
        re.compile(rf"(?<!\w)(?<!pro-)(?<!anti-)(?<!non-)(?:{body})(?!\w)", re.IGNORECASE),
        {name.lower(): side for name, side in known.items()},
        of_actor,
    )


@functools.cache
def states() -> frozenset[str]:
    """Return the names, in lower case, of the states at war and of their capitals."""
    rows = [r for r in lexicons.rows("countries") if r["code"] in SIDES]
    return frozenset(r[c].lower() for r in rows for c in ("name", "capital_of_government"))
