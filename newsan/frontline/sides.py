"""The sides of a war as a table, who of them can hold ground, and the words of a text that name one."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from newsan import lexicons, schema
from newsan.errors import SchemaError
from newsan.study import Study, given

COLUMNS = ("side", "label", "countries", "actors", "colour", "marker")
_REGISTRY = ("actor_id", "name", "aliases", "side")  # columns of it that are used
_NO_SIDE = ("analyst", "other")  # what the registry has for those who belong to none
CONTESTED = "contested"
MOST = 16  # sides: their sets are counted
NOBODY = -1  # of a place that nothing is said of yet; holders else are indices of `Parties.names`
_OWNS = re.compile(r"(?:['’]s?)? ")  # between a land and a group of it
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
    for column in ("side", "countries", "actors"):
        each = [one for cell in own[column] for one in cell.split("|") if one]
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
    owned: frozenset[str]  # names that may stand behind the land they are of, in lower case
    armed: frozenset[str]  # sides that are armed groups by their names

    def of(self, words: str) -> str | None:
        """Return the side that words name, with whatever stands round the name."""
        return next((side for *_, side in self.find(words)), None)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and side of each name in a text; of "Sudan's Janjaweed", the group only."""
        last: tuple[int, int, str] | None = None
        for m in self.pattern.finditer(text):
            name = " ".join(lexicons.straight(m.group()).lower().split())
            if last and not (name in self.owned and _OWNS.fullmatch(text, last[1], m.start())):
                yield last
            last = (*m.span(), self.side[name])
        if last:
            yield last


def side_names(actors: pd.DataFrame | None = None, table: pd.DataFrame | None = None) -> SideNames:
    """
    Return the words that name a side.

    Those of the table of sides; countries that it does not have, their peoples and the capitals that
    stand for their governments, with the country's code as the side; people, institutions and troops of the
    actor registry by its column `side`: a country by name or code, or whatever else a study calls a side;
    armed groups by themselves, an acronym under its full name.

    Examples
    --------
    >>> own = pd.DataFrame({"actor_id": ["veldan"], "name": ["Veldan Brigade"], "aliases": [""],
    ...     "side": ["UA"]})
    >>> side_names(own).of("the Veldan Brigade"), side_names(own).of_actor
    ('UA', {'veldan': 'UA'})
    >>> side_names().of("Israeli troops"), side_names().of("Chechen units")
    ('IL', 'RU')
    """
    own = schema.require(read_sides() if table is None else table, "sides")
    registry = None if actors is None else _cells(actors, _REGISTRY)
    return _side_names(registry, _cells(own, COLUMNS[:4]))


def _cells(table: pd.DataFrame, columns: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(zip(*(table[c].fillna("") for c in columns), strict=True))


@functools.lru_cache(maxsize=8)
def _side_names(
    actors: tuple[tuple[str, ...], ...] | None, table: tuple[tuple[str, ...], ...]
) -> SideNames:
    actors = _cells(lexicons.shipped("actors"), _REGISTRY) if actors is None else actors
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
    lands = {*known}
    of_actor = {}
    for actor_id, name, aliases, party in actors:
        if not party or party in _NO_SIDE:
            continue
        of_actor[actor_id] = code_of.get(party, party)
        for one in (name, *aliases.split("|")):
            if len(one) >= _SHORTEST and one[:1].isupper():
                known.setdefault(one, of_actor[actor_id])
    armed = _armed_groups()
    for name, side in armed.items():
        known.setdefault(name, side)
    known = {name: side for name, side in known.items() if name and side}
    owned = frozenset(lexicons.straight(n).lower() for n in {*known} - lands | {*armed})
    known = {n.upper(): s for n, s in known.items()} | known
    pattern = rf"(?<![\w-]){lexicons.alternation(known)}(?!\w)"
    spelt = {lexicons.straight(n).lower(): s for n, s in known.items()}
    listed = frozenset(row[0] for row in table)
    groups = frozenset(armed.values()) - listed
    return SideNames(re.compile(pattern), spelt, of_actor, of_country, listed, owned, groups)


def _armed_groups() -> dict[str, str]:
    """Return the names of armed groups and the side each is: the full name of an acronym that has one in the table."""
    words = [r["word"] for r in lexicons.rows("armed_groups") if r["word"][0].isupper()]
    full = {"".join(part[0] for part in w.split()): w for w in words if " " in w}
    whole = {w: full.get(w, w).replace("*", "s") for w in words}
    return {w.rstrip("*"): side for w, side in whole.items()} | {s: s for s in whole.values()}


@dataclass(frozen=True)
class Parties:
    """The sides in order, `contested` last, and the index of the side whose home each country is, by code."""

    names: tuple[str, ...]
    at_home: dict[str, int]

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides, without `contested`."""
        return self.names[:-1]

    @property
    def contested(self) -> int:
        """The index of contested ground."""
        return len(self.names) - 1

    def countries(self, side: str) -> tuple[str, ...]:
        """Return the codes of a side's countries."""
        return tuple(code for code, index in self.at_home.items() if self.names[index] == side)

    @functools.cached_property
    def opponent(self) -> np.ndarray:
        """The other of two sides, by index; nobody where there are more, or fewer. Last, that of nobody."""
        n = len(self.sides)
        return np.array([1, 0, NOBODY]) if n == 2 else np.full(n + 1, NOBODY)

    # Sets of holders are bits: the bit of each, of nobody at the end; which one is alone in a set, and
    # which sets have several.
    @functools.cached_property
    def bit(self) -> np.ndarray:
        """The bit of each holder; that of nobody, the last, is none."""
        return np.array([*(1 << n for n in range(len(self.names))), 0])

    @functools.cached_property
    def only(self) -> np.ndarray:
        """Who is alone in a set; `contested` for sets of several, and the empty one."""
        alone = np.full(self.bit.sum() + 1, self.contested)
        alone[self.bit[:-1]] = range(len(self.names))
        return alone

    @functools.cached_property
    def several(self) -> np.ndarray:
        """Whether a set has several."""
        return np.array([n.bit_count() > 1 for n in range(len(self.only))])


def parties(
    control: pd.DataFrame | None = None, *, study: Study | str | Path | None = None
) -> Parties:
    """
    Return who can hold ground.

    The study's sides; without a study that has any, the shipped ones where a control table names no others,
    else those that it names, each at home in the country whose code it is.

    Raises
    ------
    SchemaError
        There are more than 16 sides.

    Examples
    --------
    >>> parties().names, parties(pd.DataFrame({"controller": ["Tamm", "Harrow"]})).names
    (('UA', 'RU', 'contested'), ('Harrow', 'Tamm', 'contested'))
    """
    table = sides_of(None, study)
    shipped = lexicons.shipped("sides")
    named = set() if control is None else set(control["controller"].dropna()) - {CONTESTED}
    if table is None and named <= set(shipped["side"]):
        table = shipped
    if table is None:
        table = pd.DataFrame({"side": sorted(named), "countries": sorted(named)})
    if len(table) > MOST:
        raise SchemaError(f"{len(table)} sides hold ground: at most {MOST} can be told apart.")
    countries = [codes.split("|") for codes in table["countries"]]
    home = {code: n for n, codes in enumerate(countries) for code in codes if code}
    return Parties((*table["side"], CONTESTED), home)
