"""The best labels of a paragraph, and how sure they are: Viterbi and forward-backward, vectorised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class _Packed:
    """Tokens by position in their paragraph, longest paragraphs first: each step is one slice."""

    order: np.ndarray  # token of every packed row
    offsets: list[int]  # where each position begins among the packed rows
    counts: list[int]  # paragraphs that reach each position


def _pack(n: int, starts: np.ndarray) -> _Packed:
    """Lay out paragraphs position by position."""
    lengths = np.diff(np.append(starts, n))
    longest_first = np.argsort(-lengths, kind="stable")
    rank = np.empty(len(starts), np.int64)
    rank[longest_first] = np.arange(len(starts))
    paragraph = np.repeat(np.arange(len(starts)), lengths)
    position = np.arange(n) - starts[paragraph]
    counts = np.bincount(position)
    offsets = np.concatenate(([0], np.cumsum(counts)[:-1]))
    order = np.empty(n, np.int64)
    order[offsets[position] + rank[paragraph]] = np.arange(n)
    return _Packed(order, offsets.tolist(), counts.tolist())


def best_labels(
    scores: np.ndarray,
    paragraph_starts: np.ndarray,
    steps: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
) -> np.ndarray:
    """
    Return the most probable label sequence of every paragraph; scores are tokens by labels.

    `paragraph_starts` has the index of each paragraph's first token; `steps` scores label after label (from,
    to), `start` and `end` the first and the last.

    Examples
    --------
    >>> scores = np.array([[0.0, 1.0], [0.6, 0.5]])
    >>> best_labels(scores, np.array([0]), np.array([[0, 0], [-9, 0.0]]), *np.zeros((2, 2))).tolist()
    [1, 1]
    """
    n = len(scores)
    if not n:
        return np.zeros(0, np.int8)
    packed = _pack(n, paragraph_starts)
    rows = scores[packed.order]
    into = np.ascontiguousarray(steps.T)[None]
    state = start + rows[: packed.counts[0]]
    back: list[np.ndarray] = []
    final = np.empty((packed.counts[0], scores.shape[1]), state.dtype)
    for offset, count in zip(packed.offsets[1:], packed.counts[1:], strict=True):
        final[count : len(state)] = state[count:]
        ways = state[:count, None, :] + into
        back.append(ways.argmax(axis=2))
        best = np.take_along_axis(ways, back[-1][:, :, None], axis=2)[:, :, 0]
        state = best + rows[offset : offset + count]
    final[: len(state)] = state
    label = (final + end).argmax(axis=1)
    packed_labels = np.empty(n, np.int8)
    across = np.arange(packed.counts[0])
    for position in range(len(packed.counts) - 1, -1, -1):
        offset, count = packed.offsets[position], packed.counts[position]
        packed_labels[offset : offset + count] = label[:count]
        if position:
            label[:count] = back[position - 1][across[:count], label[:count]]
    labels = np.empty(n, np.int8)
    labels[packed.order] = packed_labels
    return labels


def posteriors(
    scores: np.ndarray,
    paragraph_starts: np.ndarray,
    steps: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
) -> np.ndarray:
    """
    Return the probability of every label at every token, given the whole paragraph.

    Parameters as for `best_labels`; sums over label sequences are run as products, rescaled at
    each step.

    Examples
    --------
    >>> scores = np.log(np.array([[0.8, 0.2], [0.5, 0.5]]))
    >>> posteriors(scores, np.array([0]), *np.zeros((1, 2, 2)), *np.zeros((2, 2))).round(2).tolist()
    [[0.8, 0.2], [0.5, 0.5]]
    """
    n = len(scores)
    if not n:
        return np.zeros(scores.shape, np.float32)
    packed = _pack(n, paragraph_starts)
    rows = scores[packed.order]
    rows = np.exp(rows - rows.max(axis=1, keepdims=True))
    move = np.exp(steps - steps.max())
    steps_at = zip(packed.offsets, packed.counts, strict=True)
    slices = [slice(offset, offset + count) for offset, count in steps_at]
    forward = np.empty_like(rows)
    state = np.exp(start - start.max()) * rows[slices[0]]
    for k, here in enumerate(slices):
        if k:
            state = (state[: packed.counts[k]] @ move) * rows[here]
        state /= state.sum(axis=1, keepdims=True)
        forward[here] = state
    last = np.exp(end - end.max()).astype(rows.dtype)
    backward = np.empty_like(rows)
    backward[slices[-1]] = last
    for k in range(len(slices) - 2, -1, -1):
        going = packed.counts[k + 1]
        state = (backward[slices[k + 1]] * rows[slices[k + 1]]) @ move.T
        state /= state.sum(axis=1, keepdims=True)
        backward[slices[k]] = last
        backward[packed.offsets[k] : packed.offsets[k] + going] = state
    forward *= backward
    forward /= forward.sum(axis=1, keepdims=True)
    found: np.ndarray = np.empty_like(forward)
    found[packed.order] = forward
    return found
