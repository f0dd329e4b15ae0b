"""
Turn trained weights into the file newsan ships.

    python training/ground/ship.py BUILD NAME.pt [NAME.pt ...] [--out newsan/resources/events.npz]

The mean of several runs is taken. The tagger's own tables are left out: they are read from its file.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tagger"))
import quantise
from network import DILATIONS

from newsan.tagger import events


def main() -> None:
    """Average, quantise, write, read back."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("build", type=Path)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, default=Path("newsan/resources/events.npz"))
    args = parser.parse_args()
    runs = [torch.load(run, weights_only=True) for run in args.runs]
    shared = ("words.", "hashed.")
    mean = {
        name: torch.stack([run[name].float() for run in runs]).mean(0).numpy()
        for name in runs[0]
        if not name.startswith(shared)
    }
    arrays = quantise.quantise(mean, DILATIONS)
    arrays["version"] = np.array(events.VERSION)
    words = (args.build / "more_words.txt").read_bytes().strip()
    arrays["more_words"] = np.frombuffer(words, np.uint8)
    quantise.write_npz(args.out, arrays)
    events.load(args.out)
    print(f"{args.out}: {args.out.stat().st_size:,} bytes from {len(runs)} runs")


if __name__ == "__main__":
    main()
