"""Through what medium words were said: what the sentence of a quotation tells of it."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from newsan import lexicons
from newsan.occasions.days import Setting, apart

OUTLET = "report-by-outlet"
_DOCUMENTS = ("letter", "report", "phone-call")  # words outside them are said elsewhere
_CARRY = 4  # sentences over which a medium still holds beside another
WORD = re.compile(r"[^\W_]+")


class Rule(NamedTuple):
    """What medium a pattern tells; no pattern fits a text that has none of its words (in lower case)."""

    medium: str
    of: str  # a sentence, or the words for who speaks: a report, the court
    words: frozenset[str]
    pattern: re.Pattern[str]


@functools.cache
def rules() -> list[Rule]:
    """Return the shipped rules in order of precedence."""
    return [
        Rule(
            row["medium"],
            row["of"],
            frozenset(row["words"].split()),
            re.compile(row["pattern"], re.IGNORECASE if row["case"] == "any" else 0),
        )
        for row in lexicons.rows("media")
    ]


def medium(frame: str) -> str | None:
    """
    Return the medium that the words around a quotation tell, or None.

    Examples
    --------
    >>> medium("Ostrell wrote in a post on Truth Social"), medium("he said")
    ('social-post', None)
    """
    return next((told for told, _, _ in media_told(frame)), None)


@functools.lru_cache(maxsize=256)  # quotations of one sentence share it
def media_told(frame: str, of: str = "sentence") -> list[tuple[str, int, int]]:
    """
    Return the media that words tell, by precedence, and the offsets of what tells them.

    Examples
    --------
    >>> media_told("Ostrell told reporters, and Ardal wrote on Facebook")
    [('social-post', 40, 51), ('press-conference', 8, 22)]
    """
    words = set(WORD.findall(frame.casefold()))
    return [
        (rule.medium, *m.span())
        for rule in rules()
        if rule.of == of and not words.isdisjoint(rule.words)
        for m in rule.pattern.finditer(frame)
    ]


def beside(setting: Setting, named: list[list[str]]) -> Iterator[tuple[int, str, str]]:
    """Yield where a sentence in which nobody has words tells the medium of whom it names first: sentence, actor, medium."""
    for number, (start, end) in enumerate(setting.sentences):
        actor = next(iter(named[number]), "")
        if actor in setting.of and setting.is_silent(number):
            told = medium(setting.text[start:end])
            if told and told != OUTLET:
                yield number, actor, told


class Media:
    """The media that an article's own words give to its quotations; who is `often` heard is so on several days."""

    def __init__(
        self,
        setting: Setting,
        beside: Iterable[tuple[int, str, str]],
        outlets: frozenset[str],
        often: set[str],
    ) -> None:
        self._setting, self._outlets, self._often = setting, outlets, often
        self._read = [self._in_sentence(k, number) for k, number in enumerate(setting.at)]
        self._own = [self.told(k) for k in range(len(setting.spans))]
        # Where an actor's medium is told: the sentence, and the medium.
        self._known: defaultdict[str | None, list[tuple[int, str]]] = defaultdict(list)
        for number, actor, told in beside:
            self._known[actor].append((number, told))
        for k, own in enumerate(self._own):
            if own:
                self._known[setting.actors[k]].append((setting.at[k], own))

    def of(self, quotation: int) -> str | None:
        """Return the medium of a quotation: told by its sentence, else of what its speaker said nearby."""
        return self._own[quotation] or self.held(quotation) or self.relayed(quotation)

    def held(self, quotation: int) -> str | None:
        """
        Return the medium in which its speaker said something else.

        The nearest before counts, else the nearest after; farther than a few sentences off only if the article tells
        no other medium and no two days of this speaker. That of a document or a call holds for two sentences.
        """
        setting, number = self._setting, self._setting.at[quotation]
        known = [
            (at > number, abs(at - number), told)
            for at, told in self._known[setting.actors[quotation]]
            if told not in _DOCUMENTS or number - 2 <= at <= number
        ]
        if setting.actors[quotation] is None or not known:
            return None
        _, distance, told = min(known)
        is_one = {m for *_, m in known} == {told} and setting.actors[quotation] not in self._often
        return told if distance <= _CARRY or is_one else None

    def told(self, quotation: int) -> str | None:
        """Return the medium that the speaker is (`the report`), or else that the sentence tells."""
        setting = self._setting
        if speaker := setting.speakers[quotation]:
            words = setting.text[slice(*speaker)]
            if own := media_told(words, "speaker"):
                return own[0][0]
        told = self._read[quotation]
        return None if told == OUTLET else told

    def relayed(self, quotation: int) -> str | None:
        """Return `report-by-outlet` where an outlet says the words itself, or is said to have reported them."""
        is_outlet = self._setting.actors[quotation] in self._outlets
        return OUTLET if is_outlet else self._read[quotation]

    def _in_sentence(self, quotation: int, number: int) -> str | None:
        """Read the medium out of a sentence: what stands nearer to somebody else's cue is theirs."""
        setting, actor = self._setting, self._setting.actors[quotation]
        start, end = setting.sentences[number]
        if setting.cued_by[number] <= {actor}:
            return medium(setting.narrated[start:end])
        first, last = setting.spans[quotation]
        for told, a, b in media_told(setting.narrated[start:end]):
            near = min(
                setting.cued[number],
                key=lambda k: apart((start + a, start + b), setting.cues[k] or (0, 0)),
            )
            relayed = setting.spans[near][0] <= first and last <= setting.spans[near][1]
            if setting.actors[near] == actor or relayed:
                return told
        return None
