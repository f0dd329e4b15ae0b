"""Write newsan's polarity toward a target over a gold set as predictions, and time it.

    python benchmarks/targets.py GOLD.jsonl PREDICTIONS.jsonl [--kept]

What is not judged counts as neutral here, since the gold set has no "unknown". The shipped model has learnt from
NewsMTSC's training file but for a fifth of its sentences (`training/stance/train.py --kept 1`): `--kept` judges only
those, and writes the gold of them beside the predictions (`.gold.jsonl`).
"""

from __future__ import annotations

import json
import sys
import time
import zlib
from pathlib import Path

import pandas as pd

import newsan as ns

FOLDS = 5
_WORDS = {-1: "negative", 0: "neutral", 1: "positive"}


def main() -> None:
    """Judge every target of the gold set."""
    gold, predictions = map(Path, sys.argv[1:3])
    records = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    if "--kept" in sys.argv:
        first = {}
        for r in records:
            first.setdefault(r["sentence"], r["sentence_id"])
        records = [r for r in records if zlib.crc32(first[r["sentence"]].encode()) % FOLDS == 0]
    frame = pd.DataFrame(records)
    frame = frame.rename(columns={"start": "target_start", "end": "target_end", "sentence": "text"})
    started = time.perf_counter()
    judged = ns.stance.toward(frame).fillna(0).astype(int)
    seconds = time.perf_counter() - started
    with predictions.open("w", encoding="utf-8") as file:
        for r, polarity in zip(records, judged, strict=True):
            file.write(json.dumps({"id": r["id"], "polarity": _WORDS[polarity]}) + "\n")
    if "--kept" in sys.argv:
        kept = "".join(json.dumps(r) + "\n" for r in records)
        predictions.with_suffix(".gold.jsonl").write_text(kept, encoding="utf-8")
    print(f"{len(records) / seconds:,.0f} targets/s")


if __name__ == "__main__":
    main()
