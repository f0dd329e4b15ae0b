"""Texts written in capitals, as old wire reports are: the same in small letters, with the capitals of names."""

from __future__ import annotations

import calendar
import functools
import re
import unicodedata
from collections import Counter

from newsan import lexicons
from newsan.language import is_read
from newsan.tagger.model import shipped
from newsan.tagger.spans import phrases
from newsan.text import sentences

CAPITALS = 0.8  # of the letters: from there on a text is written in capitals
LETTERS = 60  # so many there are at least: fewer are a heading
_WORD = re.compile(r"(?<!\w)[^\W\d_](?:[\w'’]*[^\W_])?")
_IN_BRACKETS = re.compile(r"(?<=\w [(\[])[A-Z][A-Z\d-]{1,8}(?=[)\]])")  # `(FLFA)`
_NO_VOWEL = re.compile(r"[^AEIOUY\W\d_]{3,5}\Z")  # `PLF`, `SPLM`: nobody's name and no word
# What keeps its letters: `OSTBRUCK, MARCH 3 (HNA) --`, `U.S.`, `T-72`, the `II` of a name, `May 3`, `in March`.
_AS_IT_IS = re.compile(
    r"\A[A-Z][^,\n(]{1,40}(?=,[^\n]{0,30}\([A-Z]{2,12}\) ?[-–—])|"
    r"(?<!\w)(?!A\.M\.|P\.M\.)(?:[A-Z]\.){2,}|(?<!\w)[A-Z]{1,3}-?\d+\b|(?<=[A-Z] )[IVX]{2,}\b|"
    r"\bM(?=(?:ARCH|AY),? \d)|(?:(?<=\d )|(?<=\d(?:ST|ND|RD|TH) )|(?<=\b(?:IN|BY) )|(?<=\b(?:LAST|NEXT|THIS) )|"
    r"(?<=\b(?:SINCE|UNTIL) ))M(?=(?:ARCH|AY)\b)|\bI(?=['’])|(?<=\bO['’])[A-Z](?=[A-Z]{2})"
)
_ORDINAL = re.compile(r"(?<=\d)(?:ST|ND|RD|TH)\b")
_SMALL = lexicons.words("function_words", "small word") | lexicons.words(
    "function_words", "within a name"
)


def in_small_letters(text: str) -> str:
    """
    Return a text written in capitals as it would be written otherwise, any other as it is; offsets stay true.

    Names are what the tagger takes for one, and the countries, peoples, days, months and titles of the tables. An
    acronym is what the tables write so, what stands in brackets and is no word, or a short word without a vowel.
    Names that neither tagger nor tables know lose their capital.

    Examples
    --------
    >>> in_small_letters("MARA OSTRELL, A DEPUTY OF THE VELDAN WORKERS PARTY (VWP), SAID ON 3 MAY THAT NATO MAY KNOW.")
    'Mara Ostrell, a deputy of the Veldan Workers Party (VWP), said on 3 May that NATO may know.'
    >>> in_small_letters("UN: NOTHING IS KNOWN")
    'UN: NOTHING IS KNOWN'
    """
    letters = sum(map(str.isalpha, text))
    if letters < LETTERS or sum(map(str.isupper, text)) < CAPITALS * letters or not is_read(text):
        return text
    known = shipped().words
    acronyms = {a for a in _IN_BRACKETS.findall(text) if a.lower() not in known} | _acronyms()
    named = [False] * len(text)
    for phrase in phrases([text])[0]:
        if phrase.named:
            named[phrase.start : phrase.end] = [True] * (phrase.end - phrase.start)
    begins = {start + _first_letter(text[start:end]) for start, end in sentences(text)}
    words = [word for word in _WORD.finditer(text) if word.group().isupper()]
    times = Counter(w.group() for w in words)
    as_name = Counter(w.group() for w in words if named[w.start()])
    made = list(text)
    before_name, behind = False, len(text)  # whether a name follows, and where the next word begins
    for word in reversed(words):
        start, end, written = *word.span(), word.group()
        low = written.lower()
        if len(low) != len(written):
            continue
        made[start:end] = low
        is_name = low not in _SMALL and 2 * as_name[written] >= times[written]
        is_title = before_name and not text[end:behind].strip(". ")
        is_title = is_title and (low in _before_names() or low not in known)
        is_us = written == "US" and (
            named[start] or start in begins or text[:start].endswith("THE ")
        )
        if is_us or written in acronyms or (_is_unspoken(written) and low not in known):
            made[start:end] = written
        elif start in begins or low in _capitalised() or is_name or is_title or written == "I":
            made[start] = written[0]
        before_name, behind = is_name or is_title, start
    for kept in _AS_IT_IS.finditer(text):
        made[slice(*kept.span())] = kept.group()
    for ordinal in _ORDINAL.finditer(text):
        made[slice(*ordinal.span())] = ordinal.group().lower()
    return "".join(made)


def _is_unspoken(written: str) -> bool:
    """Return whether a word has no vowel, with accents or without."""
    return _NO_VOWEL.match(unicodedata.normalize("NFD", written)) is not None


def _first_letter(words: str) -> int:
    """Return where the first letter of a stretch stands; -1 behind a digit, as in `3rd`."""
    first = next((at for at, letter in enumerate(words) if letter.isalnum()), -1)
    return first if first >= 0 and words[first].isalpha() else -len(words) - 1


@functools.cache
def _before_names() -> frozenset[str]:
    """Return the words, in small letters, that have a capital before a name: titles and given names."""
    return lexicons.words("nouns", "title") | {row["name"] for row in lexicons.rows("given_names")}


@functools.cache
def _capitalised() -> frozenset[str]:
    """Return the words, in small letters, that have a capital wherever they stand: countries, peoples, days, months."""
    names = {name.lower() for name in _names() if name.istitle() and len(name) > 3}
    days = {name.lower() for name in (*calendar.day_name, *calendar.month_name)}
    return frozenset(names | days) - {"may", "march", "polish"}


@functools.cache
def _acronyms() -> frozenset[str]:
    """Return what the tables of actors and countries write in capitals: `NATO`, `UN`; `US` may be a pronoun."""
    names = set(_names())
    for row in lexicons.rows("actors"):
        names.update(f"{row['name']}|{row['aliases']}".replace("|", " ").split())
    short = {name.strip("().,") for name in names}
    return frozenset(n for n in short if n.isupper() and n.isalpha() and len(n) > 1) - {"US"}


def _names() -> set[str]:
    """Return the names of countries and peoples that are one word."""
    columns = ("name", "aliases", "demonyms", "capital_of_government")
    rows = lexicons.rows("countries")
    names = {name for row in rows for column in columns for name in row[column].split("|")}
    return {name for name in names if name and " " not in name}
