"""Texts in, tagged spans out."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from newsan.tagger import structure
from newsan.tagger.decode import best_labels, posteriors
from newsan.tagger.model import shipped
from newsan.tagger.network import Network
from newsan.tagger.tokens import fold_marks, pieces

ROLES = ("source", "cue", "content")  # labels 1 and 2, 3 and 4, 5 and 6: begins, goes on
TOGETHER = 50_000  # tokens held in memory at a time

_ready = threading.local()


@dataclass(frozen=True, slots=True)
class Span:
    """A tagged stretch of a text: `text[start:end]` is a source, a cue or a content."""

    start: int
    end: int
    role: str
    confidence: float


def tag(texts: Iterable[str], *, network: Network | None = None) -> list[list[Span]]:
    """
    Tag the sources, cues and contents of attributions.

    A dilated gated convolution network with a linear-chain CRF, run paragraph by paragraph in
    numpy. Attitudes ("hopes", "believes") are tagged as well as speech. What belongs to what is
    not said here.

    Parameters
    ----------
    texts
        Any texts. Each is tagged by itself: the answer does not depend on the others.
    network
        Another network than the shipped one, as `Network(model.load(weights, words))`.

    Returns
    -------
    spans
        One list a text, in order of position, none overlapping, none empty, none beginning or
        ending with white space, none crossing a line break. `confidence` is the mean probability
        of the span's role over its tokens, between 0 and 1.

    Raises
    ------
    ReadError
        If the shipped model is missing or damaged.

    Examples
    --------
    >>> text = "“We will not leave,” Mayor Dorna Kessrin said on Monday."
    >>> [(text[s.start:s.end], s.role) for s in tag([text])[0]]
    [('“We will not leave,”', 'content'), ('Mayor Dorna Kessrin', 'source'), ('said', 'cue')]
    """
    network = network or _shipped_network()
    return [spans for batch in _batches(texts) for spans in _tag(batch, network)]


def _shipped_network() -> Network:
    """Return the shipped model, made ready once a thread: a network learns pieces as it goes."""
    if not hasattr(_ready, "network"):
        _ready.network = Network(shipped())
    return _ready.network


def _batches(texts: Iterable[str]) -> Iterator[list[tuple[int, list[str]]]]:
    """Yield texts as lead and pieces, some `TOGETHER` tokens at a time."""
    batch, size = [], 0
    for text in texts:
        batch.append(pieces(fold_marks(text)))
        size += len(batch[-1][1])
        if size >= TOGETHER:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _tag(batch: list[tuple[int, list[str]]], network: Network) -> list[list[Span]]:
    """Tag the texts of one batch together."""
    spans: list[list[Span]] = [[] for _ in batch]
    sizes = np.array([len(found) for _, found in batch])
    held = np.flatnonzero(sizes)  # texts with a token at all
    if not len(held):
        return spans
    numbers = network.numbers([piece for _, found in batch for piece in found])
    first = np.concatenate(([0], np.cumsum(sizes[held])[:-1]))
    where = structure.read(network.bits[numbers], first)
    scores = network.scores(numbers, where, first)
    labels = best_labels(scores, where.paragraph_starts, *network.chain)
    scores, *chain = (part / network.temperature for part in (scores, *network.chain))
    chances = posteriors(scores, where.paragraph_starts, *chain)

    token_length, piece_length = network.lengths[numbers].T
    ends = np.cumsum(piece_length)
    lead = np.array([batch[k][0] for k in held])
    shift = np.repeat(lead - (ends - piece_length)[first], sizes[held])
    start = ends - piece_length + shift
    end = start + token_length
    text_of = np.repeat(held, sizes[held])
    for a, b, role, sure in _runs(labels, chances, where.paragraph_starts):
        spans[text_of[a]].append(Span(int(start[a]), int(end[b]), ROLES[role], sure))
    return spans


def _runs(
    labels: np.ndarray, chances: np.ndarray, paragraph_starts: np.ndarray
) -> Iterator[tuple[int, int, int, float]]:
    """Yield first token, last token, role and mean probability of every span."""
    role = (labels.astype(np.int64) + 1) // 2
    begins = np.empty(len(labels), bool)
    begins[0] = True
    begins[1:] = (role[1:] != role[:-1]) | (labels[1:] % 2 == 1)
    begins[paragraph_starts] = True
    first = np.flatnonzero(begins)
    size = np.diff(np.append(first, len(labels)))
    at = np.arange(len(labels))
    both = chances[at, 2 * role - (role > 0)] + np.where(role > 0, chances[at, 2 * role], 0)
    mean = np.minimum(np.add.reduceat(both, first) / size, 1)
    for k in np.flatnonzero(role[first]).tolist():
        a = int(first[k])
        yield a, a + int(size[k]) - 1, int(role[a]) - 1, round(float(mean[k]), 4)
