"""The shipped linear model of polarity toward a target: read safely, checked, applied in numpy."""

from __future__ import annotations

import functools
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np

from newsan import lexicons
from newsan.errors import ReadError
from newsan.stance import features

VERSION = 1
AMOUNTS = 27  # sums of valences that `features.traits` gives
_SIDES = 2  # against and for, each weighed against neutral


@dataclass(frozen=True)
class Model:
    """Weights of hashed traits and of amounts, and the bias: rows "against" and "for"."""

    traits: np.ndarray
    amounts: np.ndarray
    bias: np.ndarray

    def probabilities(self, seen: Iterable[tuple[list[list[str]], list[float]]]) -> np.ndarray:
        """
        Return the probability of against, neutral and for, one row a target.

        Parameters
        ----------
        seen
            What `features.traits` gives, one pair a target.

        Returns
        -------
        probabilities
            Shape (targets, 3); each row adds up to 1.
        """
        found: list[int] = []
        weights, starts, amounts = [], [], []
        for groups, sums in seen:
            starts.append(len(found))
            more, lengths = features.rows(groups)
            found += more
            weights += lengths
            amounts.append(sums)
        if not starts:
            return np.empty((0, 3))
        each = self.traits[:, np.array(found)] * np.array(weights, dtype=np.float32)
        sums_of_traits = np.add.reduceat(each, np.array(starts), axis=1)
        scores = sums_of_traits.T + np.array(amounts) @ self.amounts.T + self.bias
        against, in_favour = scores.T
        scores = np.stack([against, np.zeros_like(against), in_favour], axis=1)
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: np.ndarray = likely / likely.sum(axis=1, keepdims=True)
        return shares


@functools.cache
def shipped() -> Model:
    """Return the model in `newsan/resources`, read once."""
    with resources.as_file(lexicons.file("targets.npz")) as path:
        return load(path)


def load(path: Path) -> Model:
    """
    Read a model from its file.

    Parameters
    ----------
    path
        An `.npz` of plain arrays: `version`; `traits` int8 (2, 131072) with `scale` float32 (2);
        `amounts` float32 (2, 27); `bias` float32 (2). Pickled objects are refused.

    Raises
    ------
    ReadError
        If the file is not there, is not of its kind, or does not have the version and shapes that
        this newsan reads; all faults at once.
    """
    try:
        with path.open("rb") as file:
            kept = np.load(file, allow_pickle=False)
            arrays = {name: kept[name] for name in kept.files}
    except (OSError, ValueError, EOFError, AttributeError, zipfile.BadZipFile) as fault:
        raise ReadError(f"Cannot read the target model: {fault}. {_remedy(path)}") from fault
    _check(arrays, path)
    traits = arrays["traits"].astype(np.float32) * arrays["scale"][:, None]
    return Model(traits, arrays["amounts"], arrays["bias"])


def _check(arrays: dict[str, np.ndarray], path: Path) -> None:
    version = arrays.get("version")
    if version is None or version.shape != () or int(version) != VERSION:
        given = "none" if version is None else version.tolist()
        raise ReadError(f"{path.name} has version {given}, not {VERSION}. {_remedy(path)}")
    wanted = {
        "traits": ((_SIDES, features.ROWS), np.int8),
        "scale": ((_SIDES,), np.float32),
        "amounts": ((_SIDES, AMOUNTS), np.float32),
        "bias": ((_SIDES,), np.float32),
    }
    faults = []
    for name, (shape, kind) in wanted.items():
        if name not in arrays:
            faults.append(f"{name} is missing")
        elif arrays[name].shape != shape or arrays[name].dtype != kind:
            given = f"{arrays[name].dtype} {arrays[name].shape}"
            faults.append(f"{name} is {given}, not {np.dtype(kind)} {shape}")
        elif not np.isfinite(arrays[name]).all():
            faults.append(f"{name} holds numbers that are not finite")
    if faults:
        raise ReadError(f"{path.name}: {'; '.join(faults)}. {_remedy(path)}")


def _remedy(path: Path) -> str:
    """Say what to do about a model that cannot be used."""
    return f"Install newsan again, or make {path.name} anew with training/targets."
