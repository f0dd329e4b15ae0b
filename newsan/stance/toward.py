"""Polarity toward a marked target in a sentence."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from newsan import schema
from newsan.errors import SchemaError
from newsan.tagger.statements import Stated, shipped_network
from newsan.text import sentences

_COLUMNS = ("text", "target_start", "target_end")
_WORD = re.compile(r"\w")


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
    >>> text = "Mara is lying about the dam; we thank Tomas for the truth."
    >>> frame = pd.DataFrame({"text": [text] * 2, "target_start": [0, 38], "target_end": [4, 43]})
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
