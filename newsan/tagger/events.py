"""What texts say of ground: the word that says it, what and how it says, and who acts, where, when."""

from __future__ import annotations

import functools
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np

from newsan.tagger import pairs, structure
from newsan.tagger.model import Model, over_tables
from newsan.tagger.network import Encoder, fold_output, softmax
from newsan.tagger.spans import one_thread
from newsan.tagger.tokens import fold_marks, pieces

VERSION = 1
RELATIONS = (
    "captured", "recaptured", "held", "withdrawn", "advanced", "contested", "encircled", "struck",
)  # fmt: skip
STATUSES = ("asserted", "denied", "aim", "hypothetical")
ROLES = ("agent", "patient", "when", "places")
HIDDEN = 32  # units a role
REACH = 220  # tokens from an event to what has a role in it, as far as it has learnt to look
LEAST = 0.2  # the chance from which a word is looked at as an event

_ready = threading.local()


@dataclass(frozen=True)
class Event:
    """
    One word that says something of ground.

    `relations` and `statuses` are chances, of `RELATIONS` (which add up to the chance that it says
    anything) and of `STATUSES`. The roles are chances of the tokens of its sentence and of the two before.
    """

    start: int
    end: int
    relations: np.ndarray
    statuses: np.ndarray
    token_starts: np.ndarray
    token_ends: np.ndarray
    roles: dict[str, np.ndarray]

    def chance(self, role: str, start: int, end: int) -> float:
        """Return the chance that a stretch has a role: of one of its tokens, for a place the best."""
        first = bisect_right(self.token_ends, start)  # faster than NumPy's search for one number
        last = bisect_left(self.token_starts, end)
        if first >= last:
            return 0.0
        own = self.roles[role][first:last]
        return float(own.max() if role == "places" else min(own.sum(), 1.0))

    def runs(self, role: str, least: float) -> list[tuple[int, int]]:
        """Return the runs of tokens each of which has a role with some chance: what may be a name of it."""
        held = np.flatnonzero(self.roles[role] >= least)
        parts = np.split(held, np.flatnonzero(np.diff(held) > 1) + 1) if len(held) else []
        return [(int(self.token_starts[p[0]]), int(self.token_ends[p[-1]])) for p in parts]

    @property
    def window(self) -> tuple[int, int]:
        """Return the stretch in which its roles are looked for."""
        return int(self.token_starts[0]), int(self.token_ends[-1])


class EventNetwork(Encoder):
    """The reader of events over the tagger's word tables, with its own convolutions and heads."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        weights = model.weights
        self.relation = fold_output(weights, "heads.relation")
        self.status = fold_output(weights, "heads.status")
        self.own = fold_output(weights, "heads.own")
        self.other = fold_output(
            {**weights, "heads.other.bias": np.zeros(1, np.float32)}, "heads.other"
        )
        self.pair = np.ascontiguousarray(weights["heads.pair.weight"].T)
        self.none, self.out = weights["heads.none"], weights["heads.out"]
        self.shift = weights["heads.shift"]

    def read(self, text: str) -> list[Event]:
        """Return the events of one text, in order."""
        lead, found = pieces(fold_marks(text))
        if not found:
            return []
        numbers = self.numbers(found)
        first = np.zeros(1, np.int64)
        where = structure.read(self.bits[numbers], first)
        states = self.states(numbers, where.codes, first)
        chances = softmax(_apply(states, self.relation))
        at = np.flatnonzero(1 - chances[:, 0] > LEAST)
        if not len(at):
            return []
        token_length, piece_length = self.lengths[numbers].T
        starts = lead + np.cumsum(piece_length) - piece_length
        ends = starts + token_length
        statuses = softmax(_apply(states[at], self.status))
        sentence, kinds = np.cumsum(where.columns[:, 1]), self.kinds[numbers]
        said = []
        for event, status in zip(at.tolist(), statuses, strict=True):
            a, b = pairs.window(event, sentence)
            a, b = max(a, event - REACH), min(b, event + REACH)
            scores = self._roles(
                states, event, a, b, pairs.columns(event, a, b, sentence, kinds, at)
            )
            one = softmax(scores[:, :-1].T.copy())[:, :-1]
            roles = dict(zip(ROLES, one, strict=False))
            roles["places"] = 1 / (1 + np.exp(-scores[:-1, -1]))
            said.append(
                Event(int(starts[event]), int(ends[event]), chances[event, 1:], status,
                      starts[a:b], ends[a:b], roles)
            )  # fmt: skip
        return said

    def _roles(
        self, states: np.ndarray, event: int, first: int, last: int, columns: np.ndarray
    ) -> np.ndarray:
        """Return the scores of tokens, and of none in the last row, by role."""
        own = _apply(states[event], self.own)
        hidden = own + _apply(states[first:last], self.other) + columns @ self.pair
        hidden = np.maximum(np.concatenate((hidden, (own + self.none)[None])), 0)
        split = hidden.reshape(len(hidden), len(ROLES), HIDDEN)
        scores: np.ndarray = np.einsum("nrh,rh->nr", split, self.out) + self.shift
        return scores


def _apply(states: np.ndarray, head: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Return the scores of a head."""
    found: np.ndarray = states @ head[0] + head[1]
    return found


def events(texts: Iterable[str], *, network: EventNetwork | None = None) -> Iterator[list[Event]]:
    """
    Yield what each text says of ground.

    Examples
    --------
    >>> text = "Orrast troops seized the town of Kestrin on Monday."
    >>> found = next(events([text]))
    >>> [(text[e.start : e.end], RELATIONS[e.relations.argmax()]) for e in found]
    [('seized', 'captured')]
    """
    network = network or _shipped_network()
    for text in texts:
        with one_thread():
            said = network.read(text)
        yield said


def _shipped_network() -> EventNetwork:
    """Return the shipped network, made ready once a thread."""
    if not hasattr(_ready, "network"):
        _ready.network = EventNetwork(shipped_events())
    network: EventNetwork = _ready.network
    return network


@functools.cache
def shipped_events() -> Model:
    """Return the model in `newsan/resources`, read once."""
    with resources.as_file(resources.files("newsan") / "resources" / "events.npz") as path:
        return load(path)


def load(path: Path, tagger: Model | None = None) -> Model:
    """Read the event reader's weights (`newsan.tagger.model.over_tables`)."""
    return over_tables(path, version=VERSION, folder="ground", tagger=tagger)
