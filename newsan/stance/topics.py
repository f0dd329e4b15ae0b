"""Topics: the table of propositions, and which of them an article can be about."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from newsan import lexicons
from newsan.actors.countries import country, country_of
from newsan.actors.registry import Index, fold
from newsan.errors import SchemaError
from newsan.study import Study, given
from newsan.text import lower

COLUMNS = (
    "topic", "label", "kind", "sides", "places", "needs", "proposition", "for_example", "against_example",
    "about", "asserts", "denies", "reports", "notes", "source", "licence",
)  # fmt: skip
KINDS = ("fact", "proposal")
ANY = "*"  # among the sides: one more country or armed group, whichever
NONE = "none"  # the effect of a rule after which nothing is given
_NEEDED = ("topic", "proposition")
_PATTERNS = ("about", "asserts", "denies", "reports", "needs")
_NOTHING = "(?!)"  # matches nowhere
_OUGHT = re.compile(r"\b(?:should|must|ought|needs? to|ha(?:s|ve) to)\b", re.IGNORECASE)
_WORDS_OF_A_NAME = 5
_GROUP = "armed group"


@dataclass(frozen=True)
class Topic:
    """One row of the table with its patterns compiled; a blank pattern is None, a blank `about` matches nowhere."""

    name: str
    kind: str
    sides: tuple[str, ...]
    about: re.Pattern[str]
    asserts: re.Pattern[str] | None
    denies: re.Pattern[str] | None
    reports: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    places: tuple[str, ...] = ()
    proposition: str = ""
    examples_for: tuple[str, ...] = ()
    examples_against: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it is given in plain words alone."""
        return self.about.pattern == _NOTHING


@dataclass(frozen=True)
class Verdict:
    """A rule of `verdicts.csv`: words that turn a mention of a topic into a position."""

    name: str
    kind: str
    where: str
    effect: str
    pattern: re.Pattern[str]


def topics(source: str | Path | pd.DataFrame | Sequence[str] | None = None) -> pd.DataFrame:
    """
    Load the table of topics, with a user's own rows merged in.

    Parameters
    ----------
    source
        A CSV file or a frame with at least `topic` and `proposition` (a sentence in plain words), or a list
        of such sentences. `for_example` and `against_example` hold sentences that say it and deny it in other words,
        parted by `|`. `kind` is "fact" (true or not) or "proposal" (wanted or not); blank, it is told from a "should" or
        "must". That is enough: positions are then read by `newsan.stance.propositions`, which gives few and gives
        nothing where it is not sure. A row whose `topic` is in the shipped table replaces that row. `None`
        gives the shipped table alone.

        Whoever writes regular expressions (any case) can have more: `about` finds the topic; `asserts` and
        `denies` find words that take a side in themselves, `reports` words that bear on it without one. With a blank
        `asserts`, every mention of a fact asserts it unless other words say otherwise.

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
        A needed column is missing or blank, a `kind` is unknown, a pattern does not compile, or there are patterns
        without `about`.

    Examples
    --------
    >>> topics().set_index("topic").loc["ceasefire", "kind"]
    'proposal'
    >>> own = pd.DataFrame({"topic": ["dam"], "proposition": ["The dam broke"], "about": [r"dam"]})
    >>> topics(own)["topic"].tolist()[-1]
    'dam'
    >>> topics(["The dam at Velm should be repaired."]).iloc[-1][["topic", "kind", "about"]].tolist()
    ['the_dam_at_velm_should', 'proposal', '']
    """
    shipped = lexicons.shipped("topics").reindex(columns=list(COLUMNS), fill_value="")
    if source is None:
        return shipped.copy()
    own = check_topics(source)
    kept = shipped[~shipped["topic"].isin(own["topic"])]
    return pd.concat([kept, own], ignore_index=True)


def check_topics(source: str | Path | pd.DataFrame | Sequence[str]) -> pd.DataFrame:
    """Return a user's table with what is optional filled in; refuse what could never match."""
    if isinstance(source, list | tuple):
        source = pd.DataFrame({"topic": _named(source), "proposition": list(source)}, dtype="str")
    own = lexicons.users(source, what="the table of topics", needed=_NEEDED, columns=COLUMNS)
    blank = own["kind"] == ""
    own.loc[blank, "kind"] = [
        kind_of(p) if not a else KINDS[0]
        for p, a in zip(own.loc[blank, "proposition"], own.loc[blank, "about"], strict=True)
    ]
    faults = [
        f"{row['topic']!r}: patterns, and no `about`"
        for row in own.to_dict("records")
        if not row["about"] and (row["asserts"] or row["denies"] or row["reports"])
    ]
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


def _named(sentences: Sequence[str]) -> list[str]:
    """Name topics by their first words, each its own."""
    made: list[str] = []
    for sentence in sentences:
        words = re.findall(r"\w+", str(sentence).lower())[:_WORDS_OF_A_NAME]
        name = "_".join(words) or "topic"
        made.append(name if name not in made else f"{name}_{len(made) + 1}")
    return made


def kind_of(proposition: str) -> str:
    """
    Return "proposal" for what should be, "fact" for what is, was or will be.

    Examples
    --------
    >>> kind_of("The dam should be repaired."), kind_of("The dam broke.")
    ('proposal', 'fact')
    """
    return KINDS[1] if _OUGHT.search(proposition) else KINDS[0]


def compile_topics(table: pd.DataFrame) -> tuple[Topic, ...]:
    """Compile the patterns of a topics table, in its order."""
    found = []
    for row in table.to_dict("records"):
        about = re.compile(row["about"] or _NOTHING, re.IGNORECASE)
        asserts, denies, reports, needs = (
            re.compile(row[c], re.IGNORECASE) if row[c] else None for c in _PATTERNS[1:]
        )
        name, kind, sides, places = row["topic"], row["kind"], row["sides"], row["places"]
        found.append(
            Topic(
                name, kind, _names(sides), about, asserts, denies, reports, needs, _names(places),
                row["proposition"], *(_names(row[c]) for c in ("for_example", "against_example")),
            )
        )  # fmt: skip
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


def label(topic: str, study: Study | str | Path | None = None) -> str:
    """
    Write a topic as readers should see it: by its study's table, else by the shipped one, else as words.

    Examples
    --------
    >>> label("who_started"), label("river_rights")
    ('Russia started it', 'River rights')
    """
    words = topic.replace("_", " ").replace("-", " ").strip()
    return _cell(topic, "label", study) or words[:1].upper() + words[1:]


def proposition(topic: str, study: Study | str | Path | None = None) -> str:
    """
    Say what is asserted or denied on a topic, by its study's table, else by the shipped one; blank for one in neither.

    Examples
    --------
    >>> proposition("control_of_sudzha"), proposition("river_rights")
    ('The town of Sudzha is under Russian control', '')
    """
    return _cell(topic, "proposition", study)


def _cell(topic: str, column: str, study: Study | str | Path | None) -> str:
    own = given(study)
    rows = [] if own is None or own.topics is None else own.topics.to_dict("records")
    told = (row[column] for row in (*rows, *lexicons.rows("topics")) if row["topic"] == topic)
    return next(filter(None, told), "")


def select_in_scope(
    topics: tuple[Topic, ...],
    article: str,
    named: list[tuple[int, int, str]],
    known: Index,
) -> tuple[Topic, ...]:
    """
    Keep the topics that an article can be about, by what it names anywhere in its text.

    Those of which the article names every side, a place and a needed word, where they have them. A side is named by
    its own name, by its country's name, adjective or capital, or by an actor of that side; news outlets do not
    count, they are sources.
    """
    rows = [known.rows[a] for a in {a for _, _, a in named} - known.outlets]
    states = _states(article)
    states |= {_party(r) for r in rows if r["kind"] in ("state", "group")}
    states |= {_GROUP} if lexicons.count("armed_groups", article) else set()
    sides = states | {_state(r["side"]) for r in rows}
    return tuple(t for t in topics if _fits(t, article, sides, states))


def _fits(topic: Topic, article: str, sides: set[str], states: set[str]) -> bool:
    own = [s for s in topic.sides if s != ANY]
    small = lower(article)
    if not all(_state(s) in sides or _has_word(small, s) for s in own):
        return False
    if ANY in topic.sides and len({_state(s) for s in own} | states) < len(topic.sides):
        return False
    if topic.places and not any(_has_word(small, place) for place in topic.places):
        return False
    return topic.needs is None or topic.needs.search(article) is not None


def _has_word(small: str, word: str) -> bool:
    """Return whether a text in lower case has a word or phrase, in any case."""
    own = word.lower()
    return own in small and re.search(rf"(?<!\w){re.escape(own)}(?!\w)", small) is not None


def _state(side: str) -> str:
    """Name a side as its country is named in `countries.csv`, if it is one."""
    return fold(country(side) or side)


def _party(row: dict[str, str]) -> str:
    """Name a state as `countries.csv` does, if it is there, and a group by its own name."""
    own = fold(row["name"])
    return _codes().get(row["country"], own) if row["kind"] == "state" else own


@functools.cache
def _codes() -> dict[str, str]:
    return {row["code"]: fold(row["name"]) for row in lexicons.rows("countries") if row["code"]}


def _states(article: str) -> set[str]:
    """Find the countries that a text names."""
    owners = (country(m.group()) or country_of(m.group()) for m in _words().finditer(article))
    return {fold(name) for name in owners if name}


@functools.cache
def _words() -> re.Pattern[str]:
    """Return a pattern of the names, adjectives and capitals of all countries."""
    words = set()
    for row in lexicons.rows("countries"):
        names = [row["name"], row["capital_of_government"], *row["aliases"].split("|")]
        words |= {n for n in names if n and country(n)} | set(row["demonyms"].split("|")) - {""}
    return re.compile(rf"(?<![\w-]){lexicons.alternation(words)}(?!\w)")
