"""Tells a text in another language from an English one: by its script, then by its commonest words."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter

from newsan import lexicons

_WINDOW = 700  # code points looked at, in each of three places of a longer text
_LETTERS = 5  # of another script count as a word: not every script parts its words
_PER_HIT = 3  # words of running text to one of a language's commonest
_SHORT, _SHORT_SCRIPT = 8, 3  # words; with fewer there is no telling (another script tells sooner)
_HITS = 3  # different words of a language that must stand in a text
_SHARE = 0.06  # of all words that must be of its commonest
_FAIR = 4  # a text is read if it has one English hit to so many of another language

_WORD = re.compile(r"[^\W\d_]+")
_LATIN_END = "ʰ"  # letters below it are Latin


def language(text: str) -> str | None:
    """
    Return the language of a text, where that is clear.

    Letters of another script decide if they are most of a text; among languages of one script their
    own letters and words (`languages.csv`). In Latin script the language is taken whose commonest
    words are a sixteenth of all or more. A text with a fair share of English words is English, whatever it quotes.
    Words that are English too, or part of names (`de`, `van`), are in no other language's list.

    Parameters
    ----------
    text
        An article's text; of a long one some 2,000 code points are looked at.

    Returns
    -------
    code
        ISO 639-1; "und" for a language of another script that is not in the table.

    Undefined
    ---------
    Missing for a short text, and for one that no language of the table fits.

    Examples
    --------
    >>> language("Міст упав, але ніхто не загинув, сказала мер Мара Острель.")
    'uk'
    >>> language("Die Brücke ist in der Nacht eingestürzt, und sie wird nicht wieder gebaut.")
    'de'
    >>> language("The bridge fell in the night, and nobody was hurt by it, “слава Богу”.")
    'en'
    >>> language("Bridge down") is None
    True
    """
    words = Counter(_WORD.findall(_sample(text).lower()))
    latin = {word: n for word, n in words.items() if word[0] < _LATIN_END}
    scripts = _scripts(words, latin) if len(latin) < len(words) else {}
    size, foreign = sum(latin.values()), sum(scripts.values())
    hits, different = _hits(latin)
    english = hits.pop("en", 0)
    if foreign >= max(_SHORT_SCRIPT, size, _FAIR * _PER_HIT * english):
        return _of_script(words, scripts)
    if size + foreign < _SHORT:
        return None
    best = max(hits, key=lambda code: (hits[code], different[code], code), default=None)
    if best and different[best] >= _HITS and hits[best] >= max(_SHARE * size, _FAIR * english):
        return best
    return "en" if english >= _SHARE * size else None


def is_read(text: str) -> bool:
    """
    Return whether a text is read at all: not if it is clearly in another language than English.

    Examples
    --------
    >>> is_read("Bridge down"), is_read("Міст упав уночі, але ніхто не загинув.")
    (True, False)
    """
    return language(text) in (None, "en")


def refusal(text: str) -> str | None:
    """
    Say why a text is not read, or nothing if it is.

    Examples
    --------
    >>> refusal("Міст упав уночі, але ніхто не загинув.")
    'the text is in Ukrainian (uk); only English is read'
    """
    code = language(text)
    if code in (None, "en"):
        return None
    names = {r["lang"]: r["name"] for r in lexicons.rows("languages")}
    return f"the text is in {names.get(code, 'another language')} ({code}); only English is read"


def _sample(text: str) -> str:
    """Return the beginning, middle and end of a text."""
    if len(text) <= 3 * _WINDOW:
        return text
    middle = (len(text) - _WINDOW) // 2
    return f"{text[:_WINDOW]} {text[middle : middle + _WINDOW]} {text[-_WINDOW:]}"


def _scripts(words: Counter[str], latin: dict[str, int]) -> dict[str, int]:
    """Return how many words there are of each script of the table but the Latin one."""
    letters: Counter[str] = Counter()
    for word in words.keys() - latin.keys():
        for letter in word:
            letters[script(letter)] += words[word]
    return {script: n // _LETTERS for script, n in letters.items() if script in _known_scripts()}


@functools.cache
def _known_scripts() -> frozenset[str]:
    scripts = {s for r in lexicons.rows("languages") for s in r["scripts"].split()}
    return frozenset(scripts - {"LATIN"})


@functools.cache
def script(letter: str) -> str:
    """Return the script of a letter as Unicode names it: LATIN, CYRILLIC, ..."""
    return unicodedata.name(letter, "").split(" ")[0]


@functools.cache
def _table() -> dict[str, list[str]]:
    """Return the languages in Latin script that each of their commonest words belongs to."""
    found: dict[str, list[str]] = {}
    for row in lexicons.rows("languages"):
        for word in row["words"].split() if row["scripts"] == "LATIN" else ():
            found.setdefault(word, []).append(row["lang"])
    return found


def _hits(latin: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many words there are of each language, and how many different ones."""
    hits: dict[str, int] = {}
    different: dict[str, int] = {}
    for word in latin.keys() & _table().keys():
        for code in _table()[word]:
            hits[code] = hits.get(code, 0) + latin[word]
            different[code] = different.get(code, 0) + 1
    return hits, different


def _of_script(words: Counter[str], scripts: dict[str, int]) -> str:
    """Return the language of a script that has most words of a text and fewest letters of another."""
    script = max(scripts, key=lambda s: (scripts[s], s))
    rows = [r for r in lexicons.rows("languages") if script in r["scripts"].split()]
    letters = set("".join(r["letters"] for r in rows))
    scores = {}
    for row in rows:
        own, others = set(row["words"].split()), letters.difference(row["letters"])
        scores[row["lang"]] = sum(
            n * ((w in own) - (not others.isdisjoint(w))) for w, n in words.items()
        )
    best = [code for code, n in scores.items() if n == max(scores.values())]
    return best[0] if len(best) == 1 or not any(r["words"] for r in rows) else "und"
