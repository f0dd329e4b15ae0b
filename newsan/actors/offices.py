"""Who held which office when: `offices.csv`, terms with their sources."""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import NamedTuple

import pandas as pd

from newsan import lexicons
from newsan.actors.countries import code_of

YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


class Holder(NamedTuple):
    """Who holds an office."""

    actor_id: (
        str  # the registry's, or one made from the name, as for people whom only articles name
    )
    name: str  # in full, as news writes it


class Term(NamedTuple):
    """One term of an office."""

    office: str  # as news calls it: `president`, `foreign minister`, `secretary of state`
    country: str  # two letters; `EU`, `NATO` and `UN` for theirs
    holder: Holder
    since: dt.date  # the first day, or the first that the sources bear out
    until: dt.date  # the last; the day of a handover is whose term begins


def in_office(actor_id: str, day: object) -> bool | None:
    """
    Return whether somebody held their office of `offices.csv` on a day.

    Of an actor of the shipped registry only the office of their role counts, since words for it
    (`the Ostrandian president`) are not theirs while they hold another.

    None where the day is not known, the table has no such term of theirs, or the last one ends before the day
    and nobody is known to have followed.

    Examples
    --------
    >>> in_office("joe-biden", "2022-03-01"), in_office("joe-biden", "2025-03-14")
    (True, False)
    >>> in_office("joe-biden", None), in_office("mara-ostrell", "2022-03-01")
    (None, None)
    """
    terms = _own_terms().get(actor_id)
    when = _day(day)
    if terms is None or when is None:
        return None
    if any(term.since <= when <= term.until for term in terms):
        return True
    last = max(terms, key=lambda term: term.until)
    elsewhere = any(term.since <= when <= term.until for term in offices_of(actor_id))
    return False if when <= last.until or elsewhere or _is_followed(last) else None


def _is_followed(term: Term) -> bool:
    """Return whether the table has a later term of an office: else its last day is the last that is known."""
    return any(
        other.office == term.office and other.country == term.country and other.since > term.until
        for other in _terms()
    )


def holder(office: str, country: str, day: object) -> Holder | None:
    """
    Return who held an office on a day.

    None where the table does not say, or names two; `office` and `country` in upper or lower case.

    Examples
    --------
    >>> holder("president", "US", "2022-03-01")
    Holder(actor_id='joe-biden', name='Joe Biden')
    >>> holder("president", "US", "1822-03-01"), holder("beekeeper", "US", "2022-03-01")
    (None, None)
    """
    when, key = _day(day), (office.lower(), country.upper())
    if when is None:
        return None
    held = {
        term.holder
        for term in _terms()
        if (term.office, term.country) == key and term.since <= when <= term.until
    }
    return held.pop() if len(held) == 1 else None


def holder_meant(phrase: str, day: object) -> Holder | None:
    """
    Return who is meant by words for the office of one country, on a day.

    None for other phrases, among them those with any further word (`the former US president`).

    Examples
    --------
    >>> holder_meant("the US president", "2022-03-01").name
    'Joe Biden'
    >>> holder_meant("the former US president", "2022-03-01")
    """
    words = re.sub(r"['’]s?(?= )", "", re.sub(r"(?i)^the ", "", phrase.strip())).split()
    for titled in (words, [w for w in words if w.casefold() not in ("of", "the")]):
        for size in range(1, len(titled)):
            for country, office in (
                (titled[:size], titled[size:]),
                (titled[-size:], titled[:-size]),
            ):
                code = code_of(" ".join(country))
                if code is not None and (found := holder(" ".join(office), code, day)) is not None:
                    return found
    return None


def offices_of(actor_id: str) -> tuple[Term, ...]:
    """
    Return all the terms of somebody, the earliest first; none for whom the table does not know.

    Examples
    --------
    >>> [(term.office, term.since.year) for term in offices_of("joe-biden")]
    [('vice president', 2009), ('president', 2021)]
    >>> offices_of("mara-ostrell")
    ()
    """
    return tuple(term for term in _terms() if term.holder.actor_id == actor_id)


@functools.cache
def _terms() -> tuple[Term, ...]:
    """Return the terms of the table, the earliest first."""
    found = (
        Term(
            row["office"],
            row["country"],
            Holder(row["actor_id"], row["holder"]),
            dt.date.fromisoformat(row["since"]),
            dt.date.fromisoformat(row["until"]),
        )
        for row in lexicons.rows("offices")
    )
    return tuple(sorted(found, key=lambda term: term.since))


@functools.cache
def _own_terms() -> dict[str, tuple[Term, ...]]:
    """Return the terms by actor, of the registry's actors those of the office that is their role."""
    roles = {row["actor_id"]: _words(row["role"]) for row in lexicons.rows("actors")}
    own: dict[str, tuple[Term, ...]] = {}
    for term in _terms():
        actor = term.holder.actor_id
        if actor not in roles or _words(term.office) in roles[actor]:
            own[actor] = (*own.get(actor, ()), term)
    return own


def _words(office: str) -> str:
    return f" {office.casefold().replace('-', ' ')} "


def _day(day: object) -> dt.date | None:
    when = pd.to_datetime(day, errors="coerce")
    return None if pd.isna(when) else when.date()
