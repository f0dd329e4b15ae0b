"""
Fit how likely a statement of ground is right: `newsan/resources/reference_confidence.csv`.

    python training/ground/confidence.py LABELS.jsonl ... --texts ARTICLES

LABELS are texts that the reader has not learnt from. Every row it would give, however unsure, is judged
right or wrong as `benchmarks/ground.py` does; a logistic regression on the logs of the parts' chances, no
weight of which may speak against its own sense, says how likely a row is right. Prints precision and
recall by threshold, each text judged with weights fitted on the others (ten folds).
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
import ground

import newsan as ns
from newsan.frontline.said import reading
from newsan.frontline.said.references import read_articles
from newsan.frontline.sides import side_names

OUT = Path(__file__).resolve().parents[2] / "newsan" / "resources" / "reference_confidence.csv"
NAMES = ("one", "placeless", *reading.PARTS)
PENALTY, FOLDS, FLOOR = 0.5, 10, 1e-3


def main() -> None:
    """Judge, fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    args = parser.parse_args()
    gold = [r for path in args.labels for r in ground.records(path, args.texts)]
    x, y, text, wanted = judged(gold)
    spread = np.arange(len(gold)) % FOLDS
    stated = np.zeros(len(y))
    for fold in range(FOLDS):
        held = spread[text] == fold
        stated[held] = chances(x[held], fit(x[~held], y[~held]))
    for least in np.arange(0.2, 0.85, 0.05):
        kept = stated >= least
        p, r = y[kept].mean(), y[kept].sum() / wanted
        print(
            f"from {least:.2f}: {kept.sum():4} rows, precision {p:.3f}, recall {r:.3f}, F1 {2 * p * r / (p + r):.3f}"
        )
    weights = fit(x, y)
    print(dict(zip(NAMES, weights.round(3).tolist(), strict=True)))
    if args.dry:
        return
    with OUT.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("part", "weight"))
        writer.writerows((n, round(float(w), 4)) for n, w in zip(NAMES, weights, strict=True))


def judged(gold: list[dict]) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Return the columns of all rows, whether each is right, its text, and how many units there are."""
    reading.LEAST = 0.0
    frames = [
        ns.articles.read([{"text": r["text"], "title": "", "published": r["day"]}]).assign(
            article_id=r["id"]
        )
        for r in gold
    ]
    articles = pd.concat(frames, ignore_index=True)
    mentions = ns.places.find(articles)
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    read = dict(read_articles(mentions, articles, quotes, side_names()))
    x, y, text, wanted = [], [], [], 0
    for number, record in enumerate(gold):
        units = ground.units(record, mentions[mentions["article_id"] == record["id"]])
        rows = reading.read(read[record["id"]])
        rows.sort(key=lambda r: -r["confidence"])
        taken = set()
        wanted += sum(not u["optional"] for u in units)
        for row in rows:
            row["place_id"], row["place"] = row["place_id"] or np.nan, row["place"] or np.nan
            fits = [k for k, u in enumerate(units) if ground.agrees(u, row) and k not in taken]
            fits.sort(key=lambda k: (units[k]["optional"], abs(units[k]["start"] - row["start"])))
            if fits and units[fits[0]]["optional"]:
                taken.add(fits[0])
                continue
            taken |= set(fits[:1])
            parts = row["parts"]
            x.append(
                [
                    1.0,
                    1 - parts["placed"],
                    *(np.log(max(parts[k], FLOOR)) for k in reading.PARTS),
                ]
            )
            y.append(bool(fits))
            text.append(number)
    return np.array(x), np.array(y), np.array(text), wanted


def fit(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the weights of a logistic regression; those of logs are not below 0."""

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        p = chances(x, w)
        cost = -np.log(np.where(y, p, 1 - p) + 1e-12).sum() + PENALTY * (w[1:] ** 2).sum()
        slope = x.T @ (p - y) + 2 * PENALTY * np.append(0, w[1:])
        return cost, slope

    bounds = [(None, None), (None, None)] + [(0, None)] * len(reading.PARTS)
    found: np.ndarray = minimize(loss, np.zeros(x.shape[1]), jac=True, bounds=bounds).x
    return found


def chances(x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return how likely rows are right."""
    made: np.ndarray = 1 / (1 + np.exp(-x @ weights))
    return made


if __name__ == "__main__":
    main()
