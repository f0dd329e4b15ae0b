"""
Turn trained weights into the two files newsan ships; `link.py` then adds the linker's arrays.

    python training/tagger/quantise.py BUILD_DIR [--out newsan/resources]

Matrices of more than 5,000 numbers become int8 with one float16 scale a row; the rest float16.
"""

from __future__ import annotations

import argparse
import io
import lzma
import zipfile
from pathlib import Path

import numpy as np
import torch
from network import DILATIONS

from newsan.tagger.model import VERSION, load

LARGE = 5000
# At which the confidence of whole attributions (span times links) comes nearest to true on dev.
TEMPERATURE = 1.5


def main() -> None:
    """Quantise, write, read back."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("build", type=Path)
    parser.add_argument("--out", type=Path, default=Path("newsan/resources"))
    parser.add_argument("--temperature", type=float, default=TEMPERATURE)
    args = parser.parse_args()
    weights = torch.load(args.build / "tagger.pt", weights_only=True, map_location="cpu")
    arrays = quantise({name: tensor.numpy() for name, tensor in weights.items()}, DILATIONS)
    arrays["temperature"] = np.array(args.temperature, np.float16)
    write_npz(args.out / "tagger.npz", arrays)
    text = (args.build / "vocabulary.txt").read_bytes()
    (args.out / "tagger_words.txt.xz").write_bytes(lzma.compress(text, preset=9))
    sizes = {n: (args.out / n).stat().st_size for n in ("tagger.npz", "tagger_words.txt.xz")}
    load(args.out / "tagger.npz", args.out / "tagger_words.txt.xz", linked=False)
    print(f"{sizes}; now add the linker with link.py")


def quantise(weights: dict[str, np.ndarray], dilations: tuple[int, ...]) -> dict[str, np.ndarray]:
    """Return the arrays to ship: int8 with scales, or float16."""
    arrays = {"version": np.array(VERSION), "dilations": np.array(dilations, np.int8)}
    for name, array in weights.items():
        if array.size <= LARGE:
            arrays[name] = array.astype(np.float16)
            continue
        rows = array.reshape(len(array), -1)
        scale = (np.abs(rows).max(axis=1) / 127).astype(np.float16)
        safe = np.where(scale == 0, 1, scale.astype(np.float32))[:, None]
        whole = np.clip(np.rint(rows / safe), -127, 127).astype(np.int8)
        arrays[name], arrays[f"{name}.scale"] = whole.reshape(array.shape), scale
    return arrays


def read_npz(path: Path) -> dict[str, np.ndarray]:
    """Read the arrays of an npz of plain arrays."""
    with np.load(path, allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def write_npz(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write a compressed npz whose bytes depend on its arrays only (no dates)."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            held = io.BytesIO()
            np.lib.format.write_array(held, np.asarray(arrays[name]), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, held.getvalue())


if __name__ == "__main__":
    main()
