"""Polarity toward a marked target in a sentence, by cue rules and then a linear model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd

from newsan import lexicons, schema
from newsan.errors import SchemaError
from newsan.stance import features, model
from newsan.stance.targets import toward_mention
from newsan.text import sentences

_COLUMNS = ("text", "target_start", "target_end")
_WORD = re.compile(r"\w")
_BATCH = 500  # targets judged at once: their traits fit in a few megabytes


def toward(frame: pd.DataFrame) -> pd.Series:
    """
    Tell whether each text speaks for or against the target marked in it.

    Where a rule of `target_cues.csv` speaks for or against the target ("Mara is lying", "thanked
    Mara"), it decides. Elsewhere a multinomial logistic regression gives the likeliest of the three
    from the words around the target in its sentence: which stand before and after it, how near, in
    its clause, and the valences of VADER's lexicon (Hutto & Gilbert 2014) on either side. It was
    trained on the training sentences of NewsMTSC (Hamborg & Donnay, EACL 2021) and sees no name.
    Out of fold it agrees with readers in 67 % of targets (macro F1 .67; a lexicon over the whole
    sentence .42 to .53); in sentences that speak differently of different people, in 61 %.

    Those are sentences of American political news about persons. On armies, states and war a model
    of this kind was worse by some 20 points in a small hand reading. Nor is it a measure of where
    somebody stands on a question: see the notes of `newsan.stance`.

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
    >>> text = "Mara is lying about the dam; we thank Tomas for the truth."
    >>> frame = pd.DataFrame({"text": [text] * 2, "target_start": [0, 38], "target_end": [4, 43]})
    >>> toward(frame).tolist()
    [-1, 1]
    """
    made = pd.array([pd.NA] * len(frame), dtype="Int64")
    for at, looks in _batches(frame):
        made[at] = judge(looks, model.shipped())
    return pd.Series(made, index=frame.index, name="polarity")


def probabilities(frame: pd.DataFrame) -> pd.DataFrame:
    """
    Give the model's probability of each polarity toward each marked target, rules aside.

    Parameters
    ----------
    frame
        Columns `text`, `target_start` and `target_end`, as for `toward`.

    Returns
    -------
    probabilities
        Columns `against`, `neutral`, `for`, `float64`, adding up to 1, with the index of `frame`.

    Undefined
    ---------
    Missing where `toward` is.

    Raises
    ------
    SchemaError
        A column is missing, or a span does not lie within its text.
    ReadError
        The shipped model cannot be read.

    Examples
    --------
    >>> frame = pd.DataFrame({"text": ["We thank Tomas."], "target_start": [9], "target_end": [14]})
    >>> probabilities(frame)["for"].gt(0.5).tolist()
    [True]
    """
    made = np.full((len(frame), 3), np.nan)
    for at, looks in _batches(frame):
        made[at] = model.shipped().probabilities(look.seen for look in looks)
    return pd.DataFrame(made, index=frame.index, columns=["against", "neutral", "for"])


@dataclass(frozen=True)
class Look:
    """What a rule says of a target (None where none decides) and what the model sees of it."""

    rule: int | None
    seen: tuple[list[list[str]], list[float]]


def judge(looks: list[Look], judging: model.Model) -> np.ndarray:
    """Return the polarity of each target: the rule's if it is not 0, or else the likeliest."""
    likeliest = judging.probabilities(look.seen for look in looks).argmax(axis=1) - 1
    return np.array([look.rule or p for look, p in zip(looks, likeliest, strict=True)])


def look_at(text: str, start: int, end: int) -> Look | None:
    """
    Read a target in its sentence; None where the span holds no word.

    Examples
    --------
    >>> look_at("Mara is lying.", 0, 4).rule
    -1
    >>> look_at("Mara left.", 4, 5) is None
    True
    """
    from newsan.sentiment import analyzer

    words = lexicons.straight(text)
    if not _WORD.search(words[start:end]):
        return None
    first, stop = next(((a, b) for a, b in sentences(words) if a <= start < b), (0, len(words)))
    sentence, a, b = words[first:stop], start - first, min(end, stop) - first
    polarity, rule = toward_mention(sentence, a, b)
    seen = features.traits(sentence, a, b, rule, analyzer().lexicon)
    return None if seen is None else Look(polarity, seen)


def _batches(frame: pd.DataFrame) -> Iterator[tuple[list[int], list[Look]]]:
    """Yield positions and readings of the rows that can be judged, some hundreds at a time."""
    schema.need(frame, "targets", *_COLUMNS)
    rows = _looks(frame)
    while batch := list(islice(rows, _BATCH)):
        yield [at for at, _ in batch], [look for _, look in batch]


def _looks(frame: pd.DataFrame) -> Iterator[tuple[int, Look]]:
    columns = (frame[c] for c in _COLUMNS)
    for position, (label, text, start, end) in enumerate(zip(frame.index, *columns, strict=True)):
        if pd.isna(text) or pd.isna(start) or pd.isna(end):
            continue
        words, first, stop = str(text), int(start), int(end)
        if not 0 <= first <= stop <= len(words):
            raise SchemaError(f"Row {label!r}: target {first}..{stop} is not within a text of "
                              f"{len(words)} characters.")  # fmt: skip
        look = look_at(words, first, stop)
        if look is not None:
            yield position, look
