"""Common nouns for bodies, documents and persons: `the ministry`, `a statement`, `one driver`."""

from __future__ import annotations

from newsan import lexicons

# What a body can be called, by the last word of its name or the first before `of` and `for`.
BODIES = lexicons.words("nouns", "body")
DOCUMENTS = lexicons.words("nouns", "document")
KIN = lexicons.words("nouns", "kin")
# What one person can be called, by the pronoun that goes with it.
_PERSONS = {r["word"]: r["pronoun"] for r in lexicons.rows("nouns") if r["kind"] == "person"}
_ENDINGS = {"woman": "she", "man": "he", "ess": "she"}
_OF_PERSONS = ("er", "or", "ist", "ian", "ant", "ent", "ee", "person")
NO_PERSONS = DOCUMENTS | lexicons.words("nouns", "no person")


def pronoun_of(noun: str) -> str | None:
    """
    Return `he`, `she` or `either` for a noun that stands for one person, None for any other.

    Examples
    --------
    >>> [pronoun_of(n) for n in ("spokeswoman", "driver", "government")]
    ['she', 'either', None]
    """
    if noun in _PERSONS:
        return _PERSONS[noun]
    if noun in NO_PERSONS or noun.endswith("ment"):
        return None
    for ending, own in _ENDINGS.items():
        if noun.endswith(ending):
            return own
    return "either" if noun.endswith(_OF_PERSONS) else None
