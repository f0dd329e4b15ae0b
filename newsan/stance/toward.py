"""Polarity toward a marked target in a sentence, by cue rules and the lexicon words near it."""

from __future__ import annotations

import math
import re

import pandas as pd

from newsan import lexicons, schema
from newsan.errors import SchemaError
from newsan.stance.targets import toward_mention
from newsan.text import sentences, tokens

_COLUMNS = ("text", "target_start", "target_end")
_NEGATION = frozenset({"no", "not", "never", "n't", "nor", "without", "hardly", "cannot"})
_BREAKS = frozenset({",", ";", ":", "—", "–", "but", "while", "although", "though", "because"})
_WORD = re.compile(r"\w")


def toward(
    frame: pd.DataFrame,
    *,
    half_life: float = 12.0,
    break_weight: float = 0.8,
    threshold: float = 0.6,
) -> pd.Series:
    """
    Tell whether each text speaks for or against the target marked in it.

    The rules of `target_cues.csv` come first ("Mara is lying", "thanked Mara"); else the valences
    of VADER's lexicon in the target's sentence are added up, each halved for every `half_life`
    tokens between word and target and weighted by `break_weight` for every clause boundary
    between, and turned by a negation up to three tokens before.

    Parameters
    ----------
    frame
        Columns `text`, `target_start` and `target_end` (half-open offsets into `text`).
    half_life, break_weight, threshold
        Distance and clause weights, and the sum from which polarity is not 0; the defaults
        did among the best of a coarse grid on the training sentences of NewsMTSC (Hamborg & Donnay,
        EACL 2021).

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

    Examples
    --------
    >>> text = "Mara is lying about the dam; we thank Tomas for the truth."
    >>> frame = pd.DataFrame({"text": [text] * 2, "target_start": [0, 38], "target_end": [4, 43]})
    >>> toward(frame).tolist()
    [-1, 1]
    """
    schema.need(frame, "targets", *_COLUMNS)
    made: list[int | None] = []
    for row in zip(frame.index, *(frame[c] for c in _COLUMNS), strict=True):
        made.append(_one(*row, half_life, break_weight, threshold))
    return pd.Series(pd.array(made, dtype="Int64"), index=frame.index, name="polarity")


def _one(
    label: object, text: object, start: object, end: object,
    half_life: float, break_weight: float, threshold: float,
) -> int | None:  # fmt: skip
    """Read one row."""
    if pd.isna(text) or pd.isna(start) or pd.isna(end):
        return None
    words, first, stop = lexicons.straight(str(text)), int(start), int(end)
    if not 0 <= first <= stop <= len(words):
        raise SchemaError(f"Row {label!r}: target {first}..{stop} is not within a text of "
                          f"{len(words)} characters.")  # fmt: skip
    if not _WORD.search(words[first:stop]):
        return None
    here = next(((a, b) for a, b in sentences(words) if a <= first < b), (0, len(words)))
    sentence = words[here[0] : here[1]]
    polarity, _ = toward_mention(sentence, first - here[0], min(stop, here[1]) - here[0])
    if polarity:
        return polarity
    total = _nearby(sentence, first - here[0], stop - here[0], half_life, break_weight)
    return 0 if abs(total) < threshold else 1 if total > 0 else -1


def _nearby(sentence: str, start: int, end: int, half_life: float, break_weight: float) -> float:
    """Add up the valences around a target, the nearer the heavier."""
    from newsan.sentiment import analyzer

    lexicon = analyzer().lexicon
    spans = tokens(sentence)
    words = [sentence[a:b].lower() for a, b in spans]
    inside = [i for i, (a, b) in enumerate(spans) if a < end and b > start]
    if not inside:
        return 0.0
    breaks = [0]
    for word in words:
        breaks.append(breaks[-1] + (word in _BREAKS))
    total = 0.0
    for i, word in enumerate(words):
        valence = lexicon.get(word, 0.0)
        if not valence or inside[0] <= i <= inside[-1]:
            continue
        distance = min(abs(i - inside[0]), abs(i - inside[-1]))
        edge = inside[-1] if i > inside[-1] else inside[0]
        crossed = abs(breaks[i] - breaks[edge])
        if _NEGATION & set(words[max(0, i - 3) : i]):
            valence = -0.5 * valence
        total += valence * math.pow(0.5, distance / half_life) * math.pow(break_weight, crossed)
    return total
