"""
Count which pronouns the resolver names, and how often rightly, at several thresholds.

    python benchmarks/pronouns.py GOLD.jsonl NAMES.jsonl --scorer SCORE.py

NAMES holds hand-resolved pronoun speakers (`article`, `attribution`, `accept`: the names that are
right). Prints two Markdown tables. By pronoun, at the shipped threshold: right, wrong, left unnamed,
and not found as a speaker at all. By threshold, for all of them: what the chance of the likeliest
antecedent must be, how many are answered then, and how many of the answers are right.
"""

from __future__ import annotations

import argparse
import collections
import json
from pathlib import Path

from attribution import articles_of, predictions
from calibration import load_module

import newsan as ns
from newsan import document
from newsan.actors import antecedents

KINDS = {"he": "he, him, his", "him": "he, him, his", "his": "he, him, his", "she": "she, her",
         "her": "she, her", "it": "it", "they": "they", "who": "who, which", "which": "who, which"}  # fmt: skip
THRESHOLDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def main() -> None:
    """Resolve the same quotations at each threshold and look every hand-resolved pronoun up."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("gold", "names"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    args = parser.parse_args()
    scorer, articles = load_module(args.scorer), articles_of(args.gold, None)
    quotes = ns.quotes.find(articles, beliefs=True)
    attributions = {
        (r["id"], a["id"]): (r["text"], a) for r in _lines(args.gold) for a in r["attributions"]
    }
    named = [r for r in _lines(args.names) if r["accept"]]
    shipped, curve = antecedents.THRESHOLD, []
    for threshold in (shipped, *THRESHOLDS):
        antecedents.THRESHOLD = threshold
        document.read.cache_clear()  # a document keeps whom its pronouns stand for
        resolved = ns.actors.resolve(quotes, articles)
        ids = articles["article_id"]
        found = dict(zip(ids, predictions(resolved, ids), strict=True))
        counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
        for row in named:
            text, given = attributions[row["article"], row["attribution"]]
            start, end = given["source"][0]
            answer = _answer(
                scorer, text, found[row["article"]], given | {"source_chain": row["accept"]}
            )
            for name in (KINDS.get(text[start:end].lower(), "other"), "all"):
                counts[name][answer] += 1
        curve.append((threshold, counts))
    _by_pronoun(curve[0][1])
    print("\n| threshold | answered | right | precision | coverage |")
    print("|---:|---:|---:|---:|---:|")
    for threshold, counts in curve[1:]:
        c = counts["all"]
        answered = c["right"] + c["wrong"]
        shares = f"{c['right'] / answered:.3f} | {answered / c.total():.3f}"
        print(f"| {threshold:.1f} | {answered} | {c['right']} | {shares} |")


def _by_pronoun(counts: dict[str, collections.Counter[str]]) -> None:
    print("| pronoun | n | right | wrong | unnamed | not found | precision | coverage |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for name, c in sorted(counts.items(), key=lambda item: (item[0] == "all", -item[1].total())):
        answered, n = c["right"] + c["wrong"], c.total()
        cells = [n, *(c[k] for k in ("right", "wrong", "unnamed", "missed"))]
        share = f"{c['right'] / answered:.3f}" if answered else ""
        print(f"| {name} | " + " | ".join(map(str, cells)) + f" | {share} | {answered / n:.3f} |")


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
