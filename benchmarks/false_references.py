"""
Count the front-line references that newsan finds in articles without a war, where each is false.

    python benchmarks/false_references.py GOLD.jsonl[.gz] ... [--rows]

Each file holds one article a line with `id` and `text`. Of LGL and the development articles of PolNeAR (672)
only two speak of ground taken in any war, in passing. `--rows` lists what was found.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

import newsan as ns


def main() -> None:
    """Look for references in every article and count them by file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--rows", action="store_true")
    given = parser.parse_args()
    for path in given.articles:
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as file:
            records = [json.loads(line) for line in file]
        articles = ns.articles.read(
            [{"id": str(r["id"]), "text": r["text"]} for r in records], bad="report"
        )
        quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
        mentions = ns.places.find(articles, quotes=quotes)
        found = ns.frontline.references(mentions, articles, quotes)
        if given.rows:
            shown = ["article_id", "place", "relation", "side", "status"]
            print(found[shown].to_string(index=False, header=False))
        print(f"{path.name}: {len(found)} references in {len(articles)} articles")


if __name__ == "__main__":
    main()
