"""
Fit the weights by which a quotation is a clause, a topic or a fragment.

    python training/content.py --texts FILE_OR_FOLDER ... [--labels LABELS.jsonl ...] [--score KEPT.jsonl]

Labels are rows with a `text` or its SHA-256, `digest`: either with `attributions` and `optional` whose
contents have a `content_form` (`training/who`), or one content a row (`training/content`). Texts are
found by digest among files (`.txt`, also without what stands before the first blank line) and lines
of JSON with a `text`. A feature is weighed that stands in so many labelled contents; weights are those
of a multinomial logit with a quadratic penalty. Writes `newsan/resources/content.csv`; prints how many of
each class are right, each fifth of the documents by weights of the others, and with `--score` those
of labels that were kept apart, by the weights written.
"""

from __future__ import annotations

import argparse
import collections
import csv
import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from newsan.quotes.content import content_of, features
from newsan.schema import CONTENTS

HERE = Path(__file__).parent
OUT = HERE.parent / "newsan" / "resources" / "content.csv"
LABELS = (HERE / "who" / "dev.jsonl", HERE / "content" / "dev.jsonl")
LEAST, FOLDS = 8, 5
PARTS = ("attributions", "optional", "optional_attributions")
PENALTY, STEPS, RATE = 0.0003, 1000, 0.05
_IN_MARKS = re.compile(r"[“\"«]([^“”\"«»]*)[”\"»][.,]?")


class Case(NamedTuple):
    """A content as `newsan.quotes.content` is asked for it, what it is, and its document."""

    text: str
    piece: tuple[int, int]
    kind: str
    cue: tuple[int, int] | None
    right: int
    document: str

    def features(self) -> dict[str, float]:
        """Return what is weighed."""
        return dict(features(self.text, self.piece, self.kind, self.cue))


def main() -> None:
    """Read the labels, fit, write, and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--labels", type=Path, nargs="*", default=LABELS)
    parser.add_argument("--score", type=Path)
    given = parser.parse_args()
    texts = {hashlib.sha256(t.encode()).hexdigest(): t for p in given.texts for t in read(p)}
    cases = [case for path in given.labels for case in cases_of(path, texts)]
    folds = np.array([int(case.document[:8], 16) % FOLDS for case in cases])
    answers = np.zeros(len(cases), np.int64)
    for fold in range(FOLDS):
        weights = fit([c for c, k in zip(cases, folds, strict=True) if k != fold])
        for at in np.flatnonzero(folds == fold):
            answers[at] = np.argmax(scores(cases[at], weights))
    table("by the other folds", cases, answers)
    write(fit(cases))
    if given.score:
        kept = list(cases_of(given.score, texts))
        found = [content_of(c.text, c.piece, c.kind, c.cue) for c in kept]
        table("kept apart", kept, np.array([CONTENTS.index(label) for label in found]))


def read(path: Path) -> Iterator[str]:
    """Yield the texts of a file or a folder."""
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.suffix == ".txt":
            text = file.read_text(encoding="utf-8")
            yield from (text, text.strip(), text.partition("\n\n")[2].strip())
        elif ".jsonl" in file.suffixes:
            with gzip.open(file, "rt") if file.suffix == ".gz" else file.open() as lines:
                for line in lines:
                    text = json.loads(line).get("text", "")
                    yield from (text, text.strip())


def cases_of(path: Path, texts: dict[str, str]) -> Iterator[Case]:
    """Yield the labelled contents of a file whose texts are there, in the form that newsan gives them."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row.get("text") or texts.get(row["digest"])
        if text is None:
            continue
        document = hashlib.sha256(text.encode()).hexdigest()
        if "start" in row:
            row["content"], row["content_form"] = [[row["start"], row["end"]]], row["content"]
        for made in [row, *(made for part in PARTS for made in row.get(part, ()))]:
            if made.get("content_form"):
                yield from _pieces(text, made, document)


def _pieces(text: str, made: dict[str, Any], document: str) -> Iterator[Case]:
    cue = made.get("cue")
    cue = cue[0] if cue and isinstance(cue[0], list) else cue
    right = CONTENTS.index(made["content_form"])
    for start, end in made["content"]:
        m = _IN_MARKS.fullmatch(text, start, end)
        piece, kind = (m.span(1), "direct") if m else ((start, end), made["kind"])
        yield Case(text, piece, kind, tuple(cue) if cue else None, right, document)


def scores(case: Case, weights: dict[str, np.ndarray]) -> np.ndarray:
    """Return the score of each class."""
    own = [weights[n] * v for n, v in case.features().items() if n in weights]
    total: np.ndarray = np.sum(own, axis=0)
    return total


def fit(cases: list[Case]) -> dict[str, np.ndarray]:
    """Return the weights of each feature for each class."""
    seen = [case.features() for case in cases]
    counts = collections.Counter(name for own in seen for name in own)
    names = sorted(name for name, n in counts.items() if n >= LEAST)
    column = {name: k for k, name in enumerate(names)}
    x = np.zeros((len(cases), len(names)))
    for row, own in enumerate(seen):
        for name in column.keys() & own.keys():
            x[row, column[name]] = own[name]
    y = np.eye(len(CONTENTS))[[case.right for case in cases]]
    w, first, second = np.zeros((3, len(names), len(CONTENTS)))
    for step in range(1, STEPS + 1):
        p = np.exp(x @ w)
        p /= p.sum(axis=1, keepdims=True)
        slope = x.T @ (p - y) / len(cases) + PENALTY * w
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        w -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return {name: w[k].round(2) for name, k in column.items()}


def table(name: str, cases: list[Case], answers: np.ndarray) -> None:
    """Print how many are right, and precision and recall of each class."""
    right = np.array([case.right for case in cases])
    print(f"{name}: {(answers == right).mean():.3f} of {len(cases)}")
    for k, label in enumerate(CONTENTS):
        both, given, gold = (
            ((answers == k) & (right == k)).sum(),
            (answers == k).sum(),
            (right == k).sum(),
        )
        print(
            f"  {label:<9} {gold:5} precision {both / max(1, given):.3f} recall {both / max(1, gold):.3f}"
        )


def write(weights: dict[str, np.ndarray]) -> None:
    """Write the weights, a row a feature."""
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", *CONTENTS])
        writer.writerows([name, *own.tolist()] for name, own in weights.items())


if __name__ == "__main__":
    main()
