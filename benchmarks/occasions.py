"""
Count how often the medium and the day of words are right, in articles labelled by reading; totals only.

    python benchmarks/occasions.py LABELS.jsonl ... --scorer SCORE_WHO.py --texts FOLDER_OR_JSONL ...

LABELS, texts and scorer as for `benchmarks/who.py`. Of the labelled attributions that newsan finds: *right*, *wrong* and
*missing* are of those whose medium (day) the reader gives, *given* is what newsan gives where the reader gives none.
Precision counts *given* as wrong. Readers chose their own words for a medium: `MEANT` has what newsan may call it; what it
has no word for (a poster, a book) is not counted. They did not mark words that an outlet reports: `report-by-outlet`
where they have nothing is not counted either. A day is right if it is that of the label's words as `newsan.dates` reads
them; where an article has no day of its own, `DAY` stands in for it.
"""

from __future__ import annotations

import argparse
import collections
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import who
from calibration import load_module

import newsan as ns
from newsan import dates

DAY = "2009-04-01"  # local news of the LGL corpus is of that spring
MEANT = {
    "press-conference": "press-conference briefing teleconference",
    "interview": "interview radio tv TVN24 radio-interview phone-interview Guardian newspaper paper",
    "speech": "speech parliament hearing testimony video",
    "court": "court hearing testimony",
    "statement": "statement news-release results-statement resolution tribute",
    "report": "report poll",
    "letter": "letter email message memo",
    "phone-call": "phone phone-call",
    "social-post": "social-post social-media telegram blog video message",
    "telegram": "telegram social-post social-media",
    "report-by-outlet": "report-by-outlet Guardian newspaper paper",
}  # fmt: skip
COUNTS = ("right", "wrong", "missing", "given", "not found")


def main() -> None:
    """Print the totals of each file of labels."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    given = parser.parse_args()
    scorer = load_module(given.scorer)
    for path in given.labels:
        counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
        for record in who.joined(path, given.texts):
            for name, verdict in judged(record, answers(record), scorer):
                counts[name][verdict] += 1
        print(path)
        for name in sorted(counts):
            print(line(name, counts[name]))


def answers(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the attributions that newsan finds in a document, with medium, first and last day."""
    text = {"id": record["id"], "text": record["text"], "date": day_of(record)}
    articles = ns.articles.read(text).assign(article_id=record["id"])
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    quotes = quotes.assign(until=quotes["said_on_until"].fillna(quotes["said_on"]))
    plain = quotes.astype(object).where(quotes.notna(), None)
    return [
        {
            "content": pieces[["start", "end"]].values.tolist(),
            "medium": pieces["medium"].iloc[0],
            "days": (pieces["said_on"].iloc[0], pieces["until"].iloc[0]),
        }
        for _, pieces in plain.groupby("attribution_id", sort=False)
    ]


def day_of(record: dict[str, Any]) -> str:
    """Return the day of a document: its own, that of its id, else `DAY`."""
    return record.get("date") or who.day_of(record["id"].rpartition("--")[2]) or DAY


def judged(
    record: dict[str, Any], found: list[dict[str, Any]], scorer: ModuleType
) -> Iterator[tuple[str, str]]:
    """Yield the verdict on the medium of each labelled attribution, also by medium, and on its day."""
    for attribution, answer in paired(record, found, scorer):
        label = (attribution.get("medium") or "").replace(" ", "-")
        meant = [name for name, labels in MEANT.items() if label in labels.split()]
        medium = answer and answer["medium"]
        told = verdict(label, medium, medium in meant, answer is None)
        if told and (meant or not label) and (told, medium) != ("given", "report-by-outlet"):
            yield "medium", told
            yield f"medium {medium if told == 'given' else label}", told
        label = attribution.get("said_on") or ""
        days = read_days(label, day_of(record))
        given = answer["days"] if answer and answer["days"][0] else None
        told = verdict(label, given, given == days, answer is None)
        if told and (days or not label):
            yield "day", told


def paired(
    record: dict[str, Any], found: list[dict[str, Any]], scorer: ModuleType
) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Yield labelled attributions with the answer that shares most words and at least half, or None."""
    words = [scorer.word_set(record["text"], answer["content"]) for answer in found]
    for attribution in record["attributions"]:
        own = scorer.word_set(record["text"], attribution["content"])
        share = [len(own & w) / max(len(own), len(w), 1) for w in words]
        best = found[int(np.argmax(share))] if max(share, default=0) >= 0.5 else None
        yield attribution, best


def read_days(label: str, published: str) -> tuple[pd.Timestamp, pd.Timestamp] | None:
    """Return the first and last day that the words of a label tell, none of them to come."""
    if re.fullmatch(r"\d{4}(-\d\d)?", label):
        period = pd.Period(label)
        first, last = period.start_time, period.end_time.normalize()
    else:
        told = (*dates.find(label, published), *dates.find(f"in {label}", published))
        read = [date[2:] for date in told if date.first]
        if not read:
            return None
        first, last = map(pd.Timestamp, read[0])
    return first, max(first, min(last, pd.Timestamp(published)))


def verdict(label: str, given: object, is_right: bool, is_lost: bool) -> str | None:
    """Return what an answer is by its label; None where neither tells anything."""
    if is_lost:
        return "not found" if label else None
    if label:
        return "right" if is_right else "wrong" if given else "missing"
    return "given" if given else None


def line(name: str, counts: collections.Counter[str]) -> str:
    """Return a line of counts with precision and recall."""
    right = counts["right"]
    said = right + counts["wrong"] + counts["given"]
    labelled = right + counts["wrong"] + counts["missing"]
    shares = f"P {right / max(said, 1):.3f}  R {right / max(labelled, 1):.3f}"
    return f"  {name:26} " + "  ".join(f"{c} {counts[c]:4}" for c in COUNTS) + f"   {shares}"


if __name__ == "__main__":
    main()
