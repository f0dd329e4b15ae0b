"""The trained network in numpy: folded once, then run over many documents at a time."""

from __future__ import annotations

import numpy as np

from newsan.tagger.model import Model
from newsan.tagger.structure import SIZES
from newsan.tagger.tokens import flags, form, hashed, kind

ROWS = 1500  # a batch of this many tokens stays in a core's cache
EPSILON = 1e-5  # of the layer normalisation, as trained
SMALLEST = 1e-4  # gains below it are not divided by
TYPES_KEPT = 60_000  # pieces whose summed vectors are remembered, 0.3 kB each


class Encoder:
    """
    The tables and convolutions of a model made ready to run: pieces in, states out.

    Every matrix that writes to the residual stream has its columns centred, so that layer
    normalisation is only a division; its gain and bias go into the matrix that follows; the gate's
    sigmoid is run as a tanh. A piece's vectors (word, hashed, input matrix) are summed once.
    """

    def __init__(self, model: Model) -> None:
        weights = model.weights
        width = model.width
        centre = np.eye(width, dtype=np.float32) - np.float32(1 / width)
        self.width, self.words = width, model.words
        self.reach = max(model.dilations, default=1)

        tables = [weights["words.weight"], *(weights[f"hashed.{k}.weight"] for k in range(4))]
        edges = np.cumsum([0] + [t.shape[1] for t in tables])
        into = centre @ weights["input.weight"]
        self.tables = [
            t @ into[:, a:b].T for t, a, b in zip(tables, edges, edges[1:], strict=False)
        ]
        self.bias = centre @ weights["input.bias"]
        rows = np.indices(SIZES).reshape(len(SIZES), -1)
        summed = sum(weights[f"structure.{k}.weight"][r] for k, r in enumerate(rows))
        self.structure: np.ndarray = summed @ centre
        self.blocks = [
            _fold_block(weights, f"blocks.{k}", dilation, centre)
            for k, dilation in enumerate(model.dilations)
        ]
        self._forget()

    def _forget(self) -> None:
        """Empty the memory of pieces."""
        self.known: dict[str, int] = {}
        self.vectors: np.ndarray = np.empty((0, self.width), np.float32)
        self.bits: np.ndarray = np.empty(0, np.uint8)
        self.kinds: np.ndarray = np.empty(0, np.uint8)
        self.lengths: np.ndarray = np.empty((0, 2), np.int64)  # of the token, of the piece

    def numbers(self, found: list[str]) -> np.ndarray:
        """Return the numbers of pieces, reading those not seen before."""
        if len(self.known) > TYPES_KEPT:
            self._forget()
        numbers = list(map(self.known.get, found))
        if None in numbers:
            self._learn([p for p in dict.fromkeys(found) if p not in self.known])
            numbers = list(map(self.known.__getitem__, found))
        return np.array(numbers, np.int64)

    def _learn(self, new: list[str]) -> None:
        """Remember pieces: their summed vectors, what they are, and how long."""
        first = len(self.known)
        self.known.update(zip(new, range(first, first + len(new)), strict=True))
        tokens = [piece.rstrip() for piece in new]
        rows = np.array([(self.words.get(form(t), 0), *hashed(t)) for t in tokens])
        self._make_room(len(self.known))
        here = slice(first, len(self.known))
        self.vectors[here] = self.bias
        for table, row in zip(self.tables, rows.T, strict=True):
            self.vectors[here] += table[row]
        self.bits[here] = list(map(flags, new))
        self.kinds[here] = list(map(kind, tokens))
        self.lengths[here] = np.column_stack((list(map(len, tokens)), list(map(len, new))))

    def _make_room(self, size: int) -> None:
        """Make the memory of pieces hold so many; it at least doubles when it grows."""
        more = max(size, len(self.bits)) if size > len(self.bits) else 0
        self.vectors, self.bits, self.kinds, self.lengths = (
            np.concatenate((a, np.empty((more, *a.shape[1:]), a.dtype))) if more else a
            for a in (self.vectors, self.bits, self.kinds, self.lengths)
        )

    def states(
        self, numbers: np.ndarray, codes: np.ndarray, document_starts: np.ndarray
    ) -> np.ndarray:
        """
        Return what the network knows of every token in its place: one row of `width` a token.

        `codes` are rows of `structure`: where each token stands (`Structure.codes`).

        Documents are run together up to `ROWS` tokens with empty rows between them, so that none
        sees another.
        """
        n = len(numbers)
        found = np.empty((n, self.width), np.float32)
        starts = [*document_starts.tolist(), n]
        first = 0
        while first < len(starts) - 1:
            last = first + 1
            while last < len(starts) - 1 and starts[last + 1] - starts[first] <= ROWS:
                last += 1
            begin, end = starts[first], starts[last]
            sizes = np.diff(starts[first : last + 1])
            place = np.arange(end - begin) + self.reach * np.repeat(np.arange(last - first), sizes)
            found[begin:end] = self._run(numbers[begin:end], codes[begin:end], place)
            first = last
        return found

    def _run(self, numbers: np.ndarray, codes: np.ndarray, place: np.ndarray) -> np.ndarray:
        """Run one batch, its tokens standing at `place` among empty rows."""
        n, width, reach = int(place[-1]) + 1, self.width, self.reach
        empty = np.ones(n, bool)
        empty[place] = False
        gaps = np.flatnonzero(empty)
        x = np.zeros((n, width), np.float32)
        x[place] = self.vectors[numbers] + self.structure[codes]
        padded = np.empty((n + 2 * reach, width), np.float32)
        both, side = np.empty((2, n, 2 * width), np.float32)
        gate, change = np.empty((2, n, width), np.float32)
        inner = padded[reach : reach + n]
        for dilation, blank, (before, here, after), bias, out, out_bias in self.blocks:
            padded[:reach], padded[reach + n :] = blank, blank
            np.multiply(x, self._scale(x), out=inner)
            inner[gaps] = blank
            np.dot(inner, here, out=both)
            both += np.dot(padded[reach - dilation : reach - dilation + n], before, out=side)
            both += np.dot(padded[reach + dilation : reach + dilation + n], after, out=side)
            both += bias
            np.tanh(both[:, width:], out=gate)
            gate += 1
            gate *= both[:, :width]
            np.dot(gate, out, out=change)
            change += out_bias
            x += change
            x[gaps] = 0
        states: np.ndarray = x[place]
        states *= self._scale(states)
        return states

    @staticmethod
    def _scale(x: np.ndarray) -> np.ndarray:
        """Return one over the root mean square of each row, as a column."""
        square = np.einsum("ij,ij->i", x, x)
        scale: np.ndarray = 1 / np.sqrt(square / np.float32(x.shape[1]) + np.float32(EPSILON))
        return scale[:, None]


class Network(Encoder):
    """The encoder with the tagger's two heads: labels of attributions, and of names and descriptions."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        self.output, self.output_bias = fold_output(model.weights, "output")
        self.mentions, self.mentions_bias = fold_output(model.weights, "entities")
        self.chain = tuple(model.weights[f"crf.{name}"] for name in ("steps", "start", "end"))
        # What scores are divided by before they are read as chances: training leaves them too sure.
        self.temperature = model.weights["temperature"]

    def scores(self, states: np.ndarray) -> np.ndarray:
        """Return the label scores of tokens from their states."""
        found: np.ndarray = states @ self.output + self.output_bias
        return found

    def entities(self, states: np.ndarray) -> np.ndarray:
        """Return the chances of the labels of mentions from tokens' states."""
        return softmax(states @ self.mentions + self.mentions_bias)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Return scores as chances, row by row; the scores are overwritten."""
    scores -= scores.max(axis=1, keepdims=True, initial=0)
    np.exp(scores, out=scores)
    found: np.ndarray = scores / scores.sum(axis=1, keepdims=True)
    return found


def fold_output(weights: dict[str, np.ndarray], name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return a head's matrix and bias with the last normalisation's gain and shift in them."""
    own = weights[f"{name}.weight"]
    matrix = np.ascontiguousarray((own * weights["norm.weight"]).T)
    return matrix, weights[f"{name}.bias"] + own @ weights["norm.bias"]


def _fold_block(
    weights: dict[str, np.ndarray], name: str, dilation: int, centre: np.ndarray
) -> tuple[int, np.ndarray, list[np.ndarray], np.ndarray, np.ndarray, np.ndarray]:
    """
    Return a block's dilation, blank row, convolution matrices, bias, output matrix and its bias.

    The normalisation's shift goes into the bias of every row; a blank row (beyond a document) is
    what makes gain times row plus shift 0, as padding is in training.
    """
    gain, shift = weights[f"{name}.norm.weight"], weights[f"{name}.norm.bias"]
    conv = weights[f"{name}.conv.weight"]
    width = len(gain)
    half = np.ones(2 * width, np.float32)
    half[width:] = 0.5  # sigmoid(b) = (1 + tanh(b / 2)) / 2
    taps = [np.ascontiguousarray((conv[:, :, j] * gain).T * half) for j in range(3)]
    bias = weights[f"{name}.conv.bias"] * half
    shifts = [(conv[:, :, j] @ shift) * half for j in range(3)]
    out = np.ascontiguousarray((centre @ weights[f"{name}.out.weight"]).T * np.float32(0.5))
    safe = np.where(np.abs(gain) < SMALLEST, np.float32(SMALLEST), gain)
    out_bias = centre @ weights[f"{name}.out.bias"]
    return dilation, -shift / safe, taps, bias + sum(shifts), out, out_bias
