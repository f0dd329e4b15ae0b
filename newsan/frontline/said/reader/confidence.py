"""How likely a statement of ground is read rightly, from what the trained reader thought likely."""

from __future__ import annotations

import functools
import math

from newsan import lexicons

LEAST = 0.7  # below it there is no row
PARTS = ("event", "relation", "status", "agent", "place")


def of(parts: dict[str, float]) -> float:
    """
    Return the chance that a row is right: a logistic of the logs of its parts' chances.

    The weights (`reference_confidence.csv`) were fitted on labelled texts that the reader had not learnt
    from, by `training/ground/confidence.py`.

    Parameters
    ----------
    parts
        How likely it is that the word says anything of ground (`event`), that relation, that status, of
        that side (`agent`), at that place; `placed` is 0 where no place is named.

    Examples
    --------
    >>> parts = dict.fromkeys((*PARTS, "placed"), 1.0)
    >>> of(parts | {"event": 0.5}) < of(parts) < 1
    True
    """
    weights = _weights()
    total = weights["one"] + (1 - parts["placed"]) * weights["placeless"]
    total += sum(weights[k] * math.log(max(parts[k], 1e-3)) for k in PARTS)
    return 1 / (1 + math.exp(-total))


@functools.cache
def _weights() -> dict[str, float]:
    """Return the weight of each part."""
    return {r["part"]: float(r["weight"]) for r in lexicons.rows("reference_confidence")}
