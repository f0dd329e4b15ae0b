"""The sides of a war as a table, and the words of a text that name one."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from newsan import lexicons, schema
from newsan.errors import SchemaError
from newsan.study import Study, given

COLUMNS = ("side", "label", "countries", "actors", "colour", "marker")
_NO_SIDE = ("analyst", "other")  # what the registry has for those who belong to none
_SHORTEST = 4  # letters of a registered actor's name that is looked for without more


def read_sides(source: str | Path | pd.DataFrame | None = None) -> pd.DataFrame:
    """
    Load a table of sides: any number of them, each with its countries and those who fight on it.

    Parameters
    ----------
    source
        A CSV file or a frame with at least `side`; further `label`, `countries` (codes) and `actors` (names
        as texts have them), separated by `|`, `colour`, `marker`. `None` gives the shipped table.

    Returns
    -------
    sides
        One row a side, all columns `str`, blank where nothing is given.

    Raises
    ------
    ReadError
        The file cannot be read as CSV.
    SchemaError
        `side` is missing, blank or there twice, or a country or an actor is on two sides.

    Examples
    --------
    >>> own = pd.DataFrame({"side": ["Tamm", "Harrow"], "actors": ["Tamm Guards", "Harrow Front|HF"]})
    >>> read_sides(own)["side"].tolist(), read_sides()["side"].tolist()
    (['Tamm', 'Harrow'], ['UA', 'RU'])
    """
    if source is None:
        return lexicons.shipped("sides").copy()
    own = lexicons.users(source, what="the table of sides", needed=("side",), columns=COLUMNS)
    for column, cells in (
        ("side", own["side"]),
        ("countries", own["countries"]),
        ("actors", own["actors"]),
    ):
        each = [one for cell in cells for one in cell.split("|") if one]
        if twice := sorted({one for one in each if each.count(one) > 1}):
            raise SchemaError(f"The table of sides has {twice[0]!r} twice in its column {column}.")
    return own


def sides_of(table: pd.DataFrame | None, study: Study | str | Path | None) -> pd.DataFrame | None:
    """Return the sides that a verb uses: those given, else the study's; None for the shipped ones."""
    own = given(study)
    return own.sides if table is None and own is not None else table


@dataclass(frozen=True)
class SideNames:
    """A pattern of the words that name a side, the side of each in lower case, of each actor and country; a table's."""

    pattern: re.Pattern[str]
    side: dict[str, str]
    of_actor: dict[str, str]
    of_country: dict[str, str]
    listed: frozenset[str]

    def of(self, words: str) -> str | None:
        """Return the side that words name, with whatever stands round the name."""
        found = self.pattern.search(words)
        if found is None:
            return None
        return self.side[" ".join(lexicons.straight(found.group()).lower().split())]


def side_names(actors: pd.DataFrame | None = None, table: pd.DataFrame | None = None) -> SideNames:
    """
    Return the words that name a side.

    Those of the table of sides; countries that it does not have, their peoples and the capitals that
    stand for their governments, with the country's code as the side; people, institutions and troops of the
    actor registry by its column `side`: a country by name or code, or whatever else a study calls a side.

    Parameters
    ----------
    actors
        A registry of actors; by default the shipped one.
    table
        A table of sides; by default the shipped one.

    Examples
    --------
    >>> own = pd.DataFrame({"actor_id": ["veldan"], "name": ["Veldan Brigade"], "aliases": [""],
    ...     "side": ["UA"]})
    >>> side_names(own).of("the Veldan Brigade"), side_names(own).of_actor
    ('UA', {'veldan': 'UA'})
    >>> side_names().of("Israeli troops"), side_names().of("Chechen units")
    ('IL', 'RU')
    """
    columns = ("actor_id", "name", "aliases", "side")
    registry = (
        None
        if actors is None
        else tuple(zip(*(actors[c].fillna("") for c in columns), strict=True))
    )
    own = schema.require(read_sides() if table is None else table, "sides")
    own = own.assign(**{c: own[c].fillna("") for c in COLUMNS[:4]})
    return _of(registry, tuple(zip(*(own[c] for c in COLUMNS[:4]), strict=True)))


@functools.lru_cache(maxsize=8)
def _of(
    actors: tuple[tuple[str, ...], ...] | None, table: tuple[tuple[str, ...], ...]
) -> SideNames:
    if actors is None:
        rows = lexicons.rows("actors")
        actors = tuple((r["actor_id"], r["name"], r["aliases"], r["side"]) for r in rows)
    known: dict[str, str] = {}
    of_country = {code: row[0] for row in table for code in row[2].split("|") if code}
    for side, label, _, names in table:
        known |= dict.fromkeys((label, *names.split("|")), side)
    code_of: dict[str, str] = {}
    for row in lexicons.rows("countries"):
        side = of_country.setdefault(row["code"], row["code"])
        names = f"{row['name']}|{row['aliases']}|{row['demonyms']}|{row['capital_of_government']}"
        for name in names.split("|"):
            known.setdefault(name, side)
        code_of |= dict.fromkeys((row["name"], row["code"]), side)
    of_actor = {}
    for actor_id, name, aliases, party in actors:
        if not party or party in _NO_SIDE:
            continue
        of_actor[actor_id] = code_of.get(party, party)
        for one in (name, *aliases.split("|")):
            if len(one) >= _SHORTEST and one[:1].isupper():
                known.setdefault(one, of_actor[actor_id])
    known.pop("", None)
    known = {n.upper(): s for n, s in known.items()} | known
    pattern = rf"(?<![\w-]){lexicons.alternation(known)}(?!\w)"
    spelt = {lexicons.straight(n).lower(): s for n, s in known.items()}
    listed = frozenset(row[0] for row in table)
    return SideNames(re.compile(pattern), spelt, of_actor, of_country, listed)
