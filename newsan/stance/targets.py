"""Whom a quotation speaks for or against: every actor that its words evaluate or address."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from newsan.actors.countries import country_of
from newsan.actors.reading import PRONOUNS
from newsan.actors.reading import Reading as Speakers
from newsan.document import Document
from newsan.tagger.statements import Reading

LEAST = 0.5  # the chance from which words name somebody who is evaluated or addressed
EDGE = 0.25  # and from which a word goes with them
BORNE_OUT = (
    0.68  # of the rows of the development part, weighed by the network's chance, so many are right
)
RULE = "read"
LONGEST = 60  # code points of a description
# Who speaks, and whom nobody has named.
NOBODY = frozenset("i me my mine we us our ours you your yours who which that this it its".split())


@dataclass(frozen=True)
class Target:
    """An actor that some words evaluate or address, where they are named, and how likely that is."""

    actor_id: str
    polarity: int
    start: int
    end: int
    confidence: float


def targets(
    document: Document, reading: Reading, speakers: Speakers, speaker: str | None
) -> list[Target]:
    """
    Find the actors that a statement evaluates or addresses.

    Parameters
    ----------
    document
        The article.
    reading
        What the network makes of the statement.
    speakers
        The people of the article, to say whom a name, adjective, pronoun or description means.
    speaker
        The speaker's actor id: nobody takes a stance toward themselves.

    Returns
    -------
    targets
        One an actor, in order of place: where they are named most surely. What nobody can be said to be meant by has no row.
    """
    found: dict[str, Target] = {}
    for first, last in _runs(reading):
        phrase = _phrase(document, int(reading.starts[first]), int(reading.ends[last - 1]))
        if phrase is None:
            continue
        start, end = phrase
        answer = speakers.meant(start, end)
        if answer is None or answer.actor_id == speaker:
            continue
        sure = float(reading.targets[first:last].max())
        sides = reading.polarities[first:last].mean(axis=0)
        known = found.get(answer.actor_id)
        if known is None or known.confidence < sure:
            found[answer.actor_id] = Target(
                answer.actor_id,
                int(sides.argmax()) - 1,
                start,
                end,
                BORNE_OUT * sure * float(sides.max()),
            )
    return sorted(found.values(), key=lambda t: t.start)


def _runs(reading: Reading) -> list[tuple[int, int]]:
    """Return the runs of tokens, first and past the last, that name somebody evaluated or addressed."""
    held = np.flatnonzero(reading.targets > EDGE)
    runs = np.split(held, np.flatnonzero(np.diff(held) > 1) + 1) if len(held) else []
    return [(int(r[0]), int(r[-1]) + 1) for r in runs if reading.targets[r].max() > LEAST]


def _phrase(document: Document, start: int, end: int) -> tuple[int, int] | None:
    """Return the name or description that a run of tokens stands in, or the run; none where it names nobody."""
    words = document.text[start:end]
    if words.casefold() in NOBODY:
        return None
    own = [p for p in document.phrases_in(max(0, start - LONGEST), end) if p.end > start]
    holding = [p for p in own if p.start <= start and end <= p.end]
    if holding:
        one = min(holding, key=lambda p: p.end - p.start)
        first = document.text[one.start : one.end].split(" ", 1)[0].casefold()
        return None if first in NOBODY else (one.start, one.end)  # `our soldiers`
    if own or words.casefold() in PRONOUNS or country_of(words):
        return start, end
    return None
