"""Write newsan's claims, toponyms and front-line references over a folder of articles as predictions.

    python benchmarks/claims_and_places.py FOLDER CLAIMS.jsonl PLACES.jsonl

A claim row is (article, topic, actor, position). A place row is a toponym or a reference with its span.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pandas as pd

import newsan as ns


def main() -> None:
    """Run the whole analysis and write both files."""
    folder, claims, places = map(Path, sys.argv[1:4])
    result = ns.analyse(folder)
    stance = result.stance.dropna(subset=["topic", "position"])
    _write(claims, stance[["article_id", "topic", "actor_id", "position"]].drop_duplicates())
    ground = result.mentions[result.mentions["kind"].isin(["settlement", "region", "area"])]
    toponyms = ground[["article_id", "start", "end", "name", "place_id"]].assign(kind="toponym")
    columns = [
        "article_id",
        "start",
        "end",
        "place",
        "place_id",
        "relation",
        "side",
        "status",
        "actor_id",
        "event_on",
    ]
    references = pd.DataFrame(result.references)[columns].assign(kind="frontline")
    references["event_on"] = [
        _period(*p)
        for p in result.references[["event_from", "event_until"]].itertuples(index=False)
    ]
    _write(places, pd.concat([toponyms, references], ignore_index=True))


def _period(first: pd.Timestamp, last: pd.Timestamp) -> str | None:
    """Write a day, a month or a period as the gold does."""
    if pd.isna(first):
        return None
    if first == last:
        return f"{first:%Y-%m-%d}"
    if first.day == 1 and last == first + pd.offsets.MonthEnd(0):
        return f"{first:%Y-%m}"
    return f"{first:%Y-%m-%d}/{last:%Y-%m-%d}"


def _write(path: Path, frame: pd.DataFrame) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in pd.DataFrame(frame).to_dict("records"):
            file.write(
                json.dumps({k: v for k, v in row.items() if not pd.isna(v)}, ensure_ascii=False)
                + "\n"
            )


if __name__ == "__main__":
    main()
