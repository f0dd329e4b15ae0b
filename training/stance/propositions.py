"""
Fit the reader of topics in plain words (`newsan.stance.propositions`), and measure it.

    python training/stance/propositions.py weigh --shared FOLDER                  # proposition_weights.csv
    python training/stance/propositions.py fit --shared FOLDER                    # proposition_model.csv
    python training/stance/propositions.py measure LABELS.jsonl --shared FOLDER [--show 40]

Labels are those of `positions.py`. A position counts as right where a label accepts it; as reversed where the
best label is its opposite.
"""

from __future__ import annotations

import argparse
import collections
import csv
import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from texts import ROOT, records, text_of

from newsan.document import Document, read
from newsan.stance import propositions as plain
from newsan.stance.positions import Said
from newsan.stance.topics import Topic, compile_topics, kind_of
from newsan.tagger.statements import Stated

HERE = ROOT / "training" / "stance"
STATEMENTS = ("train.jsonl", "dev.jsonl")
OPPOSITE = {"asserts": "denies", "denies": "asserts"}
LEAST_OFTEN = 10  # statements that a word must be in to weigh less than a rare one
PENALTY = 4.0
CUE = 60  # characters around a statement of our own in which its cue stands


@dataclass
class Pair:
    """A statement beside a topic, and the positions that a reader accepts, the best first."""

    topic: Topic
    said: Said
    reading: object
    accepted: list[str]
    group: str


def topic_of(record: dict) -> Topic:
    """Return a label's proposition as a topic in plain words."""
    asked = record["proposition"]
    table = pd.DataFrame([{"topic": "asked", "proposition": asked, "about": "", "sides": "", "places": "",
        "asserts": "", "denies": "", "reports": "", "needs": "", "for_example": "", "against_example": "",
        "kind": record.get("kind") or kind_of(asked)}])  # fmt: skip
    examples = {f"examples_{k}": tuple(record.get(k, ())) for k in ("for", "against")}
    return replace(compile_topics(table)[0], **examples)


def said_in(document: Document, row: dict) -> tuple[Said, object]:
    """Return a labelled statement as `newsan.stance` reads one, and the network's reading."""
    spans = {
        k: document.inside(*row[k]) if row.get(k) else None for k in ("content", "cue", "speaker")
    }
    reading = document.statements([Stated(**spans)])[0]
    a, b = spans["content"]
    text = document.text
    if spans["cue"]:
        cue = text[slice(*spans["cue"])]
    else:
        own = [(x, y) for x, y in document.sentences if x < b and y > a] or [(a, b)]
        cue = "" if "file" in row else f"{text[own[0][0] : a][-CUE:]} {text[b : own[-1][1]][:CUE]}"
    kind = "direct" if text[max(0, a - 2) : a].strip()[-1:] in ("“", '"') else "indirect"
    return Said(text[a:b], a, cue, kind, "", ()), reading


def pairs(path: Path, shared: Path) -> Iterator[Pair]:
    """Yield every statement beside every proposition that a file labels it with."""
    known = {r["file"]: r["statements"] for f in STATEMENTS for r in records(HERE / f)}
    for record in records(path):
        topic = topic_of(record)
        if "file" not in record:
            for row in record["statements"]:
                said, reading = said_in(read(row["text"]), row)
                yield Pair(topic, said, reading, row["position"], record["proposition"])
            continue
        document = read(text_of(record, shared))
        told = {(a, b): names for a, b, names in record["positions"]}
        rows = [{k: r.get(k) for k in ("content", "cue", "speaker")} for r in known[record["file"]]]
        rows += [{"content": list(s)} for s in told if list(s) not in [r["content"] for r in rows]]
        for row in rows:
            said, reading = said_in(document, row | {"file": record["file"]})
            accepted = told.get(tuple(row["content"]), ["nothing"])
            yield Pair(topic, said, reading, accepted, record["file"])


def weigh(args: argparse.Namespace) -> None:
    """Write how much a stem tells: the log of how rarely it is in statements of news on war."""
    seen: set[tuple[str, str]] = set()
    often: collections.Counter[str] = collections.Counter()
    for record in records(HERE / "train.jsonl"):
        if not str(record.get("file", "")).startswith(("war", "data")):
            continue
        document = read(text_of(record, args.shared))
        for row in record["statements"]:
            words = document.text[slice(*document.inside(*row["content"]))]
            if (record["file"], words) not in seen:
                seen.add((record["file"], words))
                often.update({w.stem for w in plain.words_of(words)})
    rows = [
        (s, round(max(0.8, math.log(len(seen) / n)), 2))
        for s, n in sorted(often.items())
        if n >= LEAST_OFTEN
    ]
    write("proposition_weights", ("stem", "weight"), rows)
    print(
        len(rows),
        "stems of",
        len(seen),
        "statements; rarer ones:",
        round(math.log(len(seen) / LEAST_OFTEN), 2),
    )


def write(name: str, header: tuple[str, ...], rows: list[tuple]) -> None:
    """Write a shipped table."""
    with (ROOT / "newsan" / "resources" / f"{name}.csv").open(
        "w", encoding="utf-8", newline=""
    ) as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow((*header, "source", "licence"))
        out.writerows((*row, "newsan", "CC0-1.0") for row in rows)


def candidates(
    found: list[Pair], *, given: bool = False
) -> tuple[np.ndarray, list[str], list[Pair]]:
    """Return the features and positions of those pairs whose statement may take a position, or could be given."""
    values, positions, kept = [], [], []
    for pair in found:
        made = plain.candidate(pair.said, pair.topic)
        if made is not None and (not given or plain.is_enough(made[0])):
            values.append(plain.features(*made, pair.said, pair.topic, pair.reading))
            positions.append(made[1])
            kept.append(pair)
    return np.array(values).reshape(len(kept), -1), positions, kept


def logit(values: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return constant and weights of a logit, its weights drawn to nought."""
    mean, spread = values.mean(0), values.std(0) + 1e-9
    scaled = np.c_[np.ones(len(values)), (values - mean) / spread]

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        p = 1 / (1 + np.exp(-scaled @ w))
        slope = scaled.T @ (p - right)
        slope[1:] += 2 * PENALTY * w[1:]
        told = -(right * np.log(p + 1e-12) + (1 - right) * np.log(1 - p + 1e-12)).sum()
        return told + PENALTY * (w[1:] ** 2).sum(), slope

    w = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x
    return np.r_[w[0] - (w[1:] * mean / spread).sum(), w[1:] / spread]


def fit(args: argparse.Namespace) -> None:
    """Fit the weights on the labelled articles; tell by parts that were left out how right each chance is."""
    values, positions, kept = candidates(list(pairs(HERE / "positions.jsonl", args.shared)))
    right = np.array([p in k.accepted for p, k in zip(positions, kept, strict=True)], float)
    groups = sorted({k.group for k in kept})
    chances = np.zeros((4, len(kept)))
    for seed in range(len(chances)):
        random.Random(seed).shuffle(groups)
        part = np.array([groups.index(k.group) % 5 for k in kept])
        for n in range(5):
            w = logit(values[part != n], right[part != n])
            chances[seed, part == n] = 1 / (1 + np.exp(-w[0] - values[part == n] @ w[1:]))
    for least in (0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8):
        given = chances >= least
        share = (given * right).sum() / max(1, given.sum())
        print(f"left out, {least}: right {share:.2f} of {given.sum() / len(chances):.0f}")
    w = logit(values, right)
    rows = [(n, round(float(v), 4)) for n, v in zip(("constant", *plain.FEATURES), w, strict=True)]
    write("proposition_model", ("feature", "weight"), rows)
    print(len(kept), "candidates,", round(right.mean(), 3), "right;", rows)


def measure(args: argparse.Namespace) -> None:
    """Print precision, recall and reversals at several chances."""
    found = list(pairs(args.labels, args.shared))
    values, positions, kept = candidates(found, given=True)
    taken = sum(not {"nothing", "reports"} & set(p.accepted) for p in found)
    chances = np.array([plain.chance(list(v)) for v in values])
    right = np.array([p in k.accepted for p, k in zip(positions, kept, strict=True)], bool)
    clear = np.array([not {"nothing", "reports"} & set(k.accepted) for k in kept], bool)
    turned = np.array(
        [OPPOSITE.get(p) == k.accepted[0] for p, k in zip(positions, kept, strict=True)], bool
    )
    print(len(found), "pairs,", taken, "positions taken,", len(kept), "candidates")
    for least in sorted({0.0, 0.4, 0.5, 0.6, 0.65, 0.7, 0.75, 0.8, plain.LEAST}):
        given = chances >= least
        print(f"{least}: given {given.sum()} precision {(given & right).sum() / max(1, given.sum()):.3f} "
              f"recall {(given & right & clear).sum() / taken:.3f} reversed {(given & turned).sum()}")  # fmt: skip
    for k in np.argsort(-chances)[: args.show]:
        print(f"{chances[k]:.2f}", positions[k], kept[k].accepted, kept[k].topic.proposition, "|", kept[k].said.cue[-40:],
              "|", kept[k].said.text[:240])  # fmt: skip


def main() -> None:
    """Weigh words, fit or measure."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    asked.add_argument("verb", choices=("weigh", "fit", "measure"))
    asked.add_argument("labels", type=Path, nargs="?")
    asked.add_argument("--shared", type=Path, required=True)
    asked.add_argument("--show", type=int, default=0)
    args = asked.parse_args()
    {"weigh": weigh, "fit": fit, "measure": measure}[args.verb](args)


if __name__ == "__main__":
    main()
