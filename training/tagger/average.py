"""
Average trained weights that began from the same ones, or the chances that teachers give.

    python training/tagger/average.py OUT.pt WEIGHTS.pt WEIGHTS.pt ...
    python training/tagger/average.py OUT.npz SOFT.npz SOFT.npz ...

Runs that go on from one network with different seeds end near each other; their mean does better
than any of them (Wortsman et al., Model soups, ICML 2022). Teachers trained with different seeds err
in different places; so does the mean of what they say.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch


def main() -> None:
    """Write the mean of every tensor or array."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("weights", type=Path, nargs="+")
    args = parser.parse_args()
    if args.out.suffix == ".npz":
        np.savez(args.out, **mean_chances(args.weights))
        return
    held = [torch.load(path, weights_only=True) for path in args.weights]
    torch.save({k: sum(w[k] for w in held) / len(held) for k in held[0]}, args.out)


def mean_chances(paths: list[Path]) -> dict[str, np.ndarray]:
    """Return the mean of every array."""
    files = [np.load(path, allow_pickle=False) for path in paths]
    return {
        name: (sum(f[name].astype(np.float32) for f in files) / len(files)).astype(np.float16)
        for name in files[0].files
    }


if __name__ == "__main__":
    main()
