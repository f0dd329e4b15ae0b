"""
Fit the weights by which it is told how sure an actor is, and print what they are worth.

    python training/actor_confidence.py --scorer SCORE_WHO.py --gold ARTICLES.jsonl ... --passages PASSAGES.jsonl ...
        [--texts FOLDER] [--polnear DEV.jsonl --pronouns DEV_PRONOUNS.jsonl]

Gold has attributions with `content`, `source` and `actor`, and `text` or the `digest` of a text in FOLDER
(`training/who`). `--passages` are made up to be hard and are counted by themselves. `--pronouns` has the names that
pronouns of PolNeAR articles mean. A case is an attribution that newsan finds (half of the words of the
longer content are shared) and answers; it is right if SCORE_WHO.py says so, which compares names, and the registry
has both names for one. What is found and not annotated is no case, nor what has no actor.

A logistic regression with a quadratic penalty. Printed is what weights say of articles that they were not fitted
on: in five parts by SHA-256 of the article's id, then file by file. The tagger was trained on most of these articles
but PolNeAR's: words are easier there. (The source of found content is the annotated one in .978 of the labelled
articles, .964 of PolNeAR's, and about as often at the same `confidence`.) Writes `newsan/resources/actor_confidence.csv`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

import newsan as ns
from newsan.actors import confidence
from newsan.actors.mention import Answer

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
import antecedents
import attribution
import calibration

RESOURCES = Path(__file__).parents[1] / "newsan" / "resources"
PENALTY, STEPS, FOLDS = 0.001, 30, 5
BINS, HIGH = 10, 0.9
LEAST = (0.5, 0.6, confidence.SURE, 0.7, 0.8)  # thresholds to keep answers by
HALF = 0.5


class Case(NamedTuple):
    """An answer: its features, whether it is right, and where it stands."""

    features: dict[str, float]
    is_right: bool
    article: str
    group: str  # articles or passages
    collection: str  # the file it is annotated in
    kind: str  # of the actor
    row: str  # to read


def main() -> None:
    """Collect cases, fit, print, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--gold", type=Path, nargs="*", default=[])
    parser.add_argument("--passages", type=Path, nargs="*", default=[])
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--polnear", type=Path)
    parser.add_argument("--pronouns", type=Path)
    parser.add_argument("--rows", action="store_true", help="list wrong answers stated to be sure")
    parser.add_argument("--out", type=Path, default=RESOURCES / "actor_confidence.csv")
    given = parser.parse_args()
    scorer = calibration.load_module(given.scorer)
    cases: list[Case] = []
    for group, paths in (("articles", given.gold), ("passages", given.passages)):
        for path in paths:
            cases += of(texts_of(path, given.texts), group, path, scorer)
    if given.polnear:
        asked = list(pronouns(given.polnear, given.pronouns))
        cases += of(asked, "articles", given.polnear, scorer)
    names = sorted({name for case in cases for name in case.features})
    x = np.array([[case.features.get(name, 0.0) for name in names] for case in cases])
    right = np.array([case.is_right for case in cases], float)
    fold = [hashlib.sha256(c.article.encode()).digest()[0] % FOLDS for c in cases]
    stated = crossed(x, right, np.array(fold))
    report(cases, stated, right)
    print("each collection by the weights of all others")
    collection = np.array([c.collection for c in cases])
    unseen = crossed(x, right, collection)
    for name in dict.fromkeys(collection):
        line(name, unseen[collection == name], right[collection == name])
    if given.rows:
        print(
            *(c.row for c, p, y in zip(cases, stated, right, strict=True) if p > HIGH > y), sep="\n"
        )
    with given.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "weight"])
        writer.writerows(zip(names, fit(x, right).round(3).tolist(), strict=True))


def texts_of(path: Path, texts: Path | None) -> list[dict[str, Any]]:
    """Read annotated articles with their texts."""
    gold = antecedents.lines(path)
    return list(antecedents.labelled([path], texts)) if "digest" in gold[0] else gold


def pronouns(articles: Path, names: Path) -> Iterator[dict[str, Any]]:
    """Yield PolNeAR articles with the attributions whose pronoun somebody has resolved."""
    meant = {(n["article"], n["attribution"]): n["accept"] for n in antecedents.lines(names)}
    for article in antecedents.lines(articles):
        own = [
            a | {"actor": who[0], "actor_alt": who[1:]}
            for a in article["attributions"]
            if (who := meant.get((article["id"], a["id"])))
        ]
        yield article | {"attributions": own, "beliefs": True}


def of(gold: list[dict[str, Any]], group: str, path: Path, scorer: ModuleType) -> Iterator[Case]:
    """Yield the cases of annotated articles, read from a file."""
    features, kinds = watched()
    table = scorer.aliases(str(RESOURCES / "actors.csv"))
    articles = pd.concat(
        [
            ns.articles.read(
                {"id": r["id"], "text": r["text"], "date": r.get("date")}, bad="report"
            ).assign(article_id=r["id"])
            for r in gold
        ],
        ignore_index=True,
    )
    found = ns.quotes.find(articles, beliefs=bool(gold[0].get("beliefs")))
    quotes = ns.actors.resolve(found, articles)
    ids = quotes.drop_duplicates("attribution_id").groupby("article_id")["quote_id"].agg(list)
    predicted = attribution.predictions(quotes, articles["article_id"])
    for article, own in zip(gold, predicted, strict=True):
        words = [scorer.word_set(article["text"], q["content"]) for q in own]
        for asked in article["attributions"]:
            wanted = scorer.word_set(article["text"], asked["content"])
            shared = [len(wanted & w) / max(len(wanted), len(w), 1) for w in words]
            best = max(range(len(own)), key=shared.__getitem__, default=-1)
            if best < 0 or shared[best] < HALF or not (actor := own[best]["actor_id"]):
                continue
            if not asked.get("actor") and not asked.get("unknown"):
                continue
            yield Case(
                features[quote := ids[article["id"]][best]],
                is_right(article["text"], asked, own[best], scorer, table),
                article["id"],
                group,
                f"{path.parent.name}/{path.stem}",
                kinds[quote],
                f"{article['id']}: {actor} for {asked.get('actor')}",
            )


def watched() -> tuple[dict[str, dict[str, float]], dict[str, str]]:
    """Return the features of every answer from now on, and the actor's kind, by quotation."""
    features: dict[str, dict[str, float]] = {}
    kinds: dict[str, str] = {}

    class Watched(confidence.Confidence):
        def of(self, record: dict[str, Any], answer: Answer) -> float:
            features[record["quote_id"]] = self.features(record, answer)
            kinds[record["quote_id"]] = self.people.kind(answer.actor_id)
            return 0.0

    importlib.import_module("newsan.actors.resolve").Confidence = Watched  # type: ignore[attr-defined]
    return features, kinds


def is_right(
    text: str,
    asked: dict[str, Any],
    found: dict[str, Any],
    scorer: ModuleType,
    table: dict[str, str],
) -> bool:
    """Judge one answer; where nobody can be known, whoever is of the article alone is right."""
    if found["actor_id"] in asked.get("not", ()):
        return False
    if not asked.get("actor"):
        return "#" in found["actor_id"]
    own = [asked["actor"], *(asked.get("actor_alt") or ()), *(asked.get("actors") or ())]
    known = [table[key] for name in own if (key := " ".join(scorer.core(name))) in table]
    asked = asked | {"actor_alt": own + known}
    return bool(scorer.judge(text, asked, [found], table)[0] == "right")


def logistic(score: np.ndarray) -> np.ndarray:
    """Return chances of scores."""
    return 1 / (1 + np.exp(-score))


def fit(x: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return the weights of a logistic regression, by Newton's method."""
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = logistic(x @ weights)
        slope = x.T @ (p - right) / len(x) + PENALTY * weights
        bend = (x * (p * (1 - p))[:, None]).T @ x / len(x) + PENALTY * np.eye(x.shape[1])
        weights -= np.linalg.solve(bend, slope)
    return weights


def crossed(x: np.ndarray, right: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Return the chances of each part by weights of the others."""
    stated = np.zeros(len(x))
    for own in (part == name for name in np.unique(part)):
        stated[own] = logistic(x[own] @ fit(x[~own], right[~own]))
    return stated


def report(cases: list[Case], stated: np.ndarray, right: np.ndarray) -> None:
    """Print how well chances are borne out, by group and by band."""
    line("all", stated, right)
    for name in ("articles", "passages", "person"):
        held = np.array([name in (c.group, c.kind) for c in cases])
        if held.any():
            line(name, stated[held], right[held])
    for least in LEAST:
        over = stated >= least
        kept, lost = right[over].sum() / right.sum(), (1 - right)[~over].sum() / (1 - right).sum()
        print(f"from {least:<4} right {right[over].mean():.3f}, kept of the right {kept:.3f}, left out "
              f"of the wrong {lost:.3f}")  # fmt: skip
    band = bands(stated)
    for k in np.unique(band):
        own = band == k
        print(f"| {k / BINS} | {own.sum()} | {stated[own].mean():.3f} | {right[own].mean():.3f} |")


def line(name: str, stated: np.ndarray, right: np.ndarray) -> None:
    """Print how well the chances of a group are borne out."""
    high, kept = stated >= HIGH, stated >= confidence.SURE
    print(f"{name:<18} n {len(right):4} right {right.mean():.3f} stated {stated.mean():.3f} "
          f"ECE {ece(stated, right):.3f} AUC {auc(stated, right):.3f}, from {HIGH} right "
          f"{right[high].mean():.3f} of {high.sum()}, from {confidence.SURE} kept of the right "
          f"{right[kept].sum() / right.sum():.3f}")  # fmt: skip


def bands(stated: np.ndarray) -> np.ndarray:
    """Return the number of the band of equal width that each chance lies in."""
    return np.minimum((stated * BINS).astype(int), BINS - 1)


def ece(stated: np.ndarray, right: np.ndarray) -> float:
    """Return the expected calibration error over bins of equal width."""
    gaps = (abs((stated - right)[bands(stated) == k].sum()) for k in range(BINS))
    return float(sum(gaps) / len(stated))


def auc(stated: np.ndarray, right: np.ndarray) -> float:
    """Return the chance that a right answer is stated to be surer than a wrong one."""
    ranks = pd.Series(stated).rank().to_numpy()
    n = right.sum()
    return float((ranks[right > 0].sum() - n * (n + 1) / 2) / (n * (len(right) - n)))


if __name__ == "__main__":
    main()
