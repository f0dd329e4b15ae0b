"""Nouns that stand for one person, and the pronoun they go with: `the widow`, `a spokeswoman`, `one driver`."""

from __future__ import annotations

from newsan.actors.descriptions import DOCUMENTS

_PERSONS = dict.fromkeys(
    "father son brother husband man boy uncle nephew grandfather king prince actor businessman "
    "widower gentleman".split(), "he"
) | dict.fromkeys(
    "mother daughter sister wife woman girl aunt niece grandmother queen princess actress widow "
    "businesswoman waitress lady".split(), "she"
) | dict.fromkeys(
    "witness nurse pilot judge aide coach official guard chief head source cousin friend colleague "
    "diplomat doctor surgeon soldier mayor patient student child teenager guide relative critic "
    "lawmaker parent spouse person survivor captain sergeant general colonel".split(), "either"
)  # fmt: skip
_ENDINGS = {"woman": "she", "man": "he", "ess": "she"}
_OF_PERSONS = ("er", "or", "ist", "ian", "ant", "ent", "ee", "person")
_NO_PERSONS = DOCUMENTS | frozenset(
    "newspaper paper center centre government parliament department newsletter statement committee poster order "
    "power matter number chapter regiment sector factor business".split()
)


def pronoun(noun: str) -> str | None:
    """
    Return `he`, `she` or `either` for a noun that stands for one person, None for any other.

    Examples
    --------
    >>> [pronoun(n) for n in ("spokeswoman", "driver", "government")]
    ['she', 'either', None]
    """
    if noun in _PERSONS:
        return _PERSONS[noun]
    if noun in _NO_PERSONS:
        return None
    for ending, own in _ENDINGS.items():
        if noun.endswith(ending):
            return own
    return "either" if noun.endswith(_OF_PERSONS) else None
