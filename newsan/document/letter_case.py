"""Texts written in capitals, as old wire reports are: the same in small letters, with the capitals of names."""

from __future__ import annotations

import calendar
import functools
import re
from collections import Counter

from newsan import lexicons
from newsan.tagger.model import shipped
from newsan.tagger.spans import phrases
from newsan.text import sentences

CAPITALS = 0.8  # of the letters: from there on a text is written in capitals
LETTERS = 60  # so many there are at least: fewer are a heading
_WORD = re.compile(r"[^\W\d_](?:[\w'’]*[^\W_])?")
_IN_BRACKETS = re.compile(r"(?<=[(\[])[A-Z][A-Z\d-]{1,8}(?=[)\]])")  # `(FLFA)`
_NO_VOWEL = re.compile(r"[^AEIOUY\W\d_]{3,}\Z")
_UNSPOKEN = re.compile(
    r"[^AEIOUY\W\d_]{3}|[^AEIOUY]+\Z"
)  # a name that begins so, `FLFA`, is an acronym
_SMALL = lexicons.words("function_words", "small word") | lexicons.words(
    "function_words", "within a name"
)
_SHORT = 5  # letters of an acronym, at most, that no brackets tell


def in_small_letters(text: str) -> str:
    """
    Return a text written in capitals as it would be written otherwise, any other as it is; offsets stay true.

    Names are what the tagger takes for one, and the countries, peoples, days, months and titles of the tables; an
    acronym is what stands in brackets, or a short name without a vowel.

    Examples
    --------
    >>> in_small_letters("MARA OSTRELL, A DEPUTY OF THE VELDAN WORKERS PARTY (VWP), SAID ON MONDAY THAT SHE KNEW NOTHING.")
    'Mara Ostrell, a deputy of the Veldan Workers Party (VWP), said on Monday that she knew nothing.'
    >>> in_small_letters("UN: NOTHING IS KNOWN")
    'UN: NOTHING IS KNOWN'
    """
    letters = sum(map(str.isalpha, text))
    if letters < LETTERS or sum(map(str.isupper, text)) < CAPITALS * letters:
        return text
    acronyms = set(_IN_BRACKETS.findall(text))
    named = [False] * len(text)
    for phrase in phrases([text])[0]:
        if phrase.named:
            named[phrase.start : phrase.end] = [True] * (phrase.end - phrase.start)
    begins = {start + _first_letter(text[start:end]) for start, end in sentences(text)}
    words = list(_WORD.finditer(text))
    times = Counter(w.group() for w in words)
    as_name = Counter(w.group() for w in words if named[w.start()])
    made = [_low(letter) for letter in text]
    before_name, behind = False, len(text)  # whether a name follows, and where the next word begins
    for word in reversed(words):
        start, end, written = *word.span(), word.group()
        low = written.lower()
        is_name = low not in _SMALL and 2 * as_name[written] >= times[written]
        unspoken = _UNSPOKEN if is_name else _NO_VOWEL
        is_short = len(written) <= _SHORT and unspoken.match(written)
        is_title = before_name and not text[end:behind].strip(". ")
        is_title = is_title and (low in _before_names() or low not in shipped().words)
        if written in acronyms or is_short or written in _written_in_capitals():
            made[start:end] = written
        elif start in begins or low in _capitalised() or is_name or is_title or written == "I":
            made[start] = written[0]
        before_name, behind = is_name or is_title, start
    return "".join(made)


def _low(letter: str) -> str:
    """Return a letter in small, where that is one letter too."""
    low = letter.lower()
    return low if len(low) == 1 else letter


def _first_letter(words: str) -> int:
    """Return where the first letter of a stretch stands."""
    return next((at for at, letter in enumerate(words) if letter.isalpha()), 0)


@functools.cache
def _names() -> frozenset[str]:
    """Return the single words that name countries and peoples."""
    found = set()
    for row in lexicons.rows("countries"):
        for column in ("name", "aliases", "demonyms", "capital_of_government"):
            for name in row[column].split("|"):
                found.update(name.split())
    return frozenset(found)


@functools.cache
def _before_names() -> frozenset[str]:
    """Return the words, in small letters, that have a capital before a name: titles and given names."""
    return lexicons.words("nouns", "title") | {row["name"] for row in lexicons.rows("given_names")}


@functools.cache
def _capitalised() -> frozenset[str]:
    """Return the words, in small letters, that have a capital wherever they stand."""
    names = {name.lower() for name in _names() if name.istitle() and len(name) > 3}
    days = {name.lower() for name in (*calendar.day_name, *calendar.month_name)}
    return frozenset(names | days) - {"may", "march"}


@functools.cache
def _written_in_capitals() -> frozenset[str]:
    """Return the names of countries that are acronyms: `US` and `USSR`."""
    return frozenset(name for name in _names() if name.isupper() and len(name) > 1) - {"US"}
