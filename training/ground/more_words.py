"""
Choose the words of war reporting that the tagger does not have, and give them vectors.

    python training/ground/more_words.py BUILD ARTICLES/war training/ground/own_wars.jsonl ...

A word is taken if it stands in small letters in at least four of the articles, or in two texts of a file of
labels, or says something of ground in one of them. Its vector is what a ridge regression from MiniLM's word
pieces to the tagger's vectors, fitted on the words that have both, says.
"""

from __future__ import annotations

import collections
import re
import sys
from pathlib import Path

import numpy as np
from examples import labelled
from networks import folder
from safetensors.numpy import load_file
from transformers import AutoTokenizer

from newsan.tagger.model import shipped
from newsan.tagger.tokens import pieces

ARTICLES, MOST, RIDGE = 4, 1500, 10.0


def main() -> None:
    """Write `more_words.txt` and `more_words.npy` to the build folder."""
    build = Path(sys.argv[1])
    model = shipped()
    counts: collections.Counter[str] = collections.Counter()
    for source in map(Path, sys.argv[2:]):
        for path in sorted(source.rglob("*.txt")):
            counts.update(small_words(path.read_text(encoding="utf-8")))
        for _, text, record in labelled(source) if source.suffix == ".jsonl" else ():
            counts.update(2 * list(small_words(text)))
            for row in record["rows"]:
                counts.update(ARTICLES * list(small_words(text[slice(*row["trigger"])])))
    words = [w for w, n in counts.most_common() if n >= ARTICLES and w not in model.words][:MOST]
    tokenizer = AutoTokenizer.from_pretrained(folder())
    weights = load_file(folder() / "model.safetensors")
    (name,) = [n for n in weights if n.endswith("word_embeddings.weight")]
    table = weights[name].astype(np.float64)

    def mean(some: list[str]) -> np.ndarray:
        ids = tokenizer(some, add_special_tokens=False)["input_ids"]
        return np.array([table[i].mean(axis=0) for i in ids])

    known = [w for w in model.words if re.fullmatch(r"[a-z]{3,}", w)]
    x = np.column_stack((mean(known), np.ones(len(known))))
    y = model.weights["words.weight"][[model.words[w] for w in known]]
    fitted = np.linalg.solve(x.T @ x + RIDGE * np.eye(x.shape[1]), x.T @ y)
    vectors = np.column_stack((mean(words), np.ones(len(words)))) @ fitted
    (build / "more_words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    np.save(build / "more_words.npy", vectors.astype(np.float32))
    error = 1 - ((y - x @ fitted) ** 2).sum() / ((y - y.mean(0)) ** 2).sum()
    print(f"{len(words)} words; the regression explains {error:.2f}")


def small_words(text: str) -> set[str]:
    """Return the words of a text that stand in small letters."""
    found = {p.rstrip() for p in pieces(text)[1]}
    return {t for t in found if re.fullmatch(r"[a-z]+(?:-[a-z]+)*", t)}


if __name__ == "__main__":
    main()
