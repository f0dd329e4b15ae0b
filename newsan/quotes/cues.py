"""What a cue means, and whether that something was said: a lexicon of reporting and of thinking."""

from __future__ import annotations

import functools
import re

from newsan import lexicons

_WORD = re.compile(r"[\w'’-]+")
# What was not said, or not yet: negations and modals before the verb.
_UNSAID = re.compile(
    r"(?i)\b(?:not|never|cannot|may|might|could|would|should|nor|neither|to be)\b|n['’]t\b"
)
_AIMS = frozenset("discuss talk speak negotiate consider debate explore".split())
_TOLD = lexicons.words("function_words", "of whom is told")
_IS = lexicons.words("function_words", "makes a passive")
_NOBODY = re.compile(r"(?i)(?:nobody|no one|no-one|none|neither)\b")


@functools.cache
def lexicon() -> dict[tuple[str, ...], tuple[str, str]]:
    """
    Return the lemma of a cue and whether it means speech, by inflected form split into words.

    1: it does; 0: thinking, acts of law, what is only looked into; clause: where a statement
    follows ("cited a rule", "cited that it rained").

    Examples
    --------
    >>> lexicon()[("pointed", "out")], lexicon()[("believes",)]
    (('point out', '1'), ('believe', '0'))
    """
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for row in lexicons.rows("cues"):
        for form in row["forms"].split("|"):
            found.setdefault(tuple(form.split()), (row["lemma"], row["is_speech"]))
    return found


@functools.cache
def _longest() -> int:
    return max(len(form) for form in lexicon())


@functools.cache
def kind_of(cue: str) -> bool | None:
    """
    Return whether the words of a cue mean speech; None where the lexicon has none of them.

    The first of its words that the lexicon knows decides ("is expected to announce": not yet
    said). A colon or a dash alone means speech; an aim does not ("met to discuss").

    Examples
    --------
    >>> kind_of("told"), kind_of("is expected to announce"), kind_of("–"), kind_of("beamed")
    (True, False, True, None)
    >>> kind_of("to discuss"), kind_of("will announce")
    (False, False)
    """
    words = _words(cue)
    if not words:
        return True
    if words[0] == "will" or (words[0] == "to" and not _AIMS.isdisjoint(words[1:2])):
        return False
    known = _first_known(words)
    return None if known is None else known[1] != "0"


def needs_clause(cue: str) -> bool:
    """Return whether a cue means speech only where a statement follows."""
    known = _first_known(_words(cue))
    return known is not None and known[1] == "clause"


@functools.cache
def lemma_of(cue: str) -> str | None:
    """
    Return the first word of a cue that the lexicon knows as the lexicon writes it, else None.

    Examples
    --------
    >>> lemma_of("has repeatedly pointed out"), lemma_of("beamed")
    ('point out', None)
    """
    known = _first_known(_words(cue))
    return None if known is None else known[0]


def _words(cue: str) -> list[str]:
    return [w.lower().replace("’", "'") for w in _WORD.findall(cue)]


def _first_known(words: list[str]) -> tuple[str, str] | None:
    """Return what the lexicon has for the first words it knows, the longest that fits."""
    for at in range(len(words)):
        for size in range(min(_longest(), len(words) - at), 0, -1):
            found = lexicon().get(tuple(words[at : at + size]))
            if found is not None:
                return found
    return None


def is_unsaid(words: str) -> bool:
    """Return whether words around a cue say that it did not happen, or only might."""
    return _UNSAID.search(words) is not None


def is_passive(cue: str, *, told: bool = False) -> bool:
    """Return whether a cue is passive, `were reported`; with `told`, `were warned that`, whose subject speaks no word."""
    words = _words(cue)
    return any((w in _TOLD or not told) and set(words[:k]) & _IS for k, w in enumerate(words))


def is_nobody(source: str) -> bool:
    """Return whether a source is nobody."""
    return _NOBODY.match(source) is not None
