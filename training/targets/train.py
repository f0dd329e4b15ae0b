"""
Make the model of polarity toward a target that newsan ships.

    python training/targets/train.py TRAIN.jsonl [--out newsan/resources/targets.npz]

TRAIN.jsonl has one target a line: `sentence`, `start`, `end`, `polarity` ("negative", "neutral",
"positive"), as in NewsMTSC. Needs scikit-learn. The same file gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from newsan.stance import features, model
from newsan.stance.toward import Look, look_at

POLARITIES = ("negative", "neutral", "positive")
STRENGTH = 0.3  # of fit against the size of weights; .2 to 1 differ by less than .3 points of F1
MIN_TARGETS = 2  # a trait of a single target is left out
AMOUNTS = 0.2  # weight of an amount's standard deviation beside a group of traits of length 1


def main() -> None:
    """Read the targets, fit, write the arrays and read them back."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("train", type=Path)
    parser.add_argument("--out", type=Path, default=Path("newsan/resources/targets.npz"))
    args = parser.parse_args()
    records = read(args.train)
    made = fit(look(records), answers(records))
    np.savez_compressed(args.out, **made)
    model.load(args.out)
    print(f"{len(records)} targets, {np.count_nonzero(made['traits'][0])} weights a side, "
          f"{args.out.stat().st_size} bytes")  # fmt: skip


def read(path: Path) -> list[dict]:
    """Read the targets."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def look(records: list[dict]) -> list[Look]:
    """Read each target in its sentence."""
    found = [look_at(r["sentence"], r["start"], r["end"]) for r in records]
    if None in found:
        raise SystemExit(f"No word in the span of {records[found.index(None)]['id']!r}.")
    return found


def answers(records: list[dict]) -> np.ndarray:
    """Return the polarity of each target as its place in POLARITIES."""
    return np.array([POLARITIES.index(r["polarity"]) for r in records])


def fit(looks: list[Look], gold: np.ndarray) -> dict[str, np.ndarray]:
    """Fit a multinomial logistic regression and return the arrays to ship."""
    table, amounts = _table(looks)
    counts = np.bincount(table.indices, minlength=features.ROWS)
    kept = np.flatnonzero(counts >= MIN_TARGETS)
    rarity = (np.log(len(looks) / counts[kept]) + 1) / 4
    spread = AMOUNTS / amounts.std(axis=0)
    inputs = sp.hstack([table[:, kept] @ sp.diags(rarity), sp.csr_matrix(amounts * spread)])
    fitted = LogisticRegression(C=STRENGTH, max_iter=500, tol=1e-4).fit(inputs.tocsr(), gold)
    against, neutral, in_favour = fitted.coef_ * np.concatenate([rarity, spread])
    sides = np.stack([against - neutral, in_favour - neutral])
    scale = (np.abs(sides[:, : len(kept)]).max(axis=1) / 127).astype(np.float32)
    traits = np.zeros((2, features.ROWS), np.int8)
    traits[:, kept] = np.round(sides[:, : len(kept)] / scale[:, None])
    bias = fitted.intercept_[[0, 2]] - fitted.intercept_[1]
    return {
        "version": np.array(model.VERSION),
        "traits": traits,
        "scale": scale,
        "amounts": sides[:, len(kept) :].astype(np.float32),
        "bias": bias.astype(np.float32),
    }


def _table(looks: list[Look]) -> tuple[sp.csr_matrix, np.ndarray]:
    """Return the hashed traits, one row a target, and the amounts."""
    at, weights, starts = [], [], [0]
    for look in looks:
        found, lengths = features.rows(look.seen[0])
        at += found
        weights += lengths
        starts.append(len(at))
    table = sp.csr_matrix((weights, at, starts), shape=(len(looks), features.ROWS))
    table.sum_duplicates()
    return table, np.array([look.seen[1] for look in looks])


if __name__ == "__main__":
    main()
