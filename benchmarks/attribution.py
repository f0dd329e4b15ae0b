"""Write newsan's quotations over a gold set as predictions, in the form its scorer reads.

    python benchmarks/attribution.py GOLD.jsonl PREDICTIONS.jsonl [--texts FOLDER]

GOLD holds one article a line with `id`, `text` and `date`; where it has no `text`, `--texts` names the
folder with `ID.txt`. Speed is words a second of one process, TextBlob and the rest not counted.
"""

from __future__ import annotations

import argparse
import json
import time
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
    given = parser.parse_args()
    articles = _articles(given.gold, given.texts)
    ns.quotes.find(articles.head(2))  # lexicons loaded before the clock starts
    started = time.perf_counter()
    quotes = ns.quotes.find(articles)
    between = time.perf_counter()
    resolved = ns.actors.resolve(quotes, articles)
    ended = time.perf_counter()
    by_article = dict(tuple(resolved.groupby("article_id", sort=False)))
    with given.predictions.open("w", encoding="utf-8") as file:
        for article_id in articles["article_id"]:
            record = {"id": article_id, "quotes": _quotes(by_article.get(article_id))}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    words = int(articles["n_words"].sum())
    print(
        f"{len(articles)} articles, {words:,} words: find {words / (between - started):,.0f} words/s, "
        f"resolve {words / (ended - between):,.0f} words/s"
    )


def _articles(gold: Path, texts: Path | None) -> pd.DataFrame:
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


def _quotes(found: pd.DataFrame | None) -> list[dict[str, object]]:
    if found is None:
        return []
    made = []
    for _, pieces in found.groupby("attribution_id", sort=False):
        first = pieces.iloc[0]
        made.append(
            {
                "content": pieces[["start", "end"]].astype(int).values.tolist(),
                "speaker": _span(first, "speaker"),
                "cue": _span(first, "cue"),
                "kind": first["kind"] if len(pieces) == 1 else None,
                "speaker_resolved": _value(first["actor"]),
                "actor_id": _value(first["actor_id"]),
                "said_on": _value(first["said_on"]) and str(first["said_on"].date()),
                "medium": _value(first["medium"]),
            }
        )
    return made


def _span(row: pd.Series, prefix: str) -> list[list[int]] | None:
    start = row[f"{prefix}_start"]
    return None if pd.isna(start) else [[int(start), int(row[f"{prefix}_end"])]]


def _value(value: object) -> object:
    return None if pd.isna(value) else value


if __name__ == "__main__":
    main()
