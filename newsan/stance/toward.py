"""Polarity toward somebody: toward a marked target, and toward every actor whom a quotation evaluates or addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from newsan import schema
from newsan.actors.countries import country_of
from newsan.actors.speakers import FIRST, PERSONAL, PRONOUNS, Speakers
from newsan.document import Document
from newsan.errors import SchemaError
from newsan.stance.topics import verdicts
from newsan.tagger.statements import Reading, Stated, shipped_network
from newsan.text import sentences

_COLUMNS = ("text", "target_start", "target_end")
_WORD = re.compile(r"\w")
LEAST = 0.5  # the chance from which words name somebody who is evaluated or addressed
EDGE = 0.25  # and from which a word goes with them
# Below these rows are more often wrong than right, of the development part and in training:
CLEAR = 0.55  # the chance of the polarity
KNOWN = 0.35  # the confidence, toward who has no name
# of the rows of the development part, weighed by the network's chance, so many are right
BORNE_OUT = 0.68
SURE = 0.5  # the confidence from which charts show a row
RULE = "read"
JOINTS = (",", "and")  # between two of whom each has a row
LONGEST = 60  # code points of a description
BESIDE = 150  # code points beside words that tell whether they speak of whom they name
THIRD = PERSONAL - FIRST
# Who speaks, and whom nobody has named.
NOBODY = frozenset("i me my mine we us our ours you your yours who which that this it its".split())


def toward(frame: pd.DataFrame) -> pd.Series:
    """
    Return whether each text speaks for or against the target marked in it.

    The likeliest of the three by `probabilities`.

    Parameters
    ----------
    frame
        Columns `text`, `target_start` and `target_end` (half-open offsets into `text`). The
        sentence of the target is read, the rest of the text is not.

    Returns
    -------
    polarity
        `Int64`: -1, 0 or 1, with the index of `frame`.

    Undefined
    ---------
    Missing where the text or the offsets are missing or the span holds no word.

    Raises
    ------
    SchemaError
        A column is missing, or a span does not lie within its text.
    ReadError
        The shipped model cannot be read.

    Examples
    --------
    >>> text = "Mara is lying about the dam, and we thank Tomas for the truth."
    >>> frame = pd.DataFrame({"text": [text] * 2, "target_start": [0, 42], "target_end": [4, 47]})
    >>> toward(frame).tolist()
    [-1, 1]
    """
    likely = probabilities(frame)
    known = likely.notna().all(axis=1)
    made = pd.array([pd.NA] * len(frame), dtype="Int64")
    made[known.to_numpy()] = likely[known].to_numpy().argmax(axis=1) - 1
    return pd.Series(made, index=frame.index, name="polarity")


def probabilities(frame: pd.DataFrame) -> pd.DataFrame:
    """
    Return the probability of each polarity toward each marked target.

    By the network that reads what statements do (`newsan.tagger.statements`), trained on labelled statements and on the
    training sentences of NewsMTSC (Hamborg & Donnay, EACL 2021): American political news about persons.

    Columns `against`, `neutral` and `for` add up to 1, with the index of `frame`; missing where `toward` is.

    Examples
    --------
    >>> frame = pd.DataFrame({"text": ["We thank Tomas."], "target_start": [9], "target_end": [14]})
    >>> probabilities(frame)["for"].gt(0.5).tolist()
    [True]
    """
    frame = schema.require(frame, "targets", *_COLUMNS)
    network = shipped_network()
    made = np.full((len(frame), 3), np.nan)
    columns = (frame[c] for c in _COLUMNS)
    for at, (label, text, start, end) in enumerate(zip(frame.index, *columns, strict=True)):
        if pd.isna(text) or pd.isna(start) or pd.isna(end):
            continue
        words, first, stop = str(text), int(start), int(end)
        if not 0 <= first <= stop <= len(words):
            raise SchemaError(f"Row {label!r}: target {first}..{stop} is not within a text of "
                              f"{len(words)} characters.")  # fmt: skip
        if not _WORD.search(words[first:stop]):
            continue
        a, b = next(((a, b) for a, b in sentences(words) if a <= first < b), (0, len(words)))
        reading = network.read(words[a:b], [Stated(content=(0, b - a))])[0]
        own = None if reading is None else reading.tokens(first - a, min(stop, b) - a)
        if reading is not None and own is not None and own.start < own.stop:
            made[at] = reading.polarities[own].mean(axis=0)
    return pd.DataFrame(made, index=frame.index, columns=["against", "neutral", "for"])


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

    One an actor, in order of place: where they are named most surely, but not the speaker: nobody takes a stance
    toward themselves. What nobody can be said to be meant by has no row; nor has what is denied of somebody, or "they" of
    who is only told.
    """
    found: dict[str, Target] = {}
    for first, last in _runs(document, reading):
        phrase = _phrase(document, int(reading.starts[first]), int(reading.ends[last - 1]))
        if phrase is None:
            continue
        start, end = phrase
        answer = speakers.meant(start, end)
        if answer is None or answer.actor_id == speaker:
            continue
        sides = reading.polarities[first:last].mean(axis=0)
        sure = BORNE_OUT * float(reading.targets[first:last].max()) * float(sides.max())
        if sides.max() < CLEAR or (sure < KNOWN and "#" in answer.actor_id):
            continue
        known, polarity = found.get(answer.actor_id), int(sides.argmax()) - 1
        if polarity < 0 and _has(document, "against", start, end):
            continue
        if polarity > 0 and _has(document, "for", start, end):
            polarity = -1
        if document.text[start:end].casefold() in THIRD and _is_told(
            document, speakers, answer.actor_id, start
        ):
            continue
        if known is None or known.confidence < sure:
            found[answer.actor_id] = Target(answer.actor_id, polarity, start, end, sure)
    return sorted(found.values(), key=lambda t: t.start)


def _has(document: Document, where: str, start: int, end: int) -> bool:
    """Return whether a rule of `verdicts.csv` holds for words that name somebody."""
    text = document.text
    words = f"{text[max(0, start - BESIDE) : start]}\0{text[start:end]}\0{text[end : end + BESIDE]}"
    return any(rule.pattern.search(words) for rule in verdicts(where, "target"))


def _is_told(document: Document, speakers: Speakers, actor_id: str, at: int) -> bool:
    """Return whether an actor was last named, before an offset, as who is told something."""
    named = [m for m in speakers.people.mentions_of(actor_id) if m.end <= at]
    return bool(named) and _has(document, "told", named[-1].start, named[-1].end)


def _runs(document: Document, reading: Reading) -> list[tuple[int, int]]:
    """Return the runs of tokens, first and past the last, that each name somebody evaluated or addressed."""
    tokens = [document.text[a:b] for a, b in zip(reading.starts, reading.ends, strict=True)]
    held = np.flatnonzero((reading.targets > EDGE) & ~np.isin(tokens, JOINTS))
    runs = np.split(held, np.flatnonzero(np.diff(held) > 1) + 1) if len(held) else []
    return [(int(r[0]), int(r[-1]) + 1) for r in runs if reading.targets[r].max() > LEAST]


def _phrase(document: Document, start: int, end: int) -> tuple[int, int] | None:
    """Return the name or description that a run of tokens stands in, or the run; none where it names nobody."""
    words = document.text[start:end]
    own = [p for p in document.phrases_in(max(0, start - LONGEST), end) if p.end > start]
    holding = [p for p in own if p.start <= start and end <= p.end]
    if holding:
        one = min(holding, key=lambda p: p.end - p.start)
        first = document.text[one.start : one.end].split(" ", 1)[0].casefold()
        return None if first in NOBODY else (one.start, one.end)  # `our soldiers`
    if len(own) == 1 and own[0].start == start and own[0].end < end:
        stop = own[0].end
        owns = own[0].kind == "person" and document.text[stop + 1 : stop + 3] == "s "
        if owns or country_of(document.text[start:stop]):
            return start, stop  # of `Ida's silence` and `Ukrainian advances`
    if own or words.casefold() in PRONOUNS or country_of(words):
        return start, end
    return None
