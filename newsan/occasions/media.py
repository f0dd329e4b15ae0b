"""Through what medium words were said: what the sentence of a quotation tells of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from newsan import lexicons
from newsan.occasions.days import Setting, apart

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
    Return the medium that the words around a quotation tell, or None.

    Examples
    --------
    >>> medium("Ostrell wrote in a post on Truth Social"), medium("he said")
    ('social-post', None)
    """
    return next((told for told, _, _ in media_told(frame)), None)


def media_told(frame: str) -> Iterator[tuple[str, int, int]]:
    """
    Yield the media that words tell, by precedence, and the offsets of what tells them.

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


class Media:
    """The media that an article's own words give to its quotations."""

    def __init__(self, setting: Setting, outlets: frozenset[str]) -> None:
        self._setting, self._outlets = setting, outlets

    def told(self, quotation: int) -> str | None:
        """Return the medium that the sentence tells."""
        setting, number = self._setting, self._setting.at[quotation]
        if own := self._in_sentence(quotation, number):
            return own
        if setting.actors[quotation] in self._outlets:
            return "report-by-outlet"
        return None

    def _in_sentence(self, quotation: int, number: int) -> str | None:
        """Read the medium out of a sentence: what stands nearer to somebody else's cue is theirs."""
        setting, actor = self._setting, self._setting.actors[quotation]
        start, end = setting.sentences[number]
        if setting.cued_by[number] <= {actor}:
            return medium(setting.narrated[start:end])
        cues = [(setting.cues[k] or (0, 0), k) for k in setting.cued[number]]
        (first, last) = setting.spans[quotation]
        for told, a, b in media_told(setting.narrated[start:end]):
            _, near = min(cues, key=lambda c: apart((start + a, start + b), c[0]))
            relayed = setting.spans[near][0] <= first and last <= setting.spans[near][1]
            if setting.actors[near] == actor or relayed:
                return told
        return None
