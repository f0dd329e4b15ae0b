"""Denials: whether a sentence denies the claim in it, and what an actor cannot both assert and deny."""

from __future__ import annotations

import re
from itertools import product
from typing import Any

from newsan.document import Document
from newsan.stance.topics import Verdict, verdicts

_OPPOSED = ("asserts", "denies")
_MARKED = "cue-denies"  # the actor is the one who "denied" it


def find_denial(words: str, hit: re.Match[str]) -> Verdict | None:
    """
    Find the rule by which a sentence denies the claim in it, or is too near a denial to assert it.

    Its effect is "denies" where the sentence says no, "none" where it may; None where nothing speaks against the claim.

    Examples
    --------
    >>> words = "The ministry rejected claims that Velm fell, and the bridge is not lost."
    >>> [find_denial(words, re.search(claim, words)).effect for claim in ("Velm fell", "lost")]
    ['none', 'denies']
    >>> find_denial("Velm fell.", re.search("Velm fell", "Velm fell."))
    """
    before, after = words[: hit.end()], words[hit.end() :]
    return (
        first(verdicts("double", "fact"), before)
        or first(verdicts("after", "fact"), after)
        or first(verdicts("before", "fact"), before)
        or under_denial(words, hit, "fact")
    )


def under_denial(words: str, hit: re.Match[str], kind: str) -> Verdict | None:
    """Find a denial before or after a claim that is near enough that nothing is asserted there."""
    return first(verdicts("under", kind), words[: hit.end()]) or first(
        verdicts("over", kind), words[hit.end() :]
    )


def first(rules: tuple[Verdict, ...], words: str) -> Verdict | None:
    """Return the first rule that fires on some words."""
    return next((r for r in rules if r.pattern.search(words)), None)


def settle(rows: list[dict[str, Any]], document: Document) -> list[dict[str, Any]]:
    """
    Leave out positions of an actor that the same sentence contradicts.

    Two sentences may say yes and no to a topic: actors do change their minds. One sentence that
    seems to do both was cut in the wrong place. A verb of denial whose subject is the actor is sure
    and stays; an assertion is what is read where nothing speaks against it, and here something
    does. A denial read from the words alone may be of another matter: then neither is given.

    Examples
    --------
    >>> from newsan.document import read
    >>> text = "Ostrell denied that the dam broke, although the dam is broken. It is broken."
    >>> said = [("denies", 15, 33, "cue-denies"), ("asserts", 44, 61, "r"), ("asserts", 63, 76, "r")]
    >>> rows = [{"actor_id": "ostrell", "topic": "dam", "position": p, "start": a, "end": b,
    ...          "rule": r} for p, a, b, r in said]
    >>> [(r["position"], r["start"]) for r in settle(rows, read(text))]
    [('denies', 15), ('asserts', 63)]
    """
    told: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for row in rows:
        if row.get("position") in _OPPOSED:
            told.setdefault((row["actor_id"], row["topic"], row["position"]), []).append(row)
    dropped: set[int] = set()
    for (actor_id, topic, position), no in told.items():
        if position == "denies":
            for row, other in product(told.get((actor_id, topic, "asserts"), ()), no):
                if _sentences_of(row, document) & _sentences_of(other, document):
                    dropped |= {id(row)} if other["rule"] == _MARKED else {id(row), id(other)}
    return [r for r in rows if id(r) not in dropped]


def _sentences_of(row: dict[str, Any], document: Document) -> set[int]:
    """Number the sentences of the article that a row was read from."""
    first, last = (document.sentence_at(at) for at in (row["start"], row["end"] - 1))
    return set(range(first, last + 1))
