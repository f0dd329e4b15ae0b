"""
Count which pronouns the resolver names, and how often rightly.

    python benchmarks/pronouns.py GOLD.jsonl NAMES.jsonl PREDICTIONS.jsonl --scorer SCORE.py

NAMES holds hand-resolved pronoun speakers (`article`, `attribution`, `accept`: the names that are
right); PREDICTIONS as `benchmarks/attribution.py` writes them. Prints a Markdown table: right, wrong,
left unnamed, and not found as a speaker at all.
"""

from __future__ import annotations

import argparse
import collections
import json
from pathlib import Path

from calibration import load_module

KINDS = {"he": "he, him, his", "him": "he, him, his", "his": "he, him, his", "she": "she, her",
         "her": "she, her", "it": "it", "they": "they", "who": "who, which", "which": "who, which"}  # fmt: skip


def main() -> None:
    """Look every hand-resolved pronoun up among the predictions."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("gold", "names", "predictions"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    args = parser.parse_args()
    scorer = load_module(args.scorer)
    found = {row["id"]: row["quotes"] for row in _lines(args.predictions)}
    attributions = {
        (r["id"], a["id"]): (r["text"], a) for r in _lines(args.gold) for a in r["attributions"]
    }
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for row in _lines(args.names):
        if not row["accept"]:
            continue
        text, given = attributions[row["article"], row["attribution"]]
        start, end = given["source"][0]
        answer = _answer(
            scorer, text, found[row["article"]], given | {"source_chain": row["accept"]}
        )
        for name in (KINDS.get(text[start:end].lower(), "other"), "all"):
            counts[name][answer] += 1
    print("| pronoun | n | right | wrong | unnamed | not found | precision | coverage |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for name, c in sorted(counts.items(), key=lambda item: (item[0] == "all", -item[1].total())):
        named, n = c["right"] + c["wrong"], c.total()
        cells = [n, *(c[k] for k in ("right", "wrong", "unnamed", "missed"))]
        share = f"{c['right'] / named:.3f}" if named else ""
        print(f"| {name} | " + " | ".join(map(str, cells)) + f" | {share} | {named / n:.3f} |")


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _answer(scorer: object, text: str, quotes: list[dict], given: dict) -> str:
    """Say what became of one pronoun."""
    start, end = given["source"][0]
    own = [q for q in quotes if any(a < end and b > start for a, b in q["speaker"] or [])]
    if not own:
        return "missed"
    if not own[0]["speaker_resolved"]:
        return "unnamed"
    return "right" if scorer.resolved_match(text, own[0], given) else "wrong"


if __name__ == "__main__":
    main()
