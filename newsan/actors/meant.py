"""Whom words mean that are nobody's source."""

from __future__ import annotations

from newsan.actors.countries import country_of
from newsan.actors.mention import Answer
from newsan.actors.reading import FIRST, NOMINATIVE, PERSONAL, Reading


def meant(reading: Reading, start: int, end: int) -> Answer | None:
    """
    Return whom words of an article mean: a name, a country's adjective, a pronoun, a description.

    Parameters
    ----------
    reading
        The article's people; nothing in it that tells whom other words mean changes by the question.
    start, end
        The words, in the document's text.
    """
    words = reading.text[start:end]
    low = words.casefold()
    if low in FIRST:
        return None
    if low in PERSONAL:
        found = reading.antecedents.meant(NOMINATIVE.get(low, low), (start, end))
        return found[0] if found else None
    people = words.removeprefix("the ").removeprefix("The ")
    name = country_of(people) or country_of(people.removesuffix("s"))
    return reading.by_country(name) if name else reading.resolve((start, end))
