"""What statements do: act, certainty, the clause they depend on, and whom they are for or against."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np

from newsan.tagger import structure
from newsan.tagger.model import Model, over_tables
from newsan.tagger.network import Encoder, fold_output, softmax
from newsan.tagger.spans import one_thread
from newsan.tagger.tokens import fold_marks, pieces

VERSION = 1
CERTAINTIES = ("absolute", "plain", "hedged")
OTHER, CONTENT, CUE, SPEAKER = range(4)  # what a token is part of
PARTS = 4
LONGEST = 160  # tokens of a statement with its sentences
HIDDEN = 64  # units of what decides the act, and of what decides the certainty

_ready = threading.local()


@dataclass(frozen=True)
class Stated:
    """Where a statement stands in a text: its words, its cue, who makes it."""

    content: tuple[int, int]
    cue: tuple[int, int] | None = None
    speaker: tuple[int, int] | None = None


@dataclass(frozen=True)
class Reading:
    """
    What the network makes of one statement.

    `acts` and `certainties` are chances of `newsan.schema.ACTS` and `CERTAINTIES`, `decided` the words that
    weighed most for the act. `starts` and `ends` are of the tokens of its sentences; of each of them `condition` is the
    chance that it is in the clause the statement depends on, `targets` the chance that it names somebody who is
    evaluated or addressed, `polarities` the chances that the words are against whom it names, neither, for them.
    """

    acts: np.ndarray
    certainties: np.ndarray
    decided: tuple[int, int]
    starts: np.ndarray
    ends: np.ndarray
    parts: np.ndarray
    condition: np.ndarray
    targets: np.ndarray
    polarities: np.ndarray

    def tokens(self, start: int, end: int) -> slice:
        """Return the tokens that share letters with a stretch."""
        return within((start, end), self.starts, self.ends)


class StatementNetwork(Encoder):
    """The reader of statements over the tagger's word tables, with its own convolutions and heads."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        weights = model.weights
        centre = np.eye(self.width, dtype=np.float32) - np.float32(1 / self.width)
        parts = weights[f"structure.{len(structure.SIZES)}.weight"] @ centre
        # One row for each place in the text and part of the statement.
        self.structure = (self.structure[:, None] + parts[None]).reshape(-1, self.width)
        self.hidden = fold_output(weights, "heads.hidden")
        self.condition = fold_output(weights, "heads.condition")
        self.target = fold_output(weights, "heads.target")
        self.polarity = fold_output(weights, "heads.polarity")
        self.look, self.act, self.certainty = (
            (np.ascontiguousarray(weights[f"heads.{n}.weight"].T), weights[f"heads.{n}.bias"])
            for n in ("look", "act", "certainty")
        )

    def read(self, text: str, stated: Iterable[Stated]) -> list[Reading | None]:
        """Return a reading of each statement of a text, in the order given; none of one without words."""
        with one_thread():
            return self._read(text, list(stated))

    def _read(self, text: str, stated: list[Stated]) -> list[Reading | None]:
        lead, found = pieces(fold_marks(text))
        if not found:
            return [None] * len(stated)
        numbers = self.numbers(found)
        where = structure.read(self.bits[numbers], np.zeros(1, np.int64))
        sentence = np.cumsum(where.columns[:, 1])
        token_length, piece_length = self.lengths[numbers].T
        starts = lead + np.cumsum(piece_length) - piece_length
        ends = starts + token_length
        cuts = [cut(s, starts, ends, sentence) for s in stated]
        readings: list[Reading | None] = [None] * len(cuts)
        held = [k for k, (a, b, _) in enumerate(cuts) if a < b]
        if not held:
            return readings
        cuts = [cuts[k] for k in held]
        at = np.concatenate([np.arange(a, b) for a, b, _ in cuts])
        firsts = np.cumsum([0] + [b - a for a, b, _ in cuts])[:-1]
        parts = np.concatenate([p for _, _, p in cuts])
        placed = structure.read(self.bits[numbers[at]], firsts)
        states = self.states(numbers[at], placed.codes * PARTS + parts, firsts)
        for k, (a, b, part), first in zip(held, cuts, firsts.tolist(), strict=True):
            words = np.fromiter((p[0].isalnum() for p in found[a:b]), bool, b - a)
            own = states[first : first + b - a]
            readings[k] = self._reading(own, part, starts[a:b], ends[a:b], words)
        return readings

    def _reading(
        self, states: np.ndarray, part: np.ndarray, starts: np.ndarray, ends: np.ndarray,
        words: np.ndarray,
    ) -> Reading:  # fmt: skip
        hidden = np.maximum(states @ self.hidden[0] + self.hidden[1], 0)
        looks = hidden @ self.look[0] + self.look[1]
        looks[(part != CONTENT) & (part != CUE)] = -1e4
        looks = softmax(looks.T.copy())
        act, certainty = (
            softmax((looks[k] @ hidden[:, k * HIDDEN : (k + 1) * HIDDEN] @ w + b)[None])[0]
            for k, (w, b) in enumerate((self.act, self.certainty))
        )
        top = int((looks[0] * (0.001 + words)).argmax())
        condition, targets = (
            1 / (1 + np.exp(-(states @ w + b)[:, 0])) for w, b in (self.condition, self.target)
        )
        polarities = softmax(states @ self.polarity[0] + self.polarity[1])
        return Reading(act, certainty, (int(starts[top]), int(ends[top])), starts, ends, part,
                       condition * (part == CONTENT), targets, polarities)  # fmt: skip


def cut(
    stated: Stated, starts: np.ndarray, ends: np.ndarray, sentence: np.ndarray
) -> tuple[int, int, np.ndarray]:
    """Return the tokens, first and past the last, of a statement's sentences, and what each is part of."""
    part = np.zeros(len(starts), np.int64)
    for span, what in ((stated.speaker, SPEAKER), (stated.cue, CUE), (stated.content, CONTENT)):
        if span is not None:
            part[within(span, starts, ends)] = what
    own = within(stated.content, starts, ends)
    if own.start == own.stop:
        return own.start, own.start, part[own]
    near = [own.start, own.stop - 1]
    if stated.cue is not None:
        cue = within(stated.cue, starts, ends)
        near += [
            t for t in (cue.start, cue.stop - 1) if own.start - LONGEST < t < own.stop - 1 + LONGEST
        ]
    first = int(np.searchsorted(sentence, sentence[min(near)], side="left"))
    last = int(np.searchsorted(sentence, sentence[max(near)], side="right"))
    if last - first > LONGEST:
        first = max(first, own.start - LONGEST // 3)
        last = min(last, first + LONGEST)
    return first, last, part[first:last]


def within(span: tuple[int, int], starts: np.ndarray, ends: np.ndarray) -> slice:
    """Return the tokens that share letters with a stretch."""
    first = int(np.searchsorted(ends, span[0], side="right"))
    return slice(first, max(first, int(np.searchsorted(starts, span[1], side="left"))))


def shipped_network() -> StatementNetwork:
    """Return the shipped network, made ready once a thread."""
    if not hasattr(_ready, "network"):
        _ready.network = StatementNetwork(_shipped())
    network: StatementNetwork = _ready.network
    return network


@functools.cache
def _shipped() -> Model:
    with resources.as_file(resources.files("newsan") / "resources" / "statements.npz") as path:
        return load(path)


def load(path: Path, tagger: Model | None = None) -> Model:
    """Read the statement reader's weights (`newsan.tagger.model.over_tables`)."""
    return over_tables(path, version=VERSION, folder="stance", tagger=tagger)
