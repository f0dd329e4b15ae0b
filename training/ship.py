"""
Turn trained weights of a reader that stands on the tagger's tables into the file newsan ships.

    python training/ship.py events|statements BUILD NAME.pt [NAME.pt ...]

The mean of several runs from one start is taken. The tagger's own tables are left out: they are read from its file.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent / "tagger"))
import quantise
from network import DILATIONS

from newsan.tagger import events, statements

READERS = {"events": events, "statements": statements}


def main() -> None:
    """Average, quantise, write, read back."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("reader", choices=READERS)
    parser.add_argument("build", type=Path)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    reader = READERS[args.reader]
    out = args.out or Path("newsan/resources") / f"{args.reader}.npz"
    runs = [torch.load(run, weights_only=True) for run in args.runs]
    shared = ("words.", "hashed.")
    mean = {
        name: torch.stack([run[name].float() for run in runs]).mean(0).numpy()
        for name in runs[0]
        if not name.startswith(shared)
    }
    arrays = quantise.quantise(mean, DILATIONS)
    arrays["version"] = np.array(reader.VERSION)
    words = (args.build / "more_words.txt").read_bytes().strip()
    arrays["more_words"] = np.frombuffer(words, np.uint8)
    quantise.write_npz(out, arrays)
    reader.load(out)
    print(f"{out}: {out.stat().st_size:,} bytes from {len(runs)} runs")


if __name__ == "__main__":
    main()
