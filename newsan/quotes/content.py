"""Whether a row carries a statement, only names what was talked of, or is a broken piece."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator

from newsan import lexicons
from newsan.quotes import cues
from newsan.quotes.attribution import Span
from newsan.schema import CONTENTS

FEW, MANY = 3, 4.0  # words that seldom make a clause; the logarithm of a long quotation's words
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CLOSING = " \"'”’»)]"
# What a first word is: the first of these that it is in `function_words.csv`.
_KINDS = ("opens a clause", "subject", "preposition", "determiner", "auxiliary")
_JOIN, _SUBJECTS, *_, _AUXILIARIES = (lexicons.words("function_words", k) for k in _KINDS)
# what stands before a subject: `in`, `although`, `now`
_BEFORE = lexicons.words("function_words", "small word") - _SUBJECTS
_BEFORE -= lexicons.words("function_words", "begins a phrase")

OPENERS = (_JOIN | {"to"}) - {"as", "and"}  # of what is said: `that it rained`, `to wait`


def content_of(text: str, piece: Span, kind: str, cue: Span | None) -> str:
    """
    Return what a quotation carries: clause, topic or fragment.

    A clause states, asks or demands ("that it rained", "to close the road"); a topic names what was
    talked of ("the flood", "about the flood"); a fragment is a piece of the reporter's sentence ("as
    a nuisance", "very good"). A logit with weights by `training/content.py`.

    Examples
    --------
    >>> text = "Ostrell spoke about the flood. It had come by night."
    >>> content_of(text, (14, 29), "indirect", (8, 13)), content_of(text, (31, 52), "direct", None)
    ('topic', 'clause')
    """
    scores = dict.fromkeys(CONTENTS, 0.0)
    for name, value in features(text, piece, kind, cue):
        for label, weight in _weights().get(name, {}).items():
            scores[label] += weight * value
    return max(CONTENTS, key=scores.__getitem__)


@functools.cache
def _weights() -> dict[str, dict[str, float]]:
    rows = lexicons.rows("content")
    return {row["feature"]: {label: float(row[label]) for label in CONTENTS} for row in rows}


def features(text: str, piece: Span, kind: str, cue: Span | None) -> Iterator[tuple[str, float]]:
    """Yield what is weighed: the first word, the verbs, the length and the cue."""
    low = [w.casefold().replace("’", "'") for w in _WORD.findall(text, *piece)]
    yield from ((name, 1.0) for name in ("always", kind))
    yield "length", min(math.log(len(low) + 1), MANY) / MANY
    yield (f"cue {cues.lemma_of(text[slice(*cue)]) or 'unknown'}" if cue else "no cue"), 1.0
    end = text[slice(*piece)].rstrip(_CLOSING)[-1:]
    joined = next((k for k, w in enumerate(low) if k and w in _JOIN), len(low))
    has_verb = any(map(_is_auxiliary, low))
    first = low[0] if low else ""
    of_kind = next((k for k in _KINDS if first in lexicons.words("function_words", k)), "other")
    told = {
        f"begins: {first}": of_kind != "other",  # a weight of its own if common
        f"first word: {of_kind}": True,
        "first word: -ing": first.endswith("ing"),
        "few words": len(low) <= FEW,
        "before the cue": cue is not None and piece[0] < cue[0],
        "ends in a comma": end == ",",
        "ends in a stop": end in (".", "?", "!"),
        "a verb": has_verb,
        "a verb before any other clause": any(map(_is_auxiliary, low[:joined])),
        "-ed, no verb": not has_verb and any(w.endswith("ed") for w in low[1:joined]),
        "as, no verb": not has_verb and "as" in low[1:],
        "a subject": not _SUBJECTS.isdisjoint(low),
    }
    yield from ((name, 1.0) for name, is_true in told.items() if is_true)


def leads(words: str, rest: str) -> bool:
    """
    Return whether the first words of a sentence need the rest: a subject without its verb, or what stands before a clause.

    Examples
    --------
    >>> leads("The dam,", "was old"), leads("At the least,", "it rained"), leads("It rained,", "and it was cold")
    (True, True, False)
    """
    (first, *more), (then, *_) = (_WORD.findall(w.casefold()) or [""] for w in (words, rest))
    opens = then not in _JOIN | _BEFORE and not then.endswith("ing")
    is_bare = then in _SUBJECTS and not any(map(_is_auxiliary, more))
    return not more or then in _AUXILIARIES or (opens and (is_bare or first in _BEFORE))


def _is_auxiliary(word: str) -> bool:
    """Return whether a word is an auxiliary, also as `it's`, `we'd` and `didn't`."""
    before, mark, _ = word.partition("'")
    return word in _AUXILIARIES or (mark != "" and before in _SUBJECTS) or word.endswith("n't")
