"""
Measure the shipped tagger on annotated articles, through its public door.

    python training/tagger/measure.py DEV.jsonl [--threads 1]

Prints one JSON object: word F1 by role (a word is a run of letters and digits; the union of an
article's spans against the union of its annotations), the same with the articles written otherwise,
a reliability table of the spans' confidence, and words a second.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

_WORD = re.compile(r"\w+")
_BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)
_CURLY = str.maketrans("“”", '""')


def written_ways() -> dict[str, Callable[[str], str]]:
    """Return ways to write a text that leave every offset true."""
    return {
        "as printed": str,
        "straight marks": lambda text: text.translate(_CURLY),
        "guillemets": lambda text: text.translate(str.maketrans("“”", "«»")),
        "one paragraph": lambda text: text.replace("\n", " "),
        "all capitals": lambda text: "".join(c.upper() if len(c.upper()) == 1 else c for c in text),
        "all small": lambda text: "".join(c.lower() if len(c.lower()) == 1 else c for c in text),
    }


def main() -> None:
    """Read, tag, compare."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    os.environ["OPENBLAS_NUM_THREADS"] = str(args.threads)  # read when numpy is first imported
    from newsan import tagger

    lines = args.articles.read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    texts = [a["text"] for a in articles]
    f1 = {}
    for name, write in written_ways().items():
        f1[name] = word_f1(articles, tagger.tag([write(t) for t in texts]))
    words = sum(len(t.split()) for t in texts)
    speed = {}
    for together in (1, 8, len(texts)):
        began = time.process_time()
        for i in range(0, len(texts), together):
            tagger.tag(texts[i : i + together])
        speed[f"{together} a call"] = round(words / (time.process_time() - began))
    table = reliability(articles, tagger.tag(texts))
    print(json.dumps({"word_f1": f1, "words_per_second": speed, "reliability": table}, indent=1))


def gold_words(article: dict, role: str) -> tuple[set[int], set[int]]:
    """Return the words (by their first offset) of a role, and those that count at all."""
    ignored = covered(article["text"], article["ignore"])
    every = {m.start() for m in _WORD.finditer(article["text"])} - ignored
    spans = [span for a in article["attributions"] for span in a[role]]
    return covered(article["text"], spans) & every, every


def covered(text: str, spans: list) -> set[int]:
    """Return the words that stretches cover."""
    return {m.start() for a, b in spans for m in _WORD.finditer(text, a, b)}


def word_f1(articles: list[dict], tagged: list[list]) -> dict[str, list[float]]:
    """Return precision, recall and F1 by role."""
    scores = {}
    for role in ("source", "cue", "content"):
        right = found = wanted = 0
        for article, spans in zip(articles, tagged, strict=True):
            gold, every = gold_words(article, role)
            mine = covered(article["text"], [(s.start, s.end) for s in spans if s.role == role])
            right += len(gold & mine)
            found, wanted = found + len(mine & every), wanted + len(gold)
        values = right / max(found, 1), right / max(wanted, 1), 2 * right / max(found + wanted, 1)
        scores[role] = [round(v, 3) for v in values]
    return scores


def reliability(articles: list[dict], tagged: list[list]) -> list[dict[str, float]]:
    """Return, by band of confidence: spans, mean confidence, mean share of their words right."""
    rows = []
    for article, spans in zip(articles, tagged, strict=True):
        gold = {role: gold_words(article, role) for role in ("source", "cue", "content")}
        for span in spans:
            words = covered(article["text"], [(span.start, span.end)]) & gold[span.role][1]
            if words:
                rows.append((span.confidence, len(words & gold[span.role][0]) / len(words)))
    table = []
    for low, high in itertools.pairwise(_BANDS):
        held = [row for row in rows if low <= row[0] < high]
        if held:
            stated, right = (round(sum(c) / len(held), 3) for c in zip(*held, strict=True))
            table.append({"from": low, "spans": len(held), "stated": stated, "right": right})
    return table


if __name__ == "__main__":
    main()
