"""Score the days of words over passages of our own: how often right, wrong, and left out.

    python benchmarks/days.py training/days/dev.jsonl

A line of the file holds `text`, `published`, the marked `words`, and the `said_on` and `said_on_until`
that the text gives them. A passage is *right* when both are as given (missing where they are missing),
*wrong* when newsan gives a day or a period that is not so, and *missed* when it gives none where the text does.
Passages whose words are found as no quotation are not counted; their number is printed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd

import newsan as ns


def score(path: Path) -> dict[str, float]:
    """Return the shares of right, wrong and missed days, of how many, and how many are not found."""
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    verdicts = [verdict(case, answer) for case, answer in zip(cases, answers(cases), strict=True)]
    counted = [v for v in verdicts if v != "not found"]
    shares = {v: counted.count(v) / len(counted) for v in ("right", "wrong", "missed")}
    return {**shares, "n": len(counted), "not_found": len(verdicts) - len(counted)}


def answers(cases: list[dict]) -> list[tuple[str | None, str | None] | None]:
    """Return the first and the last day newsan gives to the marked words; None where it finds none."""
    keys = ("id", "text", "published")
    articles = ns.articles.read([{key: case[key] for key in keys} for case in cases])
    articles = articles.assign(article_id=[case["id"] for case in cases])
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    return [_answer(case, quotes[quotes["article_id"] == case["id"]]) for case in cases]


def _answer(case: dict, quotes: pd.DataFrame) -> tuple[str | None, str | None] | None:
    start = case["text"].index(case["words"])
    end = start + len(case["words"])
    common = quotes["end"].clip(upper=end) - quotes["start"].clip(lower=start)
    if common.max() > 0:
        row = quotes.loc[common.idxmax()]
        return _day(row["said_on"]), _day(row.get("said_on_until"))
    return None


def _day(value: object) -> str | None:
    return None if value is None or pd.isna(value) else str(value)[:10]


def verdict(case: dict, answer: tuple[str | None, str | None] | None) -> str:
    """Return right, wrong, missed or not found for one passage."""
    if answer is None:
        return "not found"
    if answer == (case["said_on"], case["said_on_until"]):
        return "right"
    return "wrong" if answer[0] is not None else "missed"


def main() -> None:
    """Print the totals of the files named on the command line."""
    for name in sys.argv[1:]:
        found = score(Path(name))
        shares = "  ".join(f"{v} {found[v]:.3f}" for v in ("right", "wrong", "missed"))
        print(f"{name}: {shares}  of {found['n']}, {found['not_found']} not found as quotations")


if __name__ == "__main__":
    main()
