"""Write newsan's quotations over a gold set as predictions, in the form its scorer reads.

    python benchmarks/attribution.py GOLD.jsonl PREDICTIONS.jsonl [--texts FOLDER] [--beliefs]

GOLD holds one article a line with `id`, `text` and `date`; where it has no `text`, `--texts` names the
folder with `ID.txt`. `--beliefs` also writes what is believed or wanted, which PolNeAR annotates.
Speed is words a second of one process.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

import newsan as ns


def main() -> None:
    """Run the finder and the resolver, and write what they found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("predictions", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--beliefs", action="store_true")
    given = parser.parse_args()
    articles = articles_of(given.gold, given.texts)
    first = articles.head(2)  # lexicons are loaded before the clock starts; words are new after it
    ns.actors.resolve(ns.quotes.find(first), first)
    started = time.perf_counter()
    quotes = ns.quotes.find(articles, beliefs=given.beliefs)
    between = time.perf_counter()
    resolved = ns.actors.resolve(quotes, articles)
    ended = time.perf_counter()
    with given.predictions.open("w", encoding="utf-8") as file:
        for article_id, found in zip(
            articles["article_id"], predictions(resolved, articles["article_id"]), strict=True
        ):
            file.write(json.dumps({"id": article_id, "quotes": found}, ensure_ascii=False) + "\n")
    words = int(articles["n_words"].sum())
    print(
        f"{len(articles)} articles, {words:,} words: find {words / (between - started):,.0f} words/s, "
        f"resolve {words / (ended - between):,.0f} words/s, "
        f"both {words / (ended - started):,.0f} words/s"
    )


def articles_of(gold: Path, texts: Path | None) -> pd.DataFrame:
    """Read a gold set's articles under its own ids."""
    records = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    frames = []
    for r in records:
        source = (
            {"id": r["id"], "text": r["text"], "date": r.get("date")}
            if "text" in r
            else (texts / f"{r['id']}.txt")
        )
        frames.append(ns.articles.read(source, bad="report").assign(article_id=r["id"]))
    return pd.concat(frames, ignore_index=True)


def predictions(quotes: pd.DataFrame, article_ids: Iterable[str]) -> list[list[dict]]:
    """Return resolved quotations, article by article, in the form that the scorers read."""
    by_article: dict[str, dict[str, list[dict]]] = {a: {} for a in article_ids}
    for row in quotes.astype(object).where(quotes.notna(), None).to_dict("records"):
        by_article[row["article_id"]].setdefault(row["attribution_id"], []).append(row)
    return [[_prediction(pieces) for pieces in held.values()] for held in by_article.values()]


def _prediction(pieces: list[dict]) -> dict[str, object]:
    """Return one attribution, given its rows."""
    first = pieces[0]
    return {
        "content": [[p["start"], p["end"]] for p in pieces],
        "speaker": _span(first, "speaker"),
        "cue": _span(first, "cue"),
        "kind": first["kind"] if len(pieces) == 1 else None,
        "speaker_resolved": first["actor"],
        "actor_id": first["actor_id"],
        "said_on": first["said_on"] and str(first["said_on"].date()),
        "medium": first["medium"],
        "confidence": max(p["confidence"] for p in pieces),
    }


def _span(row: dict, prefix: str) -> list[list[int]] | None:
    start = row[f"{prefix}_start"]
    return None if start is None else [[int(start), int(row[f"{prefix}_end"])]]


if __name__ == "__main__":
    main()
