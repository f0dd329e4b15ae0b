"""Whether a row carries a statement, only names what was talked of, or is a broken piece."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator

from newsan import lexicons
from newsan.quotes import cues
from newsan.schema import CONTENTS

FEW, MANY = 3, 4.0  # words that seldom make a clause; the logarithm of a long quotation's words
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CLOSING = " \"'”’»)]"
# What a first word is: the first of these that it is in `function_words.csv`.
_KINDS = ("opens a clause", "subject", "preposition", "determiner", "auxiliary")
_OPENERS, _SUBJECTS, *_, _AUXILIARIES = (lexicons.words("function_words", k) for k in _KINDS)


def content_of(words: str, kind: str, cue: str | None, *, is_before: bool) -> str:
    """
    Return what a quotation carries: clause, topic or fragment.

    A clause states, asks or demands ("that it rained", "to close the road"); a topic names what was
    talked of ("the flood", "about the flood"); a fragment is a piece of the reporter's sentence ("as
    a nuisance", "very good"). A logit on the first word, the verbs, the length and the cue, with
    weights by `training/content.py`. `is_before`: the words stand before the cue.

    Examples
    --------
    >>> content_of("that it had rained", "indirect", "said", is_before=False)
    'clause'
    >>> content_of("about the flood", "indirect", "spoke", is_before=False)
    'topic'
    """
    known = [
        (_weights()[name], value)
        for name, value in features(words, kind, cue, is_before=is_before)
        if name in _weights()
    ]
    return max(CONTENTS, key=lambda label: sum(own[label] * value for own, value in known))


@functools.cache
def _weights() -> dict[str, dict[str, float]]:
    rows = lexicons.rows("content")
    return {row["feature"]: {label: float(row[label]) for label in CONTENTS} for row in rows}


def features(
    words: str, kind: str, cue: str | None, *, is_before: bool
) -> Iterator[tuple[str, float]]:
    """Yield what `content_of` weighs, names and values."""
    low = [w.casefold().replace("’", "'") for w in _WORD.findall(words)]
    yield from ((name, 1.0) for name in ("always", kind))
    yield "length", min(math.log(len(low) + 1), MANY) / MANY
    yield ("no cue" if cue is None else f"cue {cues.lemma_of(cue) or 'unknown'}"), 1.0
    end = words.rstrip(_CLOSING)[-1:]
    joined = next((k for k, w in enumerate(low) if k and w in _OPENERS), len(low))
    has_verb = any(map(_is_auxiliary, low))
    first = low[0] if low else ""
    of_kind = next((k for k in _KINDS if first in lexicons.words("function_words", k)), "other")
    told = {
        f"begins: {first}": of_kind != "other",  # a weight of its own if common
        f"first word: {of_kind}": True,
        "first word: -ing": first.endswith("ing"),
        "few words": len(low) <= FEW,
        "before the cue": is_before,
        "ends in a comma": end == ",",
        "ends in a stop": end in (".", "?", "!"),
        "a verb": has_verb,
        "a verb before any other clause": any(map(_is_auxiliary, low[:joined])),
        "-ed, no verb": not has_verb and any(w.endswith("ed") for w in low[1:joined]),
        "as, no verb": not has_verb and "as" in low[1:],
        "a subject": not _SUBJECTS.isdisjoint(low),
    }
    yield from ((name, 1.0) for name, is_true in told.items() if is_true)


def _is_auxiliary(word: str) -> bool:
    """Tell an auxiliary, also as `it's`, `we'd` and `didn't`."""
    before, mark, _ = word.partition("'")
    return word in _AUXILIARIES or (mark != "" and before in _SUBJECTS) or word.endswith("n't")
