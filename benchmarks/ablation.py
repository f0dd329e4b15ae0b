"""
Measure what each rule of `newsan.quotes` is worth on articles that no tagger has read.

    python benchmarks/ablation.py TRAIN.jsonl --scorer SCORE.py [--only NAME ...] [--half scored]

The tagger is replaced by what four fold taggers said of the quarter that each had not read
(`training/folds`); the rules run on top of that as they do on the shipped tagger, once all of them
and once with one set replaced by a function that changes nothing. Printed is a Markdown table:

  gain      points of attribution F1 that the set adds (content and source right, as SCORE.py counts)
  interval  95 of 100 of 1,000 draws of articles (seed 0) lie between these two
  right     annotated attributions that are right with the set only
  wrong     annotated attributions that are right without the set only
  false     other attributions that it adds (less those that it takes away)
  verdict   `ships` where more rows were made right than wrong or false, and the interval lies above 0;
            `typography` where the set reads layout and not English: it ships whatever it gains

To try a new rule, put it into RULES, write it on one half of the articles (`--half read` names
them and scores on them, for you to look at) and report what it gains on the other (`--half
scored`). Rules older than the folds are scored on all.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import numpy as np
from calibration import load_module

from newsan.document import Document
from newsan.quotes.attribution import Attribution

ATTRIBUTIONS = importlib.import_module("newsan.quotes.attributions")
FOLDS = Path(__file__).resolve().parents[1] / "training" / "folds"
DRAWS, SEED = 1_000, 0
HALVES = ("read", "scored")

# Sets of rules by name: functions of `newsan.quotes`, each of which gives back its last argument when
# left out. Typography ships whatever it gains.
TYPOGRAPHY = {
    "signed": ("layout:_signed",),
    "turns in marks": ("layout:_turns_in_marks",),
    "turns": ("attributions:apply_turns",),
    "portal": ("layout:_portal",),
    "between dashes": ("layout:_between_dashes",),
    "continued": ("attributions:continue_quotations",),
    "in one sentence": ("attributions:cut_at_sentences",),
    "with possessor": ("tagged:_with_possessor",),
    "layout": ("attributions:apply_layout",),
}
GRAMMAR = {
    "worded": ("attributions:apply_wordings",),
    "sources": ("attributions:read_sources",),
    "verbs of nouns": ("attributions:take_verbs",),
    "tagged on": ("tagged:_tagged_on",),
}
GROUPS = {
    "grammar": ("attributions:read_sources", "attributions:apply_wordings", "tagged:_tagged_on"),
    "all repairs": ("attributions:repair", "tagged:_tagged_on"),
}
RULES = TYPOGRAPHY | GRAMMAR | GROUPS


@dataclass(frozen=True)
class Article:
    """An annotated article, its words and contents, and what its fold's tagger says of it."""

    record: dict
    words: list[tuple[int, int]]
    gold: list[tuple[set[int], dict]]
    document: Document
    prediction: Any


@dataclass(frozen=True)
class Score:
    """What one article's attributions are worth."""

    right: frozenset[int]  # annotated attributions, by number
    predicted: int
    annotated: int


def main() -> None:
    """Score with all rules, then without each set, and print a row a set."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        epilog="Sets and groups: " + ", ".join(RULES),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("train", type=Path, help="the articles that the folds were cut from")
    parser.add_argument("--scorer", type=Path, required=True, help="the corpus's own scorer")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=list(RULES), default=None)
    parser.add_argument(
        "--half", choices=HALVES, help="read: write a new rule on it; scored: its gain"
    )
    given = parser.parse_args()
    scorer = load_module(given.scorer)
    articles = gather(given.train, scorer, given.half)
    if given.half == "read":
        print("Look at:", *sorted(a.record["id"] for a in articles))
    base = score(articles, scorer)
    folds = np.array([a.prediction.fold for a in articles])
    by_fold = " ".join(f"{f1(np.array(counts(base))[folds == k]):.3f}" for k in sorted(set(folds)))
    print(
        f"{len(articles)} articles, attribution F1 {f1(np.array(counts(base))):.3f}; by fold {by_fold}\n"
    )
    print("| left out | gain | interval | right | wrong | false | verdict |")
    print("|---|---:|---:|---:|---:|---:|---|")
    for name in given.only or RULES:
        with left_out(name):
            without = score(articles, scorer, name)
        print(row(name, base, without), flush=True)


def gather(path: Path, scorer: ModuleType, half: str | None) -> list[Article]:
    """
    Return the articles that predictions are kept of, all or one half by hash of the id.

    Raises
    ------
    SystemExit
        An article has no prediction, or its text is not the one that was read.
    """
    sys.path.insert(0, str(FOLDS))
    import predictions

    known = {p.id: p for p in predictions.read()}
    found = []
    for record in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        own = known.get(record["id"])
        if own is None or own.digest != predictions.digest(record["text"]):
            what = (
                "has no prediction" if own is None else "is not the text that the fold taggers read"
            )
            raise SystemExit(
                f"{path}: article {record['id']} {what}. Give the file that the folds were made from, "
                "or make them anew: training/folds/README.md"
            )
        if half and hashlib.sha256(record["id"].encode()).digest()[1] % 2 != HALVES.index(half):
            continue
        document = Document(record["text"])
        if document.text != record["text"]:
            continue  # a few carry invisible characters, which the folds' offsets count
        words = list(scorer.words_in(record["text"]))
        contents = [(scorer.content_words(words, a["content"]), a) for a in record["attributions"]]
        gold = [(held, a) for held, a in contents if held]
        found.append(Article(record, words, gold, document, own))
    return found


@contextmanager
def left_out(name: str) -> Iterator[None]:
    """Replace the functions of a set of rules by one that gives back its last argument."""
    with ExitStack() as stack:
        for place in RULES[name]:
            home, function = place.split(":")
            module = importlib.import_module(f"newsan.quotes.{home}")
            stack.enter_context(patch.object(module, function, lambda *given: given[-1]))
        yield


def score(articles: list[Article], scorer: ModuleType, without: str | None = None) -> list[Score]:
    """Return what the attributions of each article are worth, by the rules as they are now."""

    def predicted(_: object) -> Iterator[tuple[Document, list[Attribution]]]:
        for article in articles:
            own = article.prediction
            rules = [place.split(":_")[-1] for place in RULES.get(without, ())]
            variant = next((own.without[f"_{r}"] for r in rules if f"_{r}" in own.without), None)
            yield article.document, deepcopy(own.attributions if variant is None else variant)

    with patch.object(ATTRIBUTIONS, "tagged", predicted):
        return [
            compared(article, found, scorer)
            for article, (found, _) in zip(articles, ATTRIBUTIONS.attributions(()), strict=True)
        ]


def compared(article: Article, found: list[Attribution], scorer: ModuleType) -> Score:
    """Return which annotated attributions are right: half of the longer content, and the source's head."""
    record, words = article.record, article.words
    merged: dict[object, tuple[set[int], Attribution]] = {}
    for k, made in enumerate(found):
        own = scorer.content_words(words, made.content)
        if own and not scorer.in_ignored(record, words, made.content):
            key = (made.source, made.cue) if made.source and made.cue else k
            merged.setdefault(key, (set(), made))[0].update(own)
    pairs = [
        (len(gold & own) / max(len(gold), len(own)), i, j)
        for i, (gold, _) in enumerate(article.gold)
        for j, (own, _) in enumerate(merged.values())
    ]
    predictions = [made for _, made in merged.values()]
    right = {
        i
        for _, i, j in scorer.match([pair for pair in pairs if pair[0] >= 0.5])
        if scorer.speaker_match(record["text"], predictions[j].source, article.gold[i][1])["head"]
    }
    return Score(frozenset(right), len(merged), len(article.gold))


def counts(scores: list[Score]) -> list[tuple[int, int]]:
    """Return right ones, and predicted plus annotated ones, for each article."""
    return [(len(s.right), s.predicted + s.annotated) for s in scores]


def f1(rows: np.ndarray) -> float:
    """
    Return F1 of articles, given what `counts` gives of them.

    Examples
    --------
    >>> float(f1(np.array([(2, 6), (1, 2)])))
    0.75
    """
    right, both = rows.sum(axis=-2).T
    return 2 * right / both


def row(name: str, base: list[Score], without: list[Score]) -> str:
    """Return a row of the table."""
    now, then = np.array(counts(base)), np.array(counts(without))
    draws = np.random.default_rng(SEED).integers(len(base), size=(DRAWS, len(base)))
    gains = 100 * (f1(now[draws]) - f1(then[draws]))
    low, high = np.percentile(gains, (2.5, 97.5))
    right = sum(len(a.right - b.right) for a, b in zip(base, without, strict=True))
    wrong = sum(len(b.right - a.right) for a, b in zip(base, without, strict=True))
    false = sum(
        a.predicted - len(a.right) - b.predicted + len(b.right)
        for a, b in zip(base, without, strict=True)
    )
    verdict = (
        "ships"
        if right > wrong + false and low > 0
        else "typography"
        if name in TYPOGRAPHY
        else "-"
    )
    gain = 100 * (f1(now) - f1(then))
    return f"| {name} | {gain:+.2f} | {low:+.2f} to {high:+.2f} | {right} | {wrong} | {false:+d} | {verdict} |"


if __name__ == "__main__":
    main()
