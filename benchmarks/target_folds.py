"""Write out-of-fold polarities toward targets: each fold is judged by a model of the others.

    python benchmarks/target_folds.py TRAIN.jsonl PREDICTIONS.jsonl [--folds 4] [--seed 0]

Folds are of sentences, so that no sentence is both learnt and judged. Needs scikit-learn; the
models are made and rounded as the shipped one is, and applied by the code that applies it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path

import numpy as np

from newsan.stance.model import Model
from newsan.stance.toward import judge

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "training" / "targets"))
import train


def main() -> None:
    """Fit and judge, fold by fold."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("train", type=Path)
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    records = train.read(args.train)
    started = time.perf_counter()
    looks = train.look(records)
    reading = time.perf_counter() - started
    gold = train.answers(records)
    fold = folds([r["sentence_id"] for r in records], args.folds, args.seed)
    polarity = np.zeros(len(records), int)
    for number in range(args.folds):
        learnt, judged = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        made = train.fit([looks[i] for i in learnt], gold[learnt])
        model = Model(made["traits"] * made["scale"][:, None], made["amounts"], made["bias"])
        started = time.perf_counter()
        polarity[judged] = judge([looks[i] for i in judged], model)
        reading += time.perf_counter() - started
    with args.predictions.open("w", encoding="utf-8") as file:
        for record, found in zip(records, polarity, strict=True):
            row = {"id": record["id"], "polarity": train.POLARITIES[found + 1]}
            file.write(json.dumps(row) + "\n")
    print(f"{len(records) / reading:,.0f} targets/s")


def folds(sentence_ids: list[str], n: int, seed: int) -> np.ndarray:
    """Number the folds of sentences, the same for the same seed."""
    distinct = sorted(set(sentence_ids))
    random.Random(seed).shuffle(distinct)
    number = {sentence_id: i % n for i, sentence_id in enumerate(distinct)}
    return np.array([number[s] for s in sentence_ids])


if __name__ == "__main__":
    main()
