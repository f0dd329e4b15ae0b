"""Where somebody is named, in what part of an article, who a speaker is, and the id that a name makes."""

from __future__ import annotations

import bisect
import operator
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsan.document import Document, Spans
from newsan.quotes.attribution import span_of

_start = operator.attrgetter("start")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")


class Layout:
    """Where in an article an offset stands."""

    def __init__(self, document: Document, records: list[dict[str, Any]]) -> None:
        self.document, self.text = document, document.text
        self.sentences, self.starts = document.sentences, document.sentences.starts
        self._quoted = Spans((int(r["start"]), int(r["end"])) for r in records)
        self._of: dict[int, list[tuple[int, int]]] = {}
        for r in records:
            if (speaker := span_of(r, "speaker_")) is not None:
                self._of.setdefault(speaker[0], []).append((r["start"], r["end"]))

    def sentence(self, at: int) -> int:
        """Return the number of the sentence at an offset."""
        return self.document.sentence_at(at)

    def paragraph(self, at: int) -> int:
        """Return the number of the paragraph at an offset, counted from 1."""
        return self.document.paragraphs.before(at) + 1

    def since(self, at: int, back: int) -> int:
        """Return where the paragraph begins that stands so many before the one of an offset."""
        number = self.paragraph(at) - back
        return self.document.paragraphs[number - 1][0] if number > 0 else 0

    def in_quotation(self, at: int) -> bool:
        """Return whether an offset lies in words that somebody is given with."""
        return self._quoted.covers(at)

    def begin(self, speaker: int) -> int:
        """Return where an utterance begins, speaker by offset: with its words, if they come first in the paragraph."""
        here = self.paragraph(speaker)
        starts = [
            a for a, _ in self._of.get(speaker, ()) if a < speaker and self.paragraph(a) == here
        ]
        return min(starts, default=speaker)

    def is_own(self, at: int, speaker: int) -> bool:
        """Return whether an offset lies in the words that a speaker, by offset, is given with."""
        return any(a <= at < b for a, b in self._of.get(speaker, ()))


@dataclass(frozen=True)
class Answer:
    """Who a speaker is, by which words, and by what kind of words."""

    actor_id: str
    antecedent: str
    resolved_by: str
    name: str | None = None
    chance: float = 1.0  # of a pronoun's or description's antecedent
    others: tuple[str, ...] = ()  # who speaks with them
    relayed_by: str | None = None  # the outlet or person that passes their words on


@dataclass(frozen=True)
class Mention:
    """A name in the text: where it stands, whose it is, and what kind of actor."""

    start: int
    end: int
    actor_id: str
    kind: str


def between(mentions: list[Mention], since: int, until: int) -> list[Mention]:
    """
    Return those that begin in a stretch, of mentions in reading order.

    Examples
    --------
    >>> found = [Mention(a, a + 7, "mara-ostrell", "person") for a in (0, 20, 40)]
    >>> [m.start for m in between(found, 20, 40)]
    [20]
    """
    first = bisect.bisect_left(mentions, since, key=_start)
    return mentions[first : bisect.bisect_left(mentions, until, lo=first, key=_start)]


def own_id(name: str, rows: Mapping[str, Mapping[str, str]]) -> str:
    """
    Make an id for somebody outside the registry that is nobody's there.

    A registry name in other letters (`MARA OSTRELL`) is the registry's all the same, but common words
    are not (`two majors`), nor what the registry calls ambiguous.

    Examples
    --------
    >>> rows = {"mara-ostrell": {"ambiguous": ""}, "two-majors": {"ambiguous": "Two Majors"}}
    >>> [own_id(n, rows) for n in ("Ostrell", "MARA OSTRELL", "two majors", "Two Majors")]
    ['ostrell', 'mara-ostrell', 'two-majors-other', 'two-majors-other']
    """
    made = slug(name)
    row = rows.get(made)
    is_other = row is not None and (name.islower() or name in row["ambiguous"].split("|"))
    return f"{made}-other" if is_other else made


def slug(name: str) -> str:
    """
    Make an actor id from a name.

    Examples
    --------
    >>> slug("Mára Ostrell-Díaz"), slug("U.S. intelligence")
    ('mara-ostrell-diaz', 'us-intelligence')
    """
    joined = _INITIALS.sub(lambda m: m[0].replace(".", ""), name)
    plain = unicodedata.normalize("NFKD", joined)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", "-", plain.casefold().replace("’", "").replace("'", "")).strip("-_")
