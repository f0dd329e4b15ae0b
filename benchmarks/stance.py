"""
Count what newsan makes of statements labelled by reading, in totals, fit for the sealed part.

    python benchmarks/stance.py LABELS.jsonl ... --shared FOLDER [--show act|certainty|condition|target]

LABELS as `training/stance` has them. A labelled statement is paired with the quotation that shares most of its letters
and at least half of them; figures are over paired statements that are not optional. *strict* is the best act, *accepted*
one of those as good. *other than report*: precision of acts given that are not report; recall of those in gold for which
report is not as good. A target is right if its words touch those labelled, or it has their name; with the same polarity
it is right *with polarity*. Intervals are 95 %, by drawing documents 400 times. `--show` prints what is wrong, for texts
that may be read.
"""

from __future__ import annotations

import argparse
import collections
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import newsan as ns
from newsan.actors.registry import index
from newsan.gazetteer import fold

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "training" / "stance"))
import texts

DRAWS = 400
WHATS = ("act", "certainty", "condition", "target")


def main() -> None:
    """Read the texts and print totals."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--show", choices=WHATS)
    given = parser.parse_args()
    gold = [(r, texts.text_of(r, given.shared)) for p in given.labels for r in texts.records(p)]
    articles = ns.articles.read([{"text": text, "title": ""} for _, text in gold])
    articles["article_id"] = [f"{k:04d}" for k in range(len(gold))]
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    rhetoric = ns.rhetoric.measure(quotes, articles).set_index("quote_id")
    stance = ns.stance.find(quotes, articles).dropna(subset=["target_id"])
    counts = []
    for number, (record, text) in enumerate(gold):
        own = quotes[quotes["article_id"] == f"{number:04d}"]
        counts.append(score(record, text, own, rhetoric, stance, given.show))
    report(counts)


def score(
    record: dict[str, Any], text: str, quotes: pd.DataFrame, rhetoric: pd.DataFrame,
    stance: pd.DataFrame, show: str | None,
) -> collections.Counter[Any]:  # fmt: skip
    """Count what is right in one text."""
    n: collections.Counter[Any] = collections.Counter()
    spans = [(q.quote_id, int(q.start), int(q.end)) for q in quotes.itertuples()]
    for row in record["statements"]:
        if row.get("optional"):
            continue
        n["statements"] += 1
        a, b = row["content"]
        best = max(spans, key=lambda s: min(b, s[2]) - max(a, s[1]), default=None)
        if best is None or min(b, best[2]) - max(a, best[1]) < (b - a) / 2:
            continue
        n["paired"] += 1
        said = rhetoric.loc[best[0]]
        wrong = {
            "act": said["act"] not in row["act"], "certainty": said["certainty"] != row["certainty"],
            "condition": (row["condition"] is None) != pd.isna(said["condition"]), "target": False,
        }  # fmt: skip
        n["strict"] += said["act"] == row["act"][0]
        n["accepted"] += said["act"] in row["act"]
        n["certainty"] += said["certainty"] == row["certainty"]
        n[("act", row["act"][0], said["act"])] += 1
        n[("certainty", row["certainty"], said["certainty"])] += 1
        if said["act"] != "report":
            n["other said"] += 1
            n["other said right"] += said["act"] in row["act"]
        if "report" not in row["act"]:
            n["other"] += 1
            n["other found"] += said["act"] in row["act"]
        n["condition said"] += not pd.isna(said["condition"])
        n["condition"] += row["condition"] is not None
        if row["condition"] and not pd.isna(said["condition"]):
            n["condition found"] += 1
            clause = text[slice(*row["condition"])].split()
            own = str(said["condition"]).split()
            n["condition span"] += len(set(clause) & set(own)) >= max(len(clause), len(own)) / 2
        mine = stance[stance["quote_id"] == best[0]]
        left = list(mine.itertuples())
        for target in row["targets"]:
            n["targets"] += 1
            hit = next((t for t in left if is_same(target, t, text)), None)
            if hit is None:
                wrong["target"] = True
                continue
            left.remove(hit)
            n["targets found"] += 1
            n["targets right"] += hit.polarity == target["polarity"]
        n["targets said"] += len(mine)
        wrong["target"] |= bool(left)
        if show and wrong[show]:
            print(f"--- {text[a:b]!r}\n    {row['act']} {row['certainty']} {row['targets']}\n    "
                  f"{said['act']} ({said['act_rule']}) {said['certainty']} {said['condition']} "
                  f"{[(t.target_id, t.polarity, text[t.start:t.end]) for t in mine.itertuples()]}")  # fmt: skip
    return n


def is_same(target: dict[str, Any], row: Any, text: str) -> bool:
    """Tell whether a row is toward a labelled target: by the words, or by name."""
    words = target["words"]
    if words and row.start < words[1] and words[0] < row.end:
        return True
    known = index(None)
    name = fold(target["name"].replace("-", " "))
    owners = set(known.owners(target["name"])) | {target["name"]}
    if row.target_id in owners:
        return True
    said = known.rows[row.target_id]["name"] if row.target_id in known.rows else row.target_id
    return bool(name) and name.split()[-1] == fold(said.replace("-", " ")).split()[-1]


def report(counts: list[collections.Counter[Any]]) -> None:
    """Print totals with intervals over documents."""
    dice = np.random.default_rng(0)
    draws = dice.integers(0, len(counts), (DRAWS, len(counts)))
    every = [sum(counts, collections.Counter())]
    drawn = [sum((counts[k] for k in row), collections.Counter()) for row in draws]
    total = every[0]
    print(f"{len(counts)} texts, {total['statements']} statements, {total['paired']} paired")
    for name, measure in MEASURES.items():
        low, high = np.percentile([measure(d) for d in drawn], (2.5, 97.5))
        print(f"{name:36} {measure(total):.3f} [{low:.3f} {high:.3f}]")


def share(top: str, bottom: str) -> Any:
    """Return a measure that is one count over another."""
    return lambda n: n[top] / max(1, n[bottom])


def f1(right: str, said: str, gold: str) -> Any:
    """Return a measure that is an F1."""
    return lambda n: 2 * n[right] / max(1, n[said] + n[gold])


def macro(what: str) -> Any:
    """Return a measure that is the mean F1 over the classes that gold has."""

    def measure(n: collections.Counter[Any]) -> float:
        table = {k[1:]: v for k, v in n.items() if isinstance(k, tuple) and k[0] == what}
        names = {g for g, _ in table}
        each = []
        for name in names:
            said = sum(v for (_, s), v in table.items() if s == name)
            gold = sum(v for (g, _), v in table.items() if g == name)
            each.append(2 * table.get((name, name), 0) / (said + gold))
        return sum(each) / max(1, len(each))

    return measure


MEASURES = {
    "act, strict": share("strict", "paired"),
    "act, accepted": share("accepted", "paired"),
    "act, macro-F1": macro("act"),
    "acts other than report, precision": share("other said right", "other said"),
    "acts other than report, recall": share("other found", "other"),
    "certainty": share("certainty", "paired"),
    "certainty, macro-F1": macro("certainty"),
    "condition found, F1": f1("condition found", "condition said", "condition"),
    "condition span, F1": f1("condition span", "condition said", "condition"),
    "targets, precision": share("targets found", "targets said"),
    "targets, recall": share("targets found", "targets"),
    "targets, F1": f1("targets found", "targets said", "targets"),
    "targets with polarity, F1": f1("targets right", "targets said", "targets"),
}


if __name__ == "__main__":
    main()
