"""Bodies that an article names and the registry does not know: `the Tilden Institute`, `Centre for Rivers`."""

from __future__ import annotations

import re

from newsan.text.nouns import BODIES

_NOUN = "|".join(sorted(n.capitalize() for n in BODIES)) + "|Air Force|Co-operative"
_CAP = r"[A-ZÀ-ÞА-ЯЁІЇЄҐ][\w’'-]*\w"
_AFTER = rf"(?: (?:of|for|on|against|and|for the|of the|on the|and the) (?!\w+['’]s\b){_CAP}(?: {_CAP}){{0,3}}){{1,3}}"
_BODY = re.compile(
    rf"\b(?:(?:{_CAP} ){{1,4}}(?:{_NOUN})(?:{_AFTER})?|(?:{_NOUN}){_AFTER})(?![\w-])"
)
_LEADING = frozenset(
    "the a an in at on by for from but and as if when while after before since according however meanwhile "
    "his her its their our".split()
)


def bodies(text: str) -> list[tuple[int, int, str]]:
    """
    Find bodies by their proper names.

    Returns
    -------
    bodies
        `(start, end, name)` in order; a leading article or preposition is not part of them.

    Examples
    --------
    >>> [n for *_, n in bodies("The Centre for River Research and Estmark's Defence Ministry differ.")]
    ['Centre for River Research', 'Estmark’s Defence Ministry']
    """
    found = []
    for m in _BODY.finditer(text):
        start = m.start()
        while (word := text[start : m.end()].split(" ", 1))[0].casefold() in _LEADING:
            if len(word) == 1:
                break
            start += len(word[0]) + 1
        name = text[start : m.end()]
        if " " in name:
            found.append((start, m.end(), name.replace("'", "’")))
    return found
