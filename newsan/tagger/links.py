"""Which cue reports a content, and whose it is: a small network over pairs of tagged spans."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from newsan.tagger.model import LINK_COLUMNS, LINKED
from newsan.tagger.spans import CONTENT, CUE, SOURCE, Spans, Tokens
from newsan.tagger.structure import INSIDE
from newsan.tagger.tokens import BEGINS, KINDS

EACH_SIDE = 3  # candidates before and after a span
# What is looked for: a content's cue, a cue's source, and a content's source where no cue was found.
LINKS = dict(zip(LINKED, ((CONTENT, CUE), (CUE, SOURCE), (CONTENT, SOURCE)), strict=True))


@dataclass(frozen=True)
class Pairs:
    """Spans and the candidates each could belong to."""

    own: np.ndarray  # the spans that look for another
    other: np.ndarray  # (own, candidates): spans; 0 where there is none
    exists: np.ndarray  # (own, candidates)
    features: np.ndarray  # (own, candidates, LINK_COLUMNS)


def pairs(
    tokens: Tokens, spans: Spans, own_role: int, other_role: int, barriers: np.ndarray
) -> Pairs:
    """
    Return the candidates of every span of a role, the nearest of another role, and their features.

    Barriers have one number a token; spans on different numbers are never candidates. Texts must differ.
    """
    own = np.flatnonzero(spans.role == own_role)
    others = np.flatnonzero(spans.role == other_role)
    shape = (len(own), 2 * EACH_SIDE)
    if not len(own) or not len(others):
        empty = np.zeros(shape, np.int64)
        features = np.zeros((*shape, LINK_COLUMNS), np.float32)
        return Pairs(own, empty, empty.astype(bool), features)
    after = np.searchsorted(others, own)
    rank = after[:, None] + np.concatenate((np.arange(-EACH_SIDE, 0), np.arange(EACH_SIDE)))
    exists = (rank >= 0) & (rank < len(others))
    other = others[np.clip(rank, 0, len(others) - 1)]
    exists &= barriers[spans.first[other]] == barriers[spans.first[own]][:, None]
    features = _features(tokens, spans, own, other)
    features[~exists] = 0
    return Pairs(own, other, exists, features)


def _features(tokens: Tokens, spans: Spans, own: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the columns of every pair: distance, what stands between, and at the edges."""
    own = np.broadcast_to(own[:, None], other.shape)
    is_after = other > own
    left, right = np.where(is_after, own, other), np.where(is_after, other, own)
    left_end, right_start = spans.last[left], spans.first[right]
    gap = right_start - left_end - 1
    sentence = np.cumsum(tokens.where.columns[:, 1])
    paragraph = np.cumsum(tokens.where.columns[:, 2])
    sentences = np.minimum(sentence[right_start] - sentence[left_end], 4)
    paragraphs = np.minimum(paragraph[right_start] - paragraph[left_end], 3)
    quote = tokens.where.columns[:, 0]
    marks = np.cumsum(quote > INSIDE)
    marks = marks[right_start] - marks[left_end]
    between = [
        np.minimum(np.cumsum(np.append(0, spans.role == role))[right] - _upto(spans, left, role), 3)
        for role in range(3)
    ]
    side = is_after.astype(np.float32)
    log_gap = np.log1p(gap)
    own_first, other_first = spans.first[own], spans.first[other]
    own_size, other_size = (spans.last[k] - spans.first[k] for k in (own, other))
    columns = [
        side, log_gap * side, log_gap * (1 - side), gap == 0, gap == 1,
        sentences == 0, np.minimum(sentences, 4) * side, np.minimum(sentences, 4) * (1 - side),
        paragraphs == 0, (paragraphs == 1) * side, (paragraphs == 1) * (1 - side), paragraphs > 1,
        (quote[own_first] > 0), (quote[other_first] > 0),
        (quote[own_first] > 0) & (quote[other_first] > 0),
        (quote[spans.last[own]] > 0), (quote[spans.last[own]] > 0) & (quote[own_first] == 0),
        np.minimum(marks, 3) * side, np.minimum(marks, 3) * (1 - side), marks % 2 == 1,
        np.log1p(own_size), np.log1p(other_size), other_size == 0, other_size > 6,
        (tokens.bits[other_first] & BEGINS) != 0, (tokens.bits[own_first] & BEGINS) != 0,
        tokens.where.columns[other_first, 1], tokens.where.columns[own_first, 1],
        tokens.where.columns[own_first, 2], spans.confidence[own], spans.confidence[other],
        *(b * side for b in between), *(b * (1 - side) for b in between),
        *((b == 0) for b in between),
    ]  # fmt: skip
    numbers = np.stack([np.asarray(c, np.float32) for c in columns], axis=-1)
    n = len(tokens.bits) - 1
    edges = (
        spans.last[other],
        other_first,
        own_first,
        np.where(is_after, np.maximum(right_start - 1, 0), np.minimum(left_end + 1, n)),
    )
    flat = [np.eye(len(KINDS) + 1, dtype=np.float32)[tokens.kinds[e]] for e in edges]
    extra = (tokens.kinds[np.minimum(left_end + 1, n)] == 4).astype(np.float32)[..., None]
    return np.concatenate((numbers, extra, *flat), axis=-1)


def _upto(spans: Spans, at: np.ndarray, role: int) -> np.ndarray:
    """Count the spans of a role up to and with each of some spans."""
    counts: np.ndarray = np.cumsum(spans.role == role)[at]
    return counts


def edge_states(tokens: Tokens, spans: Spans) -> np.ndarray:
    """Return what the network knew at both ends of every span: twice its width."""
    return np.concatenate((tokens.states[spans.first], tokens.states[spans.last]), axis=1)


def choose(
    weights: dict[str, np.ndarray], name: str, edges: np.ndarray, found: Pairs
) -> tuple[np.ndarray, np.ndarray]:
    """
    Return, for each of `found.own`, the likeliest of its candidates, or -1 for none, and how likely it is.

    Of the model's arrays those named `links.NAME.*` are used; edges are as `edge_states` gives them.
    """
    w = {k: weights[f"links.{name}.{k}"] for k in ("own", "other", "pair", "none", "bias", "out")}
    own = edges[found.own] @ w["own"] + w["bias"]
    hidden = own[:, None] + (edges @ w["other"])[found.other] + found.features @ w["pair"]
    scores = np.maximum(hidden, 0) @ w["out"]
    scores[~found.exists] = -np.inf
    none = np.maximum(own + w["none"], 0) @ w["out"]
    scores = np.concatenate((scores, none[:, None]), axis=1)
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    scores /= scores.sum(axis=1, keepdims=True)
    best = scores.argmax(axis=1)
    rows = np.arange(len(best))
    others = np.concatenate((found.other, np.full((len(best), 1), -1)), axis=1)
    return others[rows, best], scores[rows, best]
