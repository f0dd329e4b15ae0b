"""Bodies that an article names and the registry does not know: `the Tilden Institute`, `Centre for Rivers`."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import combinations

from newsan import lexicons
from newsan.actors.mention import Mention, own_id
from newsan.actors.registry import Index
from newsan.document import Spans
from newsan.text.nouns import BODIES

_NOUN = lexicons.alternation([*(n.capitalize() for n in BODIES), "Air Force", "Co-operative"])
_CAPITAL = "[A-ZÀ-ÞА-ЯЁІЇЄҐ]"
_CAP = rf"{_CAPITAL}[\w’'-]*\w"
_AFTER = (
    r"(?: (?:of|for|on|against|and|for the|of the|on the|and the) (?!\w+['’]s\b|\w+day\b)"
    rf"{_CAP}(?: {_CAP}){{0,3}}){{1,3}}"
)
_BODY = re.compile(
    rf"(?={_CAPITAL})(?<![\w-])(?:(?:{_CAP} ){{1,4}}{_NOUN}(?:{_AFTER})?|{_NOUN}{_AFTER})(?![\w-])"
)
_LEADING = lexicons.words("function_words", "before a body")


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


def with_bodies(
    text: str, named_bodies: list[tuple[int, int, str]], mentions: list[Mention], table: Index
) -> tuple[list[Mention], dict[str, str]]:
    """
    Add the bodies that only the article names.

    A plain name of the registry that is part of such a body's (`General Staff`) means that body all
    through the article, unless the registry's own is named in full as well.
    """
    known = Spans((m.start, m.end) for m in mentions)
    own = [body for body in named_bodies if not known.meets(*body[:2])]
    parts = {part for _, _, name in own for part in _parts(name)}
    whole = [(start, name) for start, _, name in own if name.casefold() not in parts]
    names = {own_id(name, table.rows): name for _, name in whole}
    longer: dict[str, list[tuple[int, str]]] = {}  # where the bodies stand whose name has a part
    for start, name in whole:
        for part in _parts(name):
            longer.setdefault(part, []).append((start, name))
    longest: dict[str, int] = {}
    for m in mentions:
        longest[m.actor_id] = max(longest.get(m.actor_id, 0), m.end - m.start)
    found = []
    for start, end, name in own:
        others = longer.get(name.casefold(), [(start, name)])
        _, other = others[max(0, bisect_left(others, (start,)) - 1)]  # before, else the first after
        found.append(Mention(start, end, own_id(other, table.rows), "institution"))
        names.setdefault(found[-1].actor_id, name)
    for m in mentions:
        words = text[m.start : m.end].removeprefix("the ").removeprefix("The ")
        plain = m.kind == "institution" and longest[m.actor_id] <= len("the " + words)
        others = longer.get(words.casefold(), []) if plain else []
        found.append(replace(m, actor_id=own_id(others[0][1], table.rows)) if others else m)
    return found, names


def _parts(name: str) -> frozenset[str]:
    """Return what some of the words of a name, side by side, are in small letters."""
    words = name.casefold().split(" ")
    spans = combinations(range(len(words) + 1), 2)
    return frozenset(" ".join(words[a:b]) for a, b in spans if b - a < len(words))
