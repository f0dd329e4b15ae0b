"""
Average trained weights that began from the same ones.

    python training/tagger/average.py OUT.pt WEIGHTS.pt WEIGHTS.pt ...

Runs that go on from one network with different seeds end near each other; their mean does better
than any of them (Wortsman et al., Model soups, ICML 2022).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def main() -> None:
    """Write the mean of every tensor."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("weights", type=Path, nargs="+")
    args = parser.parse_args()
    held = [torch.load(path, weights_only=True) for path in args.weights]
    torch.save({k: sum(w[k] for w in held) / len(held) for k in held[0]}, args.out)


if __name__ == "__main__":
    main()
