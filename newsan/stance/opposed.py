"""Yes and no to one topic, by one actor, in one sentence: at most one of them is given."""

from __future__ import annotations

from itertools import product
from typing import Any

from newsan.document import Document

_OPPOSED = ("asserts", "denies")
_MARKED = "cue-denies"  # the actor is the one who "denied" it


def settled(rows: list[dict[str, Any]], document: Document) -> list[dict[str, Any]]:
    """
    Leave out positions of an actor that the same sentence contradicts.

    Two sentences may say yes and no to a topic: actors do change their minds. One sentence that
    seems to do both was cut in the wrong place. A verb of denial whose subject is the actor is sure
    and stays; an assertion is what is read where nothing speaks against it, and here something
    does. A denial read from the words alone may be of another matter: then neither is given.

    Parameters
    ----------
    rows
        Rows of a stance frame, of one article.
    document
        The article.

    Returns
    -------
    rows
        Those kept, in the same order.

    Examples
    --------
    >>> from newsan.document import read
    >>> text = "Ostrell denied that the dam broke, although the dam is broken. It is broken."
    >>> said = [("denies", 15, 33, "cue-denies"), ("asserts", 44, 61, "r"), ("asserts", 63, 76, "r")]
    >>> rows = [{"actor_id": "ostrell", "topic": "dam", "position": p, "start": a, "end": b,
    ...          "rule": r} for p, a, b, r in said]
    >>> [(r["position"], r["start"]) for r in settled(rows, read(text))]
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
                if _touched(row, document) & _touched(other, document):
                    dropped |= {id(row)} if other["rule"] == _MARKED else {id(row), id(other)}
    return [r for r in rows if id(r) not in dropped]


def _touched(row: dict[str, Any], document: Document) -> set[int]:
    """Number the sentences of the article that a row was read from."""
    first, last = (document.sentence_at(at) for at in (row["start"], row["end"] - 1))
    return set(range(first, last + 1))
