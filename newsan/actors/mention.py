"""Where somebody is named, who a speaker is, and the id that a name makes."""

from __future__ import annotations

import bisect
import operator
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """Who a speaker is, by which words, and by what kind of words."""

    actor_id: str
    antecedent: str
    resolved_by: str
    name: str | None = None
    chance: float = 1.0  # of a pronoun's or description's antecedent
    others: tuple[str, ...] = ()  # who speaks with them
    relayed_by: str | None = None  # the outlet or person that passes their words on


@dataclass(frozen=True)
class Mention:
    """A name in the text: where it stands, whose it is, and what kind of actor."""

    start: int
    end: int
    actor_id: str
    kind: str


_start = operator.attrgetter("start")


def between(mentions: list[Mention], since: int, until: int) -> list[Mention]:
    """
    Return those that begin in a stretch, of mentions in reading order.

    Examples
    --------
    >>> found = [Mention(a, a + 7, "mara-ostrell", "person") for a in (0, 20, 40)]
    >>> [m.start for m in between(found, 20, 40)]
    [20]
    """
    first = bisect.bisect_left(mentions, since, key=_start)
    return mentions[first : bisect.bisect_left(mentions, until, lo=first, key=_start)]


def own_id(name: str, rows: Mapping[str, Mapping[str, str]]) -> str:
    """
    Make an id for somebody outside the registry that is nobody's there.

    A registry name in other letters (`MARA OSTRELL`) is the registry's all the same, but common words
    are not (`two majors`), nor what the registry calls ambiguous.

    Parameters
    ----------
    name
        A name or phrase.
    rows
        The registry's rows by actor id.

    Examples
    --------
    >>> rows = {"mara-ostrell": {"ambiguous": ""}, "two-majors": {"ambiguous": "Two Majors"}}
    >>> [own_id(n, rows) for n in ("Ostrell", "MARA OSTRELL", "two majors", "Two Majors")]
    ['ostrell', 'mara-ostrell', 'two-majors-other', 'two-majors-other']
    """
    made = slug(name)
    row = rows.get(made)
    is_other = row is not None and (name.islower() or name in row["ambiguous"].split("|"))
    return f"{made}-other" if is_other else made


_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")


def slug(name: str) -> str:
    """
    Make an actor id from a name.

    Examples
    --------
    >>> slug("Mára Ostrell-Díaz"), slug("U.S. intelligence")
    ('mara-ostrell-diaz', 'us-intelligence')
    """
    joined = _INITIALS.sub(lambda m: m[0].replace(".", ""), name)
    plain = unicodedata.normalize("NFKD", joined)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", "-", plain.casefold().replace("’", "").replace("'", "")).strip("-_")
