"""Full names of people in a text: runs of capitalised words, titles cut off."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator

from newsan import lexicons
from newsan.actors import given
from newsan.text.words import BODIES

TITLES = lexicons.words("nouns", "title")
# Titles that are family names as well.
_FAMILIES = lexicons.words("nouns", "title and family name")
PARTICLES = lexicons.words("function_words", "particle of a name")
_PARTICLE = lexicons.alternation(PARTICLES)
CAPITAL = r"[^\W\d_a-zß-ÿа-яёіїєґ]"
_REST = r"[\w'’]*(?:-\w+)*"
WORD = CAPITAL + _REST
# The capital comes first and what stands before it is looked at after: `re` skips to a capital fast.
_RUN = re.compile(
    rf"{CAPITAL}(?<![\w’'-]{CAPITAL})(?<!\w\.{CAPITAL})(?:(?:\.[A-Z])+|{_REST})"
    rf"(?:\.?[ \xa0]+(?:{CAPITAL}(?:\.[A-Z])+|{WORD}|{_PARTICLE}(?:-{WORD}|(?=[ \xa0]))))+(?![\w-])"
)
_LONGEST = 4  # words of a name
_LITTLE = 3  # letters of the longest words that a headline in capitals writes small
SUFFIXES = frozenset("jr sr ii iii iv".split())
# Titles that some list has as given names.
_NEVER_GIVEN = lexicons.words("nouns", "title and given name")
_INITIALS = re.compile(r"(?:[A-Z]\.)+")
_STATES = frozenset("U.S. U.K. U.N. E.U. D.C.".split())
_OWN = re.compile(r"['’]s$|(?<=s)['’]$")
_POSSESSIVE = ("'s", "’s", "'", "’")
NOT_NAMES = BODIES | lexicons.words("nouns", "no name")

_NOT_LAST = lexicons.words("nouns", "last word of a thing")  # `Ostrell Tower`


def full_names(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """
    Find full names of people in a stretch: two to five capitalised words, titles cut off.

    Examples
    --------
    >>> [name for _, _, name in full_names("Mayor Mara Ostrell, a doctor", 0, 28)]
    ['Mara Ostrell']
    """
    found = []
    for m in _RUN.finditer(text, start, end):
        for a, b in _segments(text, *m.span()):
            name = " ".join(text[a:b].split())
            found.append((a, b, _OWN.sub("", name)))
    return found


def _segments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a run of capitalised words at titles and common words; keep what can be a full name."""
    parts: list[list[tuple[int, int]]] = [[]]
    words = [(start + w.start(), start + w.end()) for w in re.finditer(r"\S+", text[start:end])]
    for k, (a, b) in enumerate(words):
        word = text[a:b]
        bare = word.strip(".,'’").casefold()
        if bare.endswith(("'s", "’s")):
            bare = bare[:-2]
        elif "." in word and _INITIALS.fullmatch(word) and word not in _STATES:
            bare = ""
        ends = word.endswith(".") and len(bare) > 2  # a sentence, not `J.` or `Gen.`
        rest = words[k : k + 1] if ends else words[k:]
        if bare in NOT_NAMES or (bare in TITLES and not _is_name(text, parts[-1], rest)):
            parts.append([])
            continue
        parts[-1].append((a, b - ends))
        if ends or word.endswith(_POSSESSIVE):  # a possessor, and then what is theirs
            parts.append([])
    found = []
    for part in parts:
        part = _trimmed(text, part)
        held = [text[a:b] for a, b in part]
        own = [w for w in held if w.casefold().rstrip(".") not in SUFFIXES]
        if len(own) < 2 or held[0].islower() or held[-1].islower():
            continue
        last = _OWN.sub("", held[-1])
        acronym = last.isupper() and len(last) > 1 and held[0].casefold() not in given.names()
        if acronym or last.casefold() in _NOT_LAST:
            continue
        if not all(w.isupper() and len(w) > 2 for w in held):
            found.append((part[0][0], part[-1][1]))
    return found


def _is_name(text: str, before: list[tuple[int, int]], rest: list[tuple[int, int]]) -> bool:
    """Tell `James Dean` and `Dean Ostrell` from a title: last after a given name, or itself one before the last."""
    known = given.names()
    if before:
        last = text[slice(*rest[0])].strip(".,'’").casefold()
        given_before = text[slice(*before[-1])].casefold() in known
        return last in SUFFIXES or (len(rest) == 1 and last in _FAMILIES and given_before)
    first = text[slice(*rest[0])].casefold()
    return len(rest) == 2 and first in known and first not in _NEVER_GIVEN


def _trimmed(text: str, part: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """
    Leave out what comes before a given name: a firm, or a title that is in no list.

    A first word of three that the text also writes small, or that a known given name follows, is
    no name.
    """
    known = given.names()
    words = [text[a:b].casefold() for a, b in part]
    if len(part) > _LONGEST:
        at = [k for k, w in enumerate(words[:-1]) if w in known]
        return part[at[-1] :] if at else []
    if len(part) > 2 and words[0] not in known and len(words[0].strip(".")) > 1:
        small = next(occurrences(text, words[0]), None) is not None
        if small or (words[1] in known and words[1] != words[-1]):
            return part[1:]
    return part


def occurrences(text: str, words: str, since: int = 0) -> Iterator[tuple[int, int]]:
    """
    Find words in a text where no letter, digit or hyphen touches them on the left, no letter on the right.

    Examples
    --------
    >>> list(occurrences("Ostrell's sister-Ostrell, Ostrells", "Ostrell"))
    [(0, 7)]
    """
    first = _FIRST.match(words)
    starts = _words(text).get(first.group(), []) if first else []
    for at in starts[bisect_left(starts, since) :]:
        end = at + len(words)
        after = text[end : end + 1]
        if at >= since and text.startswith(words, at) and not after.isalnum() and after != "_":
            since = end  # no place begins within another: `Ba La Ba` once in `Ba La Ba La Ba`
            yield at, end


_FIRST = re.compile(r"\w+")


@functools.lru_cache(maxsize=16)
def _words(text: str) -> dict[str, list[int]]:
    """Return where each word of a text begins, but for those that a hyphen touches on the left."""
    found: dict[str, list[int]] = {}
    for m in _FIRST.finditer(text):
        if text[m.start() - 1 : m.start()] != "-":
            found.setdefault(m.group(), []).append(m.start())
    return found


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
