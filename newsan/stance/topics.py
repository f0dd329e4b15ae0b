"""The table of topics: what a claim is about, and the words that say yes or no to it."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from newsan import lexicons
from newsan.errors import SchemaError

COLUMNS = (
    "topic", "label", "kind", "sides", "places", "needs", "proposition", "about", "asserts", "denies",
    "reports", "notes", "source", "licence",
)  # fmt: skip
KINDS = ("fact", "proposal")
ANY = "*"  # among the sides: one more country or armed group, whichever
NONE = "none"  # the effect of a rule after which nothing is given
_NEEDED = ("topic", "proposition", "about")
_PATTERNS = ("about", "asserts", "denies", "reports", "needs")


@dataclass(frozen=True)
class Topic:
    """One row of the table with its patterns compiled; a blank pattern is None."""

    name: str
    kind: str
    sides: tuple[str, ...]
    about: re.Pattern[str]
    asserts: re.Pattern[str] | None
    denies: re.Pattern[str] | None
    reports: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """A rule of `verdicts.csv`: words that turn a mention of a topic into a position."""

    name: str
    kind: str
    where: str
    effect: str
    pattern: re.Pattern[str]


def topics(source: str | Path | pd.DataFrame | None = None) -> pd.DataFrame:
    """
    Load the table of topics, with a user's own rows merged in.

    Parameters
    ----------
    source
        A CSV file or a frame with at least `topic`, `proposition` and `about`. `about`,
        `asserts`, `denies` and `reports` are regular expressions (any case): `about` finds the
        topic; `asserts` and `denies` find words that take a side in themselves, `reports` words
        that bear on it without one. `kind` is "fact" (the default: true or not) or "proposal"
        (wanted or not); with a blank `asserts`, every mention of a fact asserts it unless other
        words say otherwise. A row whose `topic` is in the shipped table replaces that row. `None`
        gives the shipped table alone.

        Three columns say what an article must name, anywhere, before the topic fires in it; blank
        ones ask for nothing. `sides` ("A|B"): every one of these sides of the actor registry, by
        its own name, its country's name, adjective or capital, or an actor of that side; `*` is one
        more country or armed group, so that "*|*" asks for any two. "We" and "the enemy" are read
        as A or B, according to the speaker. `places` ("Ostbruck|Velm"): at least one. `needs` is a
        regular expression (any case) that must be found.

    Returns
    -------
    topics
        One row a topic, all columns `str`, blank where nothing is given.

    Raises
    ------
    ReadError
        The file cannot be read as CSV.
    SchemaError
        A needed column is missing or blank, a `kind` is unknown, or a pattern does not compile.

    Examples
    --------
    >>> topics().set_index("topic").loc["ceasefire", "kind"]
    'proposal'
    >>> own = pd.DataFrame({"topic": ["dam"], "proposition": ["The dam broke"], "about": [r"dam"]})
    >>> topics(own)["topic"].tolist()[-1]
    'dam'
    """
    shipped = lexicons.shipped("topics")
    if source is None:
        return shipped.copy()
    own = _checked(source)
    kept = shipped[~shipped["topic"].isin(own["topic"])]
    return pd.concat([kept, own], ignore_index=True)


def _checked(source: str | Path | pd.DataFrame) -> pd.DataFrame:
    """Return a user's table with what is optional filled in; refuse what could never match."""
    own = lexicons.users(source, what="the table of topics", needed=_NEEDED, columns=COLUMNS)
    own.loc[own["kind"] == "", "kind"] = KINDS[0]
    faults = []
    for row in own.to_dict("records"):
        if row["kind"] not in KINDS:
            faults.append(f"{row['topic']!r}: kind {row['kind']!r}, not one of {', '.join(KINDS)}")
        for column in _PATTERNS:
            try:
                re.compile(row[column])
            except re.error as error:
                faults.append(f"{row['topic']!r}: {column} is no regular expression ({error})")
    if faults:
        raise SchemaError(f"Not a table of topics: {'; '.join(faults)}.")
    return own


def compiled(table: pd.DataFrame) -> tuple[Topic, ...]:
    """Compile the patterns of a topics table, in its order."""
    found = []
    for row in table.to_dict("records"):
        about = re.compile(row["about"], re.IGNORECASE)
        asserts, denies, reports, needs = (
            re.compile(row[c], re.IGNORECASE) if row[c] else None for c in _PATTERNS[1:]
        )
        name, kind, sides, places = row["topic"], row["kind"], row["sides"], row["places"]
        found.append(
            Topic(name, kind, _names(sides), about, asserts, denies, reports, needs, _names(places))
        )
    return tuple(found)


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in listed.split("|") if name.strip())


@functools.cache
def verdicts(where: str, kind: str) -> tuple[Verdict, ...]:
    """Return the rules of `verdicts.csv` for a place and a kind of topic, in file order."""
    return tuple(
        Verdict(
            r["rule"], r["kind"], r["where"], r["effect"], re.compile(r["pattern"], re.IGNORECASE)
        )
        for r in lexicons.rows("verdicts")
        if r["where"] == where and r["kind"] in (kind, "any")
    )


def label(topic: str) -> str:
    """
    Write a topic as readers should see it; one that is not in the shipped table, as words.

    Examples
    --------
    >>> label("who_started"), label("river_rights")
    ('Russia started it', 'River rights')
    """
    table = topics().set_index("topic")["label"]
    words = topic.replace("_", " ").replace("-", " ").strip()
    return str(table.get(topic, words[:1].upper() + words[1:]))


def proposition(topic: str) -> str:
    """
    Say what is asserted or denied on a topic; blank for one that is not in the shipped table.

    Examples
    --------
    >>> proposition("control_of_sudzha"), proposition("river_rights")
    ('The town of Sudzha is under Russian control', '')
    """
    return str(topics().set_index("topic")["proposition"].get(topic, ""))
