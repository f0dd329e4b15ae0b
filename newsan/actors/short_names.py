"""What a speaker of one word is: an acronym spelt out, a country or its government, or a person so called."""

from __future__ import annotations

import re
from typing import NamedTuple

from newsan.actors.countries import code_of, country
from newsan.actors.full_names import TITLES
from newsan.actors.longer_names import by_first_name, by_last_name
from newsan.actors.support import Support, country_row

_OWN = re.compile(r"['’]s$")


class Meant(NamedTuple):
    """Who a word stands for, and what sort of words name them (`resolved_by`)."""

    name: str
    sort: str


def short_name(head: str, support: Support) -> Meant | None:
    """
    Return whom an acronym or a country's name stands for as a speaker.

    A body that the article spells the acronym out as; somebody whom it introduces under the
    country's name (`Georgia Ostrell`); else the country, or of a capital its government. None for
    other words, and where the article speaks against each of them.

    Examples
    --------
    >>> from newsan.actors.registry import index
    >>> text = "Georgia Ostrell, a pilot, met the Veld Rail Board (VRB) in Ankara."
    >>> support = Support(text, index())
    >>> [short_name(w, support).name for w in ("the VRB", "Georgia", "Ankara")]
    ['Veld Rail Board', 'Georgia Ostrell', 'Turkey']
    """
    word = _OWN.sub("", head)
    bare = word.removeprefix("the ").removeprefix("The ")
    if bare.isupper() and bare.casefold() not in TITLES:
        owners = support.table.owners(bare)
        row = support.table.rows[owners[0]] if owners else country_row(bare)
        if (body := support.spelt_out(bare, row)) is not None:
            return Meant(body, "name")
    if code_of(bare) is None:
        return None
    person = by_first_name(support.text, word) or by_last_name(support.text, word)
    if person is not None:
        return Meant(person, "name")
    name = country(word)
    row = country_row(name) if name else None
    if not name or row is None or not support.of_body(row, word):
        return None
    return Meant(name, "institution")
