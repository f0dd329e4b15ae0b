"""Countries and the capitals that stand for their governments, as speakers: `Ankara denied it`."""

from __future__ import annotations

import functools

from newsan import lexicons
from newsan.actors.names import given_names
from newsan.actors.registry import fold

_INITIALS = 3  # `US`, and not `us`
_AS_OFTEN_NAMES = frozenset(("georgia", "jordan", "chad"))  # people and other places


@functools.cache
def _names() -> dict[str, str]:
    """Return country by folded name, alias or capital."""
    found: dict[str, str] = {}
    for row in lexicons.rows("countries"):
        capital = fold(row["capital_of_government"])
        if capital and capital not in given_names():
            found.setdefault(capital, row["name"])
        for name in (row["name"], *row["aliases"].split("|")):
            if name and fold(name) not in _AS_OFTEN_NAMES:
                found[fold(name)] = row["name"]
    return found


@functools.cache
def _demonyms() -> dict[str, str]:
    return {
        fold(word): row["name"]
        for row in lexicons.rows("countries")
        for word in row["demonyms"].split("|")
        if word
    }


def country_of(demonym: str) -> str | None:
    """
    Return the country of a demonym: the `Russian` statement.

    Examples
    --------
    >>> country_of("American"), country_of("Veldan")
    ('United States', None)
    """
    return _demonyms().get(fold(demonym))


def country(name: str) -> str | None:
    """
    Return the country that a name, an alias or a capital stands for, as a speaker.

    Examples
    --------
    >>> country("Ankara"), country("the Netherlands"), country("Veldany")
    ('Turkey', 'Netherlands', None)
    """
    bare = name.removeprefix("the ").removeprefix("The ")
    return _names().get(fold(bare)) if len(bare) > _INITIALS or bare.isupper() else None


@functools.cache
def _codes() -> dict[str, str]:
    return {
        fold(name): row["code"]
        for row in lexicons.rows("countries")
        for name in names_of(row["code"])
    }


@functools.cache
def names_of(code: str) -> tuple[str, ...]:
    """
    Return a country's names, aliases, demonyms and capital.

    Examples
    --------
    >>> names_of("TR")[:2], names_of("ZZ")
    (('Turkey', 'Türkiye'), ())
    """
    for row in lexicons.rows("countries"):
        if row["code"] == code:
            names = (row["name"], *row["aliases"].split("|"), *row["demonyms"].split("|"))
            return tuple(n for n in (*names, row["capital_of_government"]) if n)
    return ()


def code_of(word: str) -> str | None:
    """
    Return the code of the country that a name, demonym or capital belongs to.

    Examples
    --------
    >>> code_of("Turkish"), code_of("Veldan")
    ('TR', None)
    """
    return _codes().get(fold(word))
