"""Which topics an article can be about: those whose sides, places and needed words it has."""

from __future__ import annotations

import functools
import re

from newsan import lexicons
from newsan.actors.countries import country, country_of
from newsan.actors.registry import Index, fold
from newsan.stance.topics import ANY, Topic
from newsan.text import lower

_GROUP = "armed group"


def in_scope(
    topics: tuple[Topic, ...],
    article: str,
    named: list[tuple[int, int, str]],
    known: Index,
) -> tuple[Topic, ...]:
    """
    Keep the topics that an article can be about, by what it names anywhere in its text.

    Parameters
    ----------
    topics
        The topics, compiled.
    article
        The article's text.
    named
        `(start, end, actor_id)` of the actors it names.
    known
        The registry of actors.

    Returns
    -------
    topics
        Those of which the article names every side, a place and a needed word, where they have
        them. A side is named by its own name, by its country's name, adjective or capital, or by an
        actor of that side; news outlets do not count, they are sources.
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
