"""The registry of actors: names, aliases, roles, and where they occur in a text."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from newsan import lexicons, schema
from newsan.actors.names import PARTICLES, TITLES
from newsan.errors import SchemaError
from newsan.study import ACTOR_KINDS, Study, given

COLUMNS = tuple(
    "actor_id name aliases ambiguous kind role side country wikidata pronouns colour marker notes".split()
)
_NEEDED = ("actor_id", "name")
OUTLET = "news outlet"  # the role of what a study names as one
_LATIN = str.maketrans({"’": "'", "‘": "'", "‑": "-", "ʼ": "'"})


def registry(source: str | Path | pd.DataFrame | None = None) -> pd.DataFrame:
    """
    Load the registry of actors, with a user's own rows merged in.

    Parameters
    ----------
    source
        A CSV file or a frame with at least `actor_id` and `name`; further columns as in the
        shipped table: `aliases` separated by `|`; `ambiguous`, those names that are as often
        something else's, believed only where the article has the actor's country or another name;
        `kind` {person, institution, state, group}; `role`, `side`, `country`, `wikidata`,
        `pronouns`, `colour`, `marker`, `notes`. A row with an `actor_id` of the shipped registry
        replaces that row's non-blank fields and adds to its
        aliases. `None` gives the shipped registry alone.

    Returns
    -------
    registry
        One row an actor, all columns `str`, blank where nothing is known. `attrs["conflicts"]`
        lists aliases that several actors share, as sentences.

    Raises
    ------
    ReadError
        The file cannot be read as CSV.
    SchemaError
        A needed column is missing, an id or name is blank, or a `kind` is unknown.

    Examples
    --------
    >>> table = registry()
    >>> table.loc[table["actor_id"] == "mark-rutte", "name"].item()
    'Mark Rutte'
    """
    shipped = lexicons.shipped("actors").copy()
    if source is not None:
        shipped = _merge(shipped, _own(source))
    shipped.attrs["conflicts"] = _conflicts(shipped)
    return shipped


def of_study(table: pd.DataFrame | None, study: Study | str | Path | None) -> pd.DataFrame | None:
    """
    Return the registry that a verb uses: the one it was given, else the shipped one with the study's rows.

    The study's outlets that the registry lacks are institutions of their own in it. None, for the shipped
    registry, where the study names no actors and there is no table.
    """
    own = given(study)
    return table if table is not None or own is None else _merge_study(own)


@functools.lru_cache(maxsize=8)
def _merge_study(study: Study) -> pd.DataFrame | None:
    table = None if study.actors is None else registry(study.actors)
    known = index(table).names
    outlets = [
        {"actor_id": fold(o).replace(" ", "-"), "name": o, "kind": "institution", "role": OUTLET,
         "pronouns": "it/its"} for o in study.outlets if fold(o) not in known
    ]  # fmt: skip
    if not outlets:
        return table
    added = pd.DataFrame(outlets)
    return registry(added if study.actors is None else pd.concat([study.actors, added]).fillna(""))


def _own(source: str | Path | pd.DataFrame) -> pd.DataFrame:
    """Return a user's actors, checked."""
    own = lexicons.users(source, what="the actor registry", needed=_NEEDED, columns=COLUMNS)
    wrong = sorted(set(own["kind"]) - {*ACTOR_KINDS, ""})
    if wrong:
        raise SchemaError(
            f"Unknown actor kind {wrong[0]!r}; it should be one of {', '.join(ACTOR_KINDS)}."
        )
    own.loc[own["kind"] == "", "kind"] = "person"
    return own


def _merge(shipped: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    rows = {r["actor_id"]: r for r in shipped.to_dict("records")}
    for new in own.to_dict("records"):
        old = rows.get(new["actor_id"])
        if old is None:
            rows[new["actor_id"]] = new
            continue
        aliases = dict.fromkeys([*old["aliases"].split("|"), *new["aliases"].split("|")])
        rows[new["actor_id"]] = {k: (new[k] or old[k]) for k in COLUMNS} | {
            "aliases": "|".join(a for a in aliases if a)
        }
    return pd.DataFrame(list(rows.values()), columns=list(COLUMNS)).astype("str")


def _conflicts(table: pd.DataFrame) -> list[str]:
    owners: dict[str, list[str]] = {}
    for row in table.itertuples():
        for name in dict.fromkeys([row.name, *row.aliases.split("|")]):
            if name:
                owners.setdefault(fold(name), []).append(row.actor_id)
    return [
        f"{name!r} may be {' or '.join(ids)}"
        for name, ids in sorted(owners.items())
        if len(set(ids)) > 1
    ]


@functools.lru_cache(maxsize=16_384)
def fold(name: str) -> str:
    """Fold a name for comparison: case, accents, apostrophes and white space."""
    plain = unicodedata.normalize("NFKD", name.translate(_LATIN))
    plain = "".join(c for c in plain if not unicodedata.combining(c) or c in "\u0306\u0308")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", plain)).strip().casefold()


_HONORIFICS = frozenset("mr mrs ms miss sir".split())
_OUTLET = re.compile(r"\b(?:news|newspaper|broadcaster|outlet)\b")


@dataclass(frozen=True, eq=False)
class Index:
    """A registry made ready for lookup in texts."""

    rows: dict[str, dict[str, str]]
    names: dict[str, tuple[str, ...]]  # folded name -> actor ids
    pattern: re.Pattern[str]

    def owners(self, name: str) -> tuple[str, ...]:
        """Return the ids of the actors who bear a name."""
        return self.names.get(fold(name), ())

    @functools.cached_property
    def outlets(self) -> frozenset[str]:
        """The ids of news outlets, by their role."""
        return frozenset(a for a, row in self.rows.items() if _OUTLET.search(row["role"]))

    def sort(self, actor_id: str, name: str) -> str:
        """
        Return what sort of name of an actor's some words are.

        Of a person `full` (with the given name), `surname` (alone or after `Mr`), `titled` (after a
        title of theirs) or `office` (none of the person's names in it); of others `full` or `short`.
        """
        row, low = self.rows[actor_id], fold(name).removeprefix("the ")
        if row["kind"] != "person":
            return "short" if " " not in low and low != fold(row["name"]) else "full"
        if low == fold(row["name"]):
            return "full"
        own, families = fold(row["name"]).split(), self.families(actor_id)
        words = low.split()
        if not ({*own, *families} & {w.removesuffix("'s") for w in words} - PARTICLES):
            return "office"
        rest = [
            w for w in words if w.strip(".") not in _HONORIFICS and w not in families | PARTICLES
        ]
        if not rest:
            return "surname"
        return "titled" if all(w.strip(".") in TITLES for w in rest) else "full"

    def families(self, actor_id: str) -> frozenset[str]:
        """Return a person's family name in its spellings, in lower case."""
        row = self.rows[actor_id]
        alone = {n for n in fold(row["aliases"]).split("|") if n and " " not in n}
        return frozenset((fold(row["name"]).split()[-1], *alone))

    def is_ambiguous(self, actor_id: str, name: str) -> bool:
        """Return whether a name is as often something else's, by the registry's column `ambiguous`."""
        names = self.rows[actor_id]["ambiguous"].split("|")
        return fold(name).removeprefix("the ") in {fold(n).removeprefix("the ") for n in names if n}

    @functools.cached_property
    def sides(self) -> dict[str, str]:
        """The country codes of the states that are sides of their own, by side."""
        return {
            r["side"]: r["country"]
            for r in self.rows.values()
            if r["kind"] == "state" and r["side"] in (r["name"], r["country"])
        }

    def names_of_state(self, code: str) -> tuple[str, ...]:
        """Return what the registry calls a country's state, and the bodies of it that are no outlets."""
        return tuple(
            n.removeprefix("the ")
            for r in self.rows.values()
            if r["country"] == code
            and (r["kind"] == "state" or (r["kind"] == "institution" and r["side"] in self.sides))
            and r["actor_id"] not in self.outlets
            for n in (r["name"], *r["aliases"].split("|"))
            if n and not self.is_ambiguous(r["actor_id"], n)
        )


_CACHE: dict[int, tuple[pd.DataFrame, Index]] = {}


def index(table: pd.DataFrame | None = None) -> Index:
    """Return the lookup index of a registry (the shipped one by default), built once a frame."""
    table = lexicons.shipped("actors") if table is None else table
    cached = _CACHE.get(id(table))
    if cached is not None and cached[0] is table:
        return cached[1]
    made = _index(schema.require(table, "registry"))
    if len(_CACHE) > 8:
        _CACHE.clear()
    _CACHE[id(table)] = (table, made)
    return made


def _index(table: pd.DataFrame) -> Index:
    names: dict[str, dict[str, None]] = {}
    spellings: dict[str, None] = {}
    rows = {}
    for row in table.to_dict("records"):
        row = dict.fromkeys(COLUMNS, "") | {k: v for k, v in row.items() if not pd.isna(v)}
        rows[row["actor_id"]] = row  # a small frame of the user's
        for name in [row["name"], *row["aliases"].split("|")]:
            name = name.strip()
            if len(name) < 2:  # "X" needs its context: see `medium`
                continue
            names.setdefault(fold(name), {})[row["actor_id"]] = None
            spellings[re.sub(r"^the ", "", name)] = None
    firsts = "".join(re.escape(c) for c in sorted({n[0] for n in spellings}))
    names_any = (
        rf"(?=[{firsts}])(?<![\w-]){lexicons.alternation(spellings)}" if spellings else "(?!)"
    )
    pattern = re.compile(rf"{names_any}(?!\w)(?!-\w)")  # the first letter rules most places out
    return Index(rows, {k: tuple(v) for k, v in names.items()}, pattern)
