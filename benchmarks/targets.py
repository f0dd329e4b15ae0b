"""Write newsan's polarity toward a target over a gold set as predictions, and time it.

    python benchmarks/targets.py GOLD.jsonl PREDICTIONS.jsonl

What is not judged counts as neutral here, since the gold set has no "unknown". The shipped model has
learnt from NewsMTSC's training file: over that file `target_folds.py` gives the honest figure, and
this script the speed.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pandas as pd

import newsan as ns

_WORDS = {-1: "negative", 0: "neutral", 1: "positive"}


def main() -> None:
    """Judge every target of the gold set."""
    gold, predictions = map(Path, sys.argv[1:3])
    records = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    frame = pd.DataFrame(records)
    frame = frame.rename(columns={"start": "target_start", "end": "target_end", "sentence": "text"})
    started = time.perf_counter()
    judged = ns.stance.toward(frame).fillna(0).astype(int)
    seconds = time.perf_counter() - started
    with predictions.open("w", encoding="utf-8") as file:
        for r, polarity in zip(records, judged, strict=True):
            file.write(json.dumps({"id": r["id"], "polarity": _WORDS[polarity]}) + "\n")
    print(f"{len(records) / seconds:,.0f} targets/s")


if __name__ == "__main__":
    main()
