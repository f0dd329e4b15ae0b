"""
Train four taggers, each on three quarters of the articles, and keep what they say of the fourth.

    nice -n 5 python training/folds/make.py TRAIN.jsonl BUILD [--epochs 18] [--together 2]

The shipped tagger has read every annotated article, and so have the rules beside it: neither can be
scored on them. Quarters are cut by hash of the article's id. Each network is trained on the other
three quarters and the invented articles of `training/marked`, without teacher, as the model card of
the tagger describes; its vocabulary, weights and linker have seen nothing of its own quarter. A step
whose outcome stands in BUILD is not run again, so the script goes on where it was cut off. About 20
minutes a fold on one core. What each says of its left-out quarter goes to `predictions.jsonl.gz`
beside this script, which `benchmarks/ablation.py` reads.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

from predictions import FILE, Prediction, digest, write

from newsan.document import Document
from newsan.quotes import tagged
from newsan.tagger.model import load

FOLDS = 4
HERE = Path(__file__).resolve().parent
TAGGER, MARKED = HERE.parent / "tagger", HERE.parent / "marked"
# Rules of `newsan.quotes.tagged` that change the tagger's labels before anything is linked.
ON_LABELS = ("_tagged_on", "_with_possessor")


def main() -> None:
    """Cut the articles, train the folds, some at a time."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("train", type=Path, help="annotated articles, one a line")
    parser.add_argument("build", type=Path, help="folder for what is trained")
    parser.add_argument("--epochs", type=int, default=18)
    parser.add_argument("--together", type=int, default=2, help="folds trained at a time")
    given = parser.parse_args()
    lines = given.train.read_text(encoding="utf-8").splitlines()
    with ThreadPoolExecutor(given.together) as pool:
        list(pool.map(lambda k: train(k, lines, given.build / str(k), given.epochs), range(FOLDS)))
    predictions = [p for k in range(FOLDS) for p in predict(k, given.build / str(k))]
    write(sorted(predictions, key=lambda p: p.id))
    print(f"{len(predictions)} articles, {FILE.stat().st_size:,} bytes in {FILE}")


def quarter(article_id: str) -> int:
    """
    Return which quarter an article belongs to.

    Examples
    --------
    >>> quarter("ostrell-mine")
    2
    """
    return hashlib.sha256(article_id.encode()).digest()[0] % FOLDS


def train(fold: int, lines: list[str], build: Path, epochs: int) -> None:
    """Train one fold's network and linker in a folder of its own."""
    build.mkdir(parents=True, exist_ok=True)
    parts: dict[str, list[str]] = {"train": [], "left_out": []}
    for line in lines:
        own = quarter(json.loads(line)["id"]) == fold
        parts["left_out" if own else "train"].append(line)
    read, left_out = build / "train.jsonl", build / "left_out.jsonl"
    for path, held in ((read, parts["train"]), (left_out, parts["left_out"])):
        path.write_text("\n".join(held) + "\n", encoding="utf-8")
    log = build / "tagger.jsonl"
    if not (build / "prepared.npz").exists():
        run("prepare.py", read, left_out, build, "--marked", MARKED)
    if not log.exists() or len(log.read_text(encoding="utf-8").splitlines()) < epochs:
        run("train.py", build, "--width", 64, "--epochs", epochs, "--threads", 1)
    if not (build / "linked").exists():
        run("quantise.py", build, "--out", build)
        run("link.py", read, left_out, "--model", build)
        (build / "linked").touch()
    print(f"fold {fold}: trained on {len(parts['train'])}, left out {len(parts['left_out'])}")


def predict(fold: int, build: Path) -> list[Prediction]:
    """Return what a fold's tagger says of its left-out quarter, with and without rules on labels."""
    lines = (build / "left_out.jsonl").read_text(encoding="utf-8").splitlines()
    articles = list(map(json.loads, lines))
    model = load(build / "tagger.npz", build / "tagger_words.txt.xz")

    def said() -> list[list]:
        texts = [article["text"] for article in articles]
        return [made for _, made in tagged.tagged(map(Document, texts), model=model)]

    found = [
        Prediction(article["id"], digest(article["text"]), fold, made)
        for article, made in zip(articles, said(), strict=True)
    ]
    for name in ON_LABELS:
        with patch.object(tagged, name, lambda batch, labels: labels):
            for prediction, made in zip(found, said(), strict=True):
                if made != prediction.attributions:
                    prediction.without[name] = made
    return found


def run(script: str, *given: object) -> None:
    """Run one script of `training/tagger`."""
    subprocess.run([sys.executable, str(TAGGER / script), *map(str, given)], check=True)


if __name__ == "__main__":
    main()
