"""Which pronoun a person's name usually goes with."""

from __future__ import annotations

import functools
from collections import Counter

from newsan import lexicons

# A third person in a text, as `he` or `she`.
THIRD_PERSON = r"\b(?:(?P<he>[Hh]e|[Hh]is)|(?P<she>[Ss]he|[Hh]er))\b"
_LEAST, _SHARE = 2, 0.75  # how often, and of all how many, before a text's own use is believed
_HONORIFICS = {"mr": "he", "sir": "he", "mrs": "she", "ms": "she", "miss": "she"}


def by_honorific(word: str) -> str | None:
    """
    Tell the pronoun that a word before a name goes with.

    Examples
    --------
    >>> by_honorific("Mrs."), by_honorific("Gen.")
    ('she', None)
    """
    return _HONORIFICS.get(word.casefold().strip(".“”‘’\"'(["))


def usual(used: Counter[str]) -> str | None:
    """
    Return the pronoun that is used often, and nearly always.

    Examples
    --------
    >>> usual(Counter(she=3, he=1)), usual(Counter(she=1)), usual(Counter(she=2, he=2))
    ('she', None, None)
    """
    most = used.most_common(1)
    return most[0][0] if most and most[0][1] >= max(_LEAST, _SHARE * used.total()) else None


def is_listed(word: str) -> bool:
    """
    Tell a given name of any list: also one that women and men share.

    Examples
    --------
    >>> is_listed("Mara"), is_listed("Jackie"), is_listed("Veldany")
    (True, True, False)
    """
    low = word.casefold()
    return low in names() or low in _shared()


@functools.cache
def _shared() -> frozenset[str]:
    return frozenset(r["word"] for r in lexicons.rows("place_rivals") if r["kind"] == "given")


@functools.cache
def names() -> dict[str, str]:
    """Return `he` or `she` by given name in lower case, where nine in ten bearers agree."""
    return {row["name"]: row["pronoun"] for row in lexicons.rows("given_names")}


def pronoun(full_name: str) -> str | None:
    """
    Tell the pronoun that a full name usually goes with.

    By given name (`given_names.csv`: names of many countries from 36 public lists, Van Buskirk,
    Clauset & Larremore 2023, and a list of Ukrainian and Russian names), else by the ending of an
    East Slavic family name with a given name that ends alike. It is a likelihood for choosing an
    antecedent, never a fact about a person.

    Examples
    --------
    >>> pronoun("Mara Ostrell"), pronoun("Ivan Kravets"), pronoun("Xq Ostrell")
    ('she', 'he', None)
    """
    first, *rest = full_name.casefold().replace("’", "'").split() or [""]
    return names().get(first) if rest else None
