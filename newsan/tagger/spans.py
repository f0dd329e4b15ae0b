"""Texts in, tagged spans out, and the phrases that name or describe somebody or something."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from threadpoolctl import ThreadpoolController

from newsan.tagger import structure
from newsan.tagger.decode import best_labels, posteriors
from newsan.tagger.model import shipped
from newsan.tagger.network import Network
from newsan.tagger.structure import Structure
from newsan.tagger.tokens import fold_marks, pieces

ROLES = ("source", "cue", "content")  # labels 1 and 2, 3 and 4, 5 and 6: begins, goes on
SOURCE, CUE, CONTENT = range(3)
TOGETHER = 50_000  # tokens held in memory at a time

_ready = threading.local()
# The roles of the head's labels, in their order: names of four kinds, then descriptions.
KINDS = ("person", "body", "place", "other", "person", "body")
NAMED = 4  # so many of them are names
SURE = 0.6  # the chance from which two names side by side are two


@dataclass(frozen=True, slots=True)
class Span:
    """A tagged stretch of a text: `text[start:end]` is a source, a cue or a content."""

    start: int
    end: int
    role: str
    confidence: float


@dataclass(frozen=True)
class Tokens:
    """The tokens of some texts, one row a token, and what the network makes of them."""

    text: np.ndarray  # the text it stands in, counted from 0
    start: np.ndarray  # code points
    end: np.ndarray
    bits: np.ndarray  # `newsan.tagger.tokens.flags`
    kinds: np.ndarray  # `newsan.tagger.tokens.kind`
    where: Structure
    states: np.ndarray  # what the network last knew of it
    labels: np.ndarray  # the best of each paragraph
    chances: np.ndarray  # of each label
    entities: np.ndarray  # the chances of each label of `newsan.tagger.spans`


@dataclass(frozen=True)
class Spans:
    """Tagged stretches as columns, in order of place, none overlapping."""

    role: np.ndarray
    first: np.ndarray  # tokens
    last: np.ndarray
    confidence: np.ndarray


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
    tagged: list[list[Span]] = []
    for size, tokens in read(map(fold_marks, texts), network=network):
        by_text: list[list[Span]] = [[] for _ in range(size)]
        spans = spans_of(tokens)
        starts, ends = tokens.start[spans.first].tolist(), tokens.end[spans.last].tolist()
        columns = (tokens.text[spans.first].tolist(), starts, ends, spans.role.tolist())
        for text, a, b, role, sure in zip(*columns, spans.confidence.tolist(), strict=True):
            by_text[text].append(Span(a, b, ROLES[role], round(sure, 4)))
        tagged += by_text
    return tagged


def read(texts: Iterable[str], *, network: Network | None = None) -> Iterator[tuple[int, Tokens]]:
    """
    Yield the tokens of texts with their labels, some `TOGETHER` tokens at a time.

    Parameters
    ----------
    texts
        Texts as `newsan.tagger.tokens.fold_marks` writes them; lazily read.
    network
        As for `tag`.

    Yields
    ------
    size, tokens
        The number of texts that a batch holds, and their tokens.
    """
    network = network or shipped_network()
    for batch in _batches(texts):
        with one_thread():
            tokens = _read(batch, network)
        yield len(batch), tokens


def spans_of(tokens: Tokens, labels: np.ndarray | None = None) -> Spans:
    """
    Return the spans of the tokens' best labels, or of others.

    Parameters
    ----------
    tokens
        As `read` yields them.
    labels
        Other labels than the tokens' own, one a token.
    """
    labels = tokens.labels if labels is None else labels
    return runs(labels, tokens.chances, tokens.where.paragraph_starts)


def runs(labels: np.ndarray, chances: np.ndarray, paragraph_starts: np.ndarray) -> Spans:
    """Return the spans of labels, 0 for none and 2 r - 1 (begins), 2 r (goes on) for role r."""
    if not len(labels):
        none = np.zeros(0, np.int64)
        return Spans(none, none, none, np.zeros(0))
    role = (labels.astype(np.int64) + 1) // 2
    begins = np.empty(len(labels), bool)
    begins[0] = True
    begins[1:] = (role[1:] != role[:-1]) | (labels[1:] % 2 == 1)
    begins[paragraph_starts] = True
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(labels)) - 1
    at = np.arange(len(labels))
    both = chances[at, 2 * role - (role > 0)]
    both = both + np.where(role > 0, chances[at, 2 * role], 0)
    mean = np.minimum(np.add.reduceat(both, first) / (last - first + 1), 1)
    held = role[first] > 0
    return Spans(role[first][held] - 1, first[held], last[held], mean[held].astype(np.float64))


def shipped_network() -> Network:
    """Return the shipped model, made ready once a thread: a network learns pieces as it goes."""
    if not hasattr(_ready, "network"):
        _ready.network = Network(shipped())
    network: Network = _ready.network
    return network


def one_thread() -> AbstractContextManager[object]:
    """Keep numpy's matrix products to one thread: small ones gain nothing from more, and bytes must not vary."""
    limits: AbstractContextManager[object] = _blas().limit(limits=1, user_api="blas")
    return limits


@functools.cache
def _blas() -> ThreadpoolController:
    """Return the handle on numpy's linear algebra library, looked up once."""
    return ThreadpoolController()


def _batches(texts: Iterable[str]) -> Iterator[list[tuple[int, list[str]]]]:
    """Yield texts as lead and pieces, some `TOGETHER` tokens at a time."""
    batch, size = [], 0
    for text in texts:
        batch.append(pieces(text))
        size += len(batch[-1][1])
        if size >= TOGETHER:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read(batch: list[tuple[int, list[str]]], network: Network) -> Tokens:
    """Run the network over the texts of one batch together."""
    sizes = np.array([len(found) for _, found in batch])
    held = np.flatnonzero(sizes)  # texts with a token at all
    numbers = network.numbers([piece for _, found in batch for piece in found])
    first = np.concatenate(([0], np.cumsum(sizes[held])))[:-1].astype(np.int64)
    where = structure.read(network.bits[numbers], first)
    states = network.states(numbers, where.codes, first)
    scores = network.scores(states)
    labels = best_labels(scores, where.paragraph_starts, *network.chain)
    scores, *chain = (part / network.temperature for part in (scores, *network.chain))
    chances = posteriors(scores, where.paragraph_starts, *chain)

    token_length, piece_length = network.lengths[numbers].T
    ends = np.cumsum(piece_length)
    lead = np.array([batch[k][0] for k in held], np.int64)
    start = ends - piece_length
    start += np.repeat(lead - start[first], sizes[held])
    text = np.repeat(held, sizes[held])
    bits, kinds = network.bits[numbers], network.kinds[numbers]
    return Tokens(
        text, start, start + token_length, bits, kinds, where, states, labels, chances,
        network.entities(states),
    )  # fmt: skip


class Phrase(NamedTuple):
    """A stretch of a text that names (`named`) or describes a person, a body, a place, or something else."""

    start: int
    end: int
    kind: str
    named: bool
    chance: float


def phrases(texts: Iterable[str]) -> list[list[Phrase]]:
    """
    Return what texts name or describe: a list a text, in order of place, none overlapping.

    `chance` is the mean probability of the kind over the words.

    Examples
    --------
    >>> text = "The mayor, Mara Ostrell, left Kyiv."
    >>> [(text[m.start : m.end], m.kind, m.named) for m in phrases([text])[0]]
    [('The mayor', 'person', False), ('Mara Ostrell', 'person', True), ('Kyiv', 'place', True)]
    """
    by_text: list[list[Phrase]] = []
    for size, tokens in read(map(fold_marks, texts)):
        by_text += of_tokens(size, tokens)
    return by_text


def of_tokens(size: int, tokens: Tokens) -> list[list[Phrase]]:
    """Return the phrases of so many texts, given their tokens."""
    by_text: list[list[Phrase]] = [[] for _ in range(size)]
    spans = runs(tokens.entities.argmax(axis=1), tokens.entities, tokens.where.paragraph_starts)
    columns = (tokens.text[spans.first], tokens.start[spans.first], tokens.end[spans.last])
    rows = zip(*(c.tolist() for c in (*columns, spans.role, spans.confidence)), strict=True)
    for text, start, end, role, chance in rows:
        phrase = Phrase(start, end, KINDS[role], role < NAMED, round(chance, 4))
        last = by_text[text][-1] if by_text[text] else None
        if last and _is_one_name(last, phrase):
            surer = max(last, phrase, key=lambda p: p.chance * (p.end - p.start))
            by_text[text][-1] = surer._replace(start=last.start, end=end)
        else:
            by_text[text].append(phrase)
    return by_text


def _is_one_name(last: Phrase, phrase: Phrase) -> bool:
    """Return whether two phrases are halves of a name, of which the tagger is not sure: `Mara | Ostrell`."""
    beside = last.named and phrase.named and phrase.start - last.end == 1
    return beside and (last.kind == phrase.kind or min(last.chance, phrase.chance) < SURE)
