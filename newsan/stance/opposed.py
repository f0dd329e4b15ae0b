"""Yes and no to one topic, by one actor, in one sentence: at most one of them is given."""

from __future__ import annotations

from itertools import product
from typing import Any

from newsan.text import sentences

_OPPOSED = ("asserts", "denies")
_MARKED = "cue-denies"  # the actor is the one who "denied" it


def settled(rows: list[dict[str, Any]], article: str) -> list[dict[str, Any]]:
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
    article
        The article's text.

    Returns
    -------
    rows
        Those kept, in the same order.

    Examples
    --------
    >>> text = "Ostrell denied that the dam broke, although the dam is broken. It is broken."
    >>> said = [("denies", 15, 33, "cue-denies"), ("asserts", 44, 61, "r"), ("asserts", 63, 76, "r")]
    >>> rows = [{"actor_id": "ostrell", "topic": "dam", "position": p, "start": a, "end": b,
    ...          "rule": r} for p, a, b, r in said]
    >>> [(r["position"], r["start"]) for r in settled(rows, text)]
    [('denies', 15), ('asserts', 63)]
    """
    told = [r for r in rows if r.get("position") in _OPPOSED]
    if len({r["position"] for r in told}) < 2:
        return rows
    spans = sentences(article)
    touched = {id(r): _touched(r, spans) for r in told}
    dropped: set[int] = set()
    for yes, no in product(*([r for r in told if r["position"] == p] for p in _OPPOSED)):
        is_same = all(yes[k] == no[k] for k in ("actor_id", "topic"))
        if is_same and touched[id(yes)] & touched[id(no)]:
            dropped |= {id(yes)} if no["rule"] == _MARKED else {id(yes), id(no)}
    return [r for r in rows if id(r) not in dropped]


def _touched(row: dict[str, Any], spans: list[tuple[int, int]]) -> set[int]:
    """Number the sentences of the article that a row was read from."""
    return {i for i, (a, b) in enumerate(spans) if a < row["end"] and row["start"] < b}
