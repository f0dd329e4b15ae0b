"""
Count the rows that change when articles are wrapped, or carry characters that nobody sees.

    python benchmarks/wrapping.py FOLDER [--limit 100] [--rows]

FOLDER holds articles. Each is read as it is, with an empty line between paragraphs, and again wrapped at 60 to 90
columns, with zero-width spaces and with soft hyphens put between letters (in one word of five, by a
stated seed). Rows of quotations, actors, positions, places and references are compared by their words
without white space and invisible characters. `--rows` prints what differs.
"""

from __future__ import annotations

import argparse
import collections
import random
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pandas as pd

import newsan as ns

WIDTHS = (60, 66, 72, 80, 90)
_UNSEEN = re.compile("[\\s\u200b\u00ad]+")
_WORD = re.compile(r"[^\W\d_]{5,}")
COLUMNS = {
    "quotes": ["kind", "text", "speaker", "cue", "actor_id", "said_on", "medium"],
    "stance": ["actor_id", "target_id", "topic", "position", "polarity", "rule"],
    "mentions": ["name", "place_id", "kind"],
    "references": ["place", "relation", "side", "status", "event_on"],
}


def main() -> None:
    """Read the articles plain and changed, and print the share of rows that differ."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--rows", action="store_true")
    given = parser.parse_args()
    read = ns.articles.read(given.folder, bad="report").head(given.limit)
    texts = ["\n\n".join(_paragraphs(text)) for text in read["text"]]
    plain = rows(read, texts)
    changes = {f"wrapped at {w}": wrapped(w) for w in WIDTHS}
    changes |= {"zero-width spaces": sprinkled("\u200b"), "soft hyphens": sprinkled("\u00ad")}
    for name, change in changes.items():
        other = rows(read, [change(text) for text in texts])
        gone, new = plain - other, other - plain
        share = max(gone.total(), new.total()) / max(1, plain.total())
        print(f"| {name:<18} | {plain.total():>6} rows | {share:7.2%} changed |")
        if given.rows:
            print(*[f"  - {row}" for row in gone], *[f"  + {row}" for row in new], sep="\n")


def _paragraphs(text: str) -> list[str]:
    return [p.strip() for p in text.split("\n") if p.strip()]


def wrapped(width: int) -> Callable[[str], str]:
    """Return what wraps each paragraph of a text."""
    return lambda text: "\n\n".join(textwrap.fill(p, width) for p in text.split("\n\n"))


def sprinkled(mark: str) -> Callable[[str], str]:
    """Return what puts a mark into one long word of five."""
    chance = random.Random(0)
    return lambda text: _WORD.sub(
        lambda m: m[0][:3] + mark + m[0][3:] if chance.random() < 0.2 else m[0], text
    )


def rows(read: pd.DataFrame, texts: list[str]) -> collections.Counter[tuple[str, ...]]:
    """Return the rows that all verbs give of some texts, counted, as they look without what is unseen."""
    articles = read.assign(text=texts)
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    mentions = ns.places.find(articles, quotes=quotes)
    frames = {
        "quotes": quotes,
        "stance": ns.stance.find(quotes, articles),
        "mentions": mentions,
        "references": ns.frontline.references(mentions, articles, quotes),
    }
    found: collections.Counter[tuple[str, ...]] = collections.Counter()
    for name, columns in COLUMNS.items():
        for row in frames[name][["article_id", *columns]].itertuples(index=False):
            found[(name, *(_UNSEEN.sub("", str(value)) for value in row))] += 1
    return found


if __name__ == "__main__":
    main()
