"""
Set the confidence of predicted attributions beside the share that are right.

    python benchmarks/calibration.py GOLD.jsonl PREDICTIONS.jsonl --scorer SCORE.py

PREDICTIONS as `benchmarks/attribution.py` writes them. Right means: half of the longer content is
shared with an annotated one, and the head of its source is the same. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
from pathlib import Path
from types import ModuleType

_BANDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


def main() -> None:
    """Compare each prediction with the annotation, print by band of confidence."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    args = parser.parse_args()
    scorer = load_module(args.scorer)
    gold = [json.loads(line) for line in args.gold.read_text(encoding="utf-8").splitlines()]
    lines = args.predictions.read_text(encoding="utf-8").splitlines()
    found = {row["id"]: row["quotes"] for row in map(json.loads, lines)}
    pairs = [pair for record in gold for pair in judged(record, found[record["id"]], scorer)]
    print("| confidence from | attributions | stated | right |\n|---:|---:|---:|---:|")
    for low, high in itertools.pairwise(_BANDS):
        held = [pair for pair in pairs if low <= pair[0] < high]
        if held:
            stated, right = (sum(column) / len(held) for column in zip(*held, strict=True))
            print(f"| {low} | {len(held)} | {stated:.3f} | {right:.3f} |")


def judged(record: dict, quotes: list[dict], scorer: ModuleType) -> list[tuple[float, bool]]:
    """Return confidence and rightness of the predictions that the annotation can judge."""
    words = list(scorer.words_in(record["text"]))
    gold = [(scorer.content_words(words, a["content"]), a) for a in record["attributions"]]
    rows = []
    for quote in quotes:
        own = scorer.content_words(words, scorer.as_spans(quote["content"]))
        if not own or scorer.in_ignored(record, words, scorer.as_spans(quote["content"])):
            continue
        right = any(
            2 * len(own & theirs) >= max(len(own), len(theirs))
            and scorer.speaker_match(record["text"], quote["speaker"], a)["head"]
            for theirs, a in gold
        )
        rows.append((quote["confidence"], right))
    return rows


def load_module(path: Path) -> ModuleType:
    """Load a script as a module."""
    spec = importlib.util.spec_from_file_location("scorer", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
