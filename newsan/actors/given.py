"""Which pronoun a person's name usually goes with."""

from __future__ import annotations

import csv
import functools
import re
from importlib import resources

# East Slavic family names of women.
_FEMININE = re.compile(r"(?:ova|eva|yova|skaya|skaia|ska|tska|zka|ina|yna|aya)$")
_MASCULINE = re.compile(r"(?:ov|ev|yov|skiy|skyi|skyy|sky|skii|in|yn|tskyi)$")

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


@functools.cache
def names() -> dict[str, str]:
    """Return `he` or `she` by given name in lower case, where nine in ten bearers agree."""
    path = resources.files("newsan") / "resources" / "given_names.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["pronoun"] for row in csv.DictReader(file)}


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
    words = full_name.casefold().replace("’", "'").split()
    if len(words) < 2:
        return None
    known = names().get(words[0])
    if known is not None:
        return known
    if words[0].endswith(("a", "ia", "ya")) and _FEMININE.search(words[-1]):
        return "she"
    if not words[0].endswith(("a", "e", "i")) and _MASCULINE.search(words[-1]):
        return "he"
    return None
