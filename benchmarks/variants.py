"""
Set the utterances that `newsan.quotes.variants` makes beside the variant groups of a table of statements.

    python benchmarks/variants.py data/statements.csv [--rows] [--speed]

The table has statements of record with speaker, day and `variant_group`, shared by the renderings of one utterance.
Each is a quotation by its speaker on its day, read without its article. Pairs of one speaker's statements are counted:
right where table and newsan both join them. The groups are halved by turns, in the order of their names, and so are the
statements without one: the thresholds were chosen on the *read* half, the *unread* one is counted too (what a name
counts was chosen after two utterances of the unread half had been seen joined by the names in them). Many groups hold
pieces of one speech with no word in common: of the missed pairs those that share fewer than three words, small ones
left out, are counted beside. `--rows` lists what the read half has wrong; `--speed` times 20,000
quotations of invented words.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from itertools import combinations, count
from typing import NamedTuple

import pandas as pd

import newsan as ns
from newsan import schema
from newsan.quotes.utterances import FEW, is_telling
from newsan.text.words import stem, words

HALVES = ("read", "unread")
Pair = tuple[str, str]


class Score(NamedTuple):
    """Pairs that newsan joins or leaves apart, against the table's."""

    right: int
    wrong: int
    missed: int
    missed_apart: int  # that share too few words

    def __str__(self) -> str:
        joined, true = self.right + self.wrong, self.right + self.missed
        return (
            f"precision {self.right / max(1, joined):.3f}, recall {self.right / max(1, true):.3f}, "
            f"F1 {2 * self.right / max(1, joined + true):.3f}: {self.right} pairs right, {self.wrong} wrong, "
            f"{self.missed} missed ({self.missed_apart} share fewer than {FEW} words)"
        )


def main() -> None:
    """Print the scores of both halves and of all."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("statements")
    parser.add_argument("--rows", action="store_true", help="list the wrong pairs of the read half")
    parser.add_argument("--speed", action="store_true", help="time 20,000 quotations")
    asked = parser.parse_args()
    table = pd.read_csv(asked.statements, dtype="str")
    halves = half_of(table)
    for name in (*HALVES, "all"):
        part = table if name == "all" else table[halves == name]
        utterances = dict(ns.quotes.variants(quotations(part))[["quote_id", "utterance_id"]].values)
        print(f"{name:7}{len(part):4} statements: {score(part, utterances)}")
        if asked.rows and name == HALVES[0]:
            print(*faults(part, utterances), sep="\n")
    if asked.speed:
        print(f"20,000 quotations: {speed(20_000):.1f} s")


def half_of(table: pd.DataFrame) -> pd.Series:
    """Return which half each statement is of; a group is of one."""
    turns = {
        g: HALVES[n % 2] for n, g in enumerate(sorted(table["variant_group"].dropna().unique()))
    }
    alone = count()
    return pd.Series(
        [
            turns[g] if isinstance(g, str) else HALVES[next(alone) % 2]
            for g in table["variant_group"]
        ],
        index=table.index,
    )


def quotations(table: pd.DataFrame) -> pd.DataFrame:
    """Return statements as a `quotes` frame: each its own article and attribution."""
    rows = [
        {"quote_id": i, "attribution_id": i, "article_id": i, "kind": "direct", "text": text, "start": 0,
         "end": len(text), "speaker": speaker, "is_speech": True, "confidence": 1.0, "actor_id": actor,
         "actor": speaker, "said_on": pd.Timestamp(day)}
        for i, text, speaker, actor, day in table[
            ["id", "statement_en", "speaker", "speaker_id", "date"]].values
    ]  # fmt: skip
    return schema.build(rows, "quotes", optional=True)


def pairs(table: pd.DataFrame, groups: dict[str, str]) -> set[Pair]:
    """Return the pairs of one speaker's statements that are of one group."""
    return {
        (a, b)
        for _, part in table.groupby("speaker_id")
        for a, b in combinations(part["id"], 2)
        if a in groups and groups[a] == groups.get(b)
    }


def true_pairs(table: pd.DataFrame) -> set[Pair]:
    """Return the pairs that the table joins."""
    named = table.dropna(subset=["variant_group"])
    return pairs(table, dict(named[["id", "variant_group"]].values))


def score(table: pd.DataFrame, utterances: dict[str, str]) -> Score:
    """Return how utterances fit the table's groups."""
    true, joined = true_pairs(table), pairs(table, utterances)
    missed = true - joined
    apart = without_shared_words(table, missed)
    return Score(len(true & joined), len(joined - true), len(missed), apart)


def without_shared_words(table: pd.DataFrame, apart: set[Pair]) -> int:
    """Count the pairs that share too few words to be known by them."""
    telling = {
        i: {stem(w.key) for w in words(text) if is_telling(w)}
        for i, text in table[["id", "statement_en"]].values
    }
    return sum(len(telling[a] & telling[b]) < FEW for a, b in apart)


def faults(table: pd.DataFrame, utterances: dict[str, str]) -> Iterator[str]:
    """Yield the pairs that newsan joins and the table does not, or the other way round."""
    true, joined = true_pairs(table), pairs(table, utterances)
    said = dict(table[["id", "statement_en"]].values)
    for a, b in sorted(true ^ joined):
        yield f"  {'missed' if (a, b) in true else 'wrong'} {a} {b}: {said[a][:60]} | {said[b][:60]}"


def speed(n: int) -> float:
    """Return the seconds that quotations take: of 200 actors, some far more often quoted, over 200 days."""
    draw = random.Random(1)
    letters = "abdefgiklmnoprstuv"
    lexicon = ["".join(draw.choices(letters, k=draw.randint(3, 9))) for _ in range(8_000)]
    shares = [1 / (k + 10) for k in range(len(lexicon))]  # few words often, most seldom
    rows = []
    while len(rows) < n:
        actor, day = int(200 * draw.random() ** 3), draw.randrange(200)
        said = draw.choices(lexicon, shares, k=draw.randint(3, 40))
        for _ in range(draw.choice((1, 1, 1, 2, 5))):
            cut = said[: draw.randint(3, len(said))]
            rows.append((f"q{len(rows)}", " ".join(cut), f"Actor {actor}", f"actor-{actor}",
                         str(pd.Timestamp("2031-01-01") + pd.Timedelta(days=day))))  # fmt: skip
    names = ["id", "statement_en", "speaker", "speaker_id", "date"]
    quotes = quotations(pd.DataFrame(rows[:n], columns=names))
    start = time.perf_counter()
    ns.quotes.variants(quotes)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
