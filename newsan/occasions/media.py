"""Through what medium words were said: what the sentence of a quotation tells of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from newsan import lexicons

WORD = re.compile(r"[^\W_]+")


class Rule(NamedTuple):
    """What medium a pattern tells; no pattern fits a text that has none of its words (in lower case)."""

    medium: str
    words: frozenset[str]
    pattern: re.Pattern[str]


@functools.cache
def rules() -> list[Rule]:
    """Return the shipped rules in order of precedence."""
    return [
        Rule(
            row["medium"],
            frozenset(row["words"].split()),
            re.compile(row["pattern"], re.IGNORECASE if row["case"] == "any" else 0),
        )
        for row in lexicons.rows("media")
    ]


@functools.lru_cache(maxsize=256)  # quotations of one sentence share it
def medium(frame: str) -> str | None:
    """
    Tell the medium from the words around a quotation.

    Parameters
    ----------
    frame
        The sentence without what it attributes.

    Returns
    -------
    medium
        One of the schema's media, or None if the words do not tell.

    Examples
    --------
    >>> medium("Ostrell wrote in a post on Truth Social")
    'social-post'
    >>> medium("she told reporters on Friday")
    'press-conference'
    >>> medium("he said")
    """
    return next((told for told, _, _ in media_told(frame)), None)


def media_told(frame: str) -> Iterator[tuple[str, int, int]]:
    """
    Give the media that words tell, by precedence, and the offsets of what tells them.

    Examples
    --------
    >>> list(media_told("Ostrell told reporters, and Ardal wrote on Facebook"))
    [('social-post', 40, 51), ('press-conference', 8, 22)]
    """
    words = set(WORD.findall(frame.casefold()))
    for rule in rules():
        m = None if words.isdisjoint(rule.words) else rule.pattern.search(frame)
        if m is not None:
            yield rule.medium, *m.span()
