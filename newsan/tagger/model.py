"""The shipped weights and words, read safely and checked before use."""

from __future__ import annotations

import functools
import lzma
import zipfile
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np

from newsan.errors import ReadError
from newsan.tagger.structure import SIZES
from newsan.tagger.tokens import HASHED, KINDS

VERSION = 3
LABELS, ENTITIES = 7, 13  # of attributions, of mentions
LINKED, LINK_WIDTH = ("cue", "source", "direct"), 48  # what `newsan.tagger.links` looks for
_UNREADABLE = (OSError, ValueError, EOFError, zipfile.BadZipFile)
LINK_COLUMNS = 41 + 4 * (len(KINDS) + 1)


@dataclass(frozen=True)
class Model:
    """Weights by name as float32, the blocks' dilations, and the row of every known word."""

    weights: dict[str, np.ndarray]
    dilations: tuple[int, ...]
    words: dict[str, int]

    @property
    def width(self) -> int:
        """The number of channels."""
        return len(self.weights["input.bias"])


@functools.cache
def shipped() -> Model:
    """Return the model in `newsan/resources`, read once."""
    home = resources.files("newsan") / "resources"
    with (
        resources.as_file(home / "tagger.npz") as weights,
        resources.as_file(home / "tagger_words.txt.xz") as words,
    ):
        return load(weights, words)


def load(weights: Path, words: Path, *, linked: bool = True) -> Model:
    """
    Read a model from its two files.

    Parameters
    ----------
    weights
        An `.npz` of plain arrays: int8 matrices `name` with their float16 `name.scale` (one a
        row), float16 arrays, `dilations` and `version`. Pickled objects are refused.
    words
        An `.xz` text, one word a line, in the order of the rows of `words.weight`.
    linked
        Whether the linker's arrays must be there too; they are made from the rest.

    Raises
    ------
    ReadError
        If a file is not there, is not of its kind, or does not have the version and shapes this
        newsan reads.
    """
    try:
        known = lzma.decompress(words.read_bytes()).decode("utf-8").splitlines()
        with np.load(weights, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (*_UNREADABLE, lzma.LZMAError) as fault:
        raise ReadError(f"Cannot read the tagger's files: {fault}. {_remedy(weights)}") from fault
    _check(arrays, len(known), weights, linked=linked)
    dilations = tuple(int(d) for d in arrays["dilations"])
    plain = {
        name: restore(name, arrays)
        for name in arrays
        if not name.endswith(".scale") and name not in ("version", "dilations")
    }
    return Model(plain, dilations, {word: row for row, word in enumerate(known)})


def over_tables(path: Path, *, version: int, folder: str, tagger: Model | None = None) -> Model:
    """
    Read the weights of a reader that stands on the tagger's word tables, or on those of another `tagger`.

    The file is as the tagger's, with `more_words` (bytes, one word a line), made in a `folder` of `training/`.

    Raises
    ------
    ReadError
        If the file is not there, is not of its kind, or was made for other tables.
    """
    tagger = tagger or shipped()
    remedy = f"Install newsan again, or make {path.name} anew with training/{folder}."
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        given = int(arrays.pop("version"))
        more = bytes(arrays.pop("more_words")).decode("utf-8").splitlines()
        dilations = tuple(int(d) for d in arrays.pop("dilations"))
        plain = {n: restore(n, arrays) for n in arrays if not n.endswith(".scale")}
        words = np.concatenate((tagger.weights["words.weight"], plain.pop("more.weight")))
        shared = {n: w for n, w in tagger.weights.items() if n.startswith("hashed.")}
        fits = len(words) == len(tagger.words) + len(more)
        axes = words.shape[1] + sum(w.shape[1] for w in shared.values())
        fits = fits and plain["input.weight"].shape[1] == axes
    except (*_UNREADABLE, KeyError, AttributeError, TypeError) as fault:
        raise ReadError(f"Cannot read {path.name}: {fault}. {remedy}") from fault
    if given != version or not fits:
        raise ReadError(
            f"{path.name} has version {given} or other tables than {version}'s. {remedy}"
        )
    rows = tagger.words | {w: len(tagger.words) + k for k, w in enumerate(more)}
    return Model({"words.weight": words, **shared, **plain}, dilations, rows)


def restore(name: str, arrays: dict[str, np.ndarray]) -> np.ndarray:
    """Return an array as float32, an int8 one times its scales."""
    array = arrays[name].astype(np.float32)
    scale = arrays.get(f"{name}.scale")
    if scale is None:
        return array
    return array * scale.astype(np.float32).reshape(-1, *[1] * (array.ndim - 1))


def shapes(
    width: int, words: int, axes: int, hashed: dict[str, int], blocks: int
) -> dict[str, tuple[int, ...]]:
    """Return the shape of every array of a model."""
    found: dict[str, tuple[int, ...]] = {
        "words.weight": (words, axes),
        "input.weight": (width, axes + sum(hashed.values())),
        "input.bias": (width,),
        "norm.weight": (width,),
        "norm.bias": (width,),
        "output.weight": (LABELS, width),
        "output.bias": (LABELS,),
        "entities.weight": (ENTITIES, width),
        "entities.bias": (ENTITIES,),
        "crf.steps": (LABELS, LABELS),
        "crf.start": (LABELS,),
        "crf.end": (LABELS,),
        "temperature": (),
    }
    for k, (name, rows) in enumerate(HASHED.items()):
        found[f"hashed.{k}.weight"] = (rows, hashed[name])
    for k, size in enumerate(SIZES):
        found[f"structure.{k}.weight"] = (size, width)
    for k in range(blocks):
        found[f"blocks.{k}.norm.weight"] = found[f"blocks.{k}.norm.bias"] = (width,)
        found[f"blocks.{k}.conv.weight"] = (2 * width, width, 3)
        found[f"blocks.{k}.conv.bias"] = (2 * width,)
        found[f"blocks.{k}.out.weight"] = (width, width)
        found[f"blocks.{k}.out.bias"] = (width,)
    for name in LINKED:
        found[f"links.{name}.own"] = found[f"links.{name}.other"] = (2 * width, LINK_WIDTH)
        found[f"links.{name}.pair"] = (LINK_COLUMNS, LINK_WIDTH)
        for part in ("none", "bias", "out"):
            found[f"links.{name}.{part}"] = (LINK_WIDTH,)
    return found


def _check(arrays: dict[str, np.ndarray], words: int, path: Path, *, linked: bool) -> None:
    """Raise unless version and shapes are those that this newsan reads; name every fault."""
    version = arrays.get("version")
    if version is None or version.shape != () or int(version) != VERSION:
        given = "none" if version is None else version.tolist()
        raise ReadError(f"{path.name} has version {given}, not {VERSION}. {_remedy(path)}")
    faults = []
    try:
        hashed = {n: arrays[f"hashed.{k}.weight"].shape[1] for k, n in enumerate(HASHED)}
        width, axes = len(arrays["input.bias"]), arrays["words.weight"].shape[1]
        wanted = shapes(width, words, axes, hashed, len(arrays["dilations"]))
    except (KeyError, IndexError, TypeError) as fault:
        raise ReadError(f"{path.name} lacks {fault}. {_remedy(path)}") from fault
    for name, shape in wanted.items():
        if name.startswith("links.") and not linked:
            continue
        if name not in arrays:
            faults.append(f"{name} is missing")
        elif arrays[name].shape != shape:
            faults.append(f"{name} has shape {arrays[name].shape}, not {shape}")
        elif arrays[name].dtype == np.int8 and len(arrays.get(f"{name}.scale", ())) != shape[0]:
            faults.append(f"{name}.scale does not have {shape[0]} numbers")
    if faults:
        raise ReadError(f"{path.name}: {'; '.join(faults)}. {_remedy(path)}")


def _remedy(path: Path) -> str:
    """Return what to do about a model that cannot be used."""
    return f"Install newsan again, or make {path.name} anew with training/tagger."
