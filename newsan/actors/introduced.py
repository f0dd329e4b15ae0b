"""Whether words in capitals are somebody's name, by what stands around them."""

from __future__ import annotations

import functools
import re

from newsan.actors.full_names import TITLES, occurrences
from newsan.actors.given import is_given
from newsan.actors.names import family
from newsan.text.nouns import KIN, pronoun_of

_LITTLE = 3  # letters of the longest words that a headline in capitals writes small
_THE = re.compile(r"\b[Tt]he\s\Z")
_OUTLET_BEFORE = re.compile(
    r"\b(?:portal|newspaper|agency|channel|broadcaster|outlet|daily|weekly|website|magazine|station|site|network|"
    r"firm|company|party|group|club|ship|village|town|city)\s\Z"
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?\s+\Z")
_INTRODUCED = re.compile(
    r", (?:who|\d\d|an?|(?:the |its |their )?(?:[a-z-]+ ){0,2}(?:of|for|at))\b(?! [a-z]+ing\b)"
)
# `the farmer, Mara Ostrell,` and `his son, Tove,`: who somebody is, and then the name.
_ROLE_BEFORE = re.compile(
    r"(?:\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Oo]ne)|['’]s)\s(?:[\w-]+\s){0,5}?(?P<noun>[a-z][\w-]*),\s\Z"
)
_KIN = rf"(?i:first lady|first gentleman|{'|'.join(sorted(KIN))})"
_KIN_BEFORE = re.compile(rf"\b{_KIN},?\s\Z")
_KIN_AFTER = re.compile(rf", (?:his|her|their|\w+['’]s) (?:[a-z-]+ ){{0,2}}{_KIN}\b")
_KIN_WITHIN = 25  # characters
_APPOSED = re.compile(r"[,.:;]| (?:and|said)")
_SHORT_TITLES = ("Mr", "Mrs", "Ms", "Dr", "Mr.", "Mrs.", "Ms.", "Dr.")
_GOES_ON = re.compile(r"(?:['’]s)?(?: [a-z]|[,.])")


def is_titled(text: str, start: int) -> bool:
    """
    Tell whether a title stands before a name.

    Examples
    --------
    >>> is_titled("Mayor Mara Ostrell", 6), is_titled("Old Mara Ostrell", 4)
    (True, False)
    """
    before = _WORD_BEFORE.search(text, max(0, start - 25), start)
    return before is not None and before.group(1).casefold() in TITLES


def is_introduced(text: str, start: int, end: int, name: str) -> bool:
    """
    Tell whether a text says who somebody is, or goes on by the family name.

    Examples
    --------
    >>> is_introduced("the farmer, Mara Ostrell,", 12, 24, "Mara Ostrell")
    True
    >>> is_introduced("Mara Ostrell left.", 0, 12, "Mara Ostrell")
    False
    """
    role = _ROLE_BEFORE.search(text, max(0, start - 70), start)
    if role and pronoun_of(role["noun"]) and _APPOSED.match(text, end):
        return True
    return _INTRODUCED.match(text, end) is not None or _last_alone(text, family(name)) >= end


def is_relative(text: str, start: int, end: int) -> bool:
    """
    Tell a full name that is introduced as a relative's: `his wife Mara Ostrell`.

    Examples
    --------
    >>> is_relative("His wife Mara Ostrell left.", 9, 21), is_relative("Mara Ostrell left.", 0, 12)
    (True, False)
    """
    before = _KIN_BEFORE.search(text, max(0, start - _KIN_WITHIN), start)
    return bool(before or _KIN_AFTER.match(text, end))


def is_thing(text: str, start: int, name: str) -> bool:
    """
    Tell what is no person: what follows `the portal`, and `the Ostrell File`, but not `the Mara Ostrell campaign`.

    Examples
    --------
    >>> is_thing("the Ostrell File", 4, "Ostrell File")
    True
    """
    if _OUTLET_BEFORE.search(text, max(0, start - 40), start):
        return True
    if _THE.search(text, max(0, start - 4), start) is None:
        return False
    return not (is_given(name.split()[0]) and _last_alone(text, family(name)) >= 0)


def only_in_capitals(text: str, start: int, name: str) -> bool:
    """
    Tell what a headline in capitals makes look like a name.

    Examples
    --------
    >>> headline = "Ostrell Joins Growing List of Doubters Abroad"
    >>> only_in_capitals(headline, 0, "Ostrell Joins Growing List")
    True
    """
    begin = text.rfind("\n", 0, start) + 1
    end = (text.find("\n", start) + 1 or len(text) + 1) - 1
    if _capital_words(text, begin, end) <= len(name.split()) + 1:
        return False
    return text.find(name, 0, begin) < 0 and text.find(name, end) < 0


@functools.lru_cache(maxsize=1024)
def _capital_words(text: str, begin: int, end: int) -> int:
    """Return how many words a line has, little ones aside, if all have capitals; else 0."""
    words = [w for w in text[begin:end].split() if len(w) > _LITTLE and w[:1].isalpha()]
    return len(words) if all(w[:1].isupper() for w in words) else 0


@functools.lru_cache(maxsize=1024)
def _last_alone(text: str, family: str) -> int:
    """Return where a family name stands alone (`Mr. Ostrell's`) for the last time, -1 for nowhere."""
    last = -1
    for start, end in occurrences(text, family):
        before = text[max(0, start - 12) : start].rsplit(maxsplit=1)
        follows = before[-1] if before and text[start - 1] == " " else ""
        alone = not follows[-1:].isalnum() or follows.islower()
        if (alone or follows in _SHORT_TITLES) and _GOES_ON.match(text, end):
            last = start
    return last
