"""How a token stands to the word that says an event: the columns by which its roles are found."""

from __future__ import annotations

import numpy as np

from newsan.tagger.tokens import KINDS

EDGES = (1, 2, 3, 4, 6, 8, 11, 15, 21, 30, 45)  # of distances in tokens, on either side
BEFORE = 2  # sentences before an event's own in which its roles may be named
COLUMNS = 2 * (len(EDGES) + 1) + (BEFORE + 1) + 4 + 3 + 2 * (len(KINDS) + 1)


def columns(
    event: int, first: int, last: int, sentence: np.ndarray, kinds: np.ndarray, events: np.ndarray
) -> np.ndarray:
    """
    Return the columns of tokens `first` to `last` as they stand to the event at a token: one row a token.

    They have the distance before or after, sentences, commas and events between, and what the token before
    and the token itself are. `sentence` has the number of each token's sentence, `events` the tokens of all.
    """
    at = np.arange(first, last)
    low, high = np.minimum(at, event), np.maximum(at, event)
    reach = np.searchsorted(EDGES, high - low, side="left")
    distance = np.where(at < event, reach, len(EDGES) + 1 + reach)
    commas = np.cumsum(np.append(0, kinds == 1))
    between = np.minimum(commas[high] - commas[low], 3)
    others = np.searchsorted(events, high) - np.searchsorted(events, low, side="right")
    wide = len(KINDS) + 1
    parts = (
        (distance, 2 * (len(EDGES) + 1)),
        (np.clip(sentence[event] - sentence[at], 0, BEFORE), BEFORE + 1),
        (between, 4),
        (np.clip(others, 0, 2), 3),
        (np.where(at > 0, kinds[at - 1], 0), wide),
        (kinds[at], wide),
    )
    return np.concatenate([np.eye(n, dtype=np.float32)[k] for k, n in parts], axis=1)


def window(event: int, sentence: np.ndarray) -> tuple[int, int]:
    """Return the tokens, first and past the last, in which the roles of an event may be named."""
    first = int(np.searchsorted(sentence, sentence[event] - BEFORE, side="left"))
    last = int(np.searchsorted(sentence, sentence[event], side="right"))
    return first, last
