"""
Count whom newsan names in passages made of namesakes, offices and words that are names: right, wrong, nobody.

    python benchmarks/refusals.py PASSAGES.jsonl [--rows]

PASSAGES holds one passage a line (`training/refusals/README.md`). Prints a row a kind: `right`, the
actor or an accepted one; `wrong`, an actor of the registry or of the passage's `not` list that is
not accepted; `as written`, the words of the speaker and no more; `nobody`, no actor or no quotation.
Where nobody can be known (`unknown`), `as written` and `nobody` are right. `--rows` lists what is wrong;
never use it on the sealed half.
"""

from __future__ import annotations

import argparse
import collections
import json
import re
from pathlib import Path

import pandas as pd

import newsan as ns
from newsan.actors.mention import slug

_LOCAL = re.compile(r".*#|(?<=[a-z])-\d+$")
ANSWERS = ("right", "wrong", "as written", "nobody")


def main() -> None:
    """Resolve every passage and print the counts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("passages", type=Path)
    parser.add_argument("--rows", action="store_true")
    given = parser.parse_args()
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for kind, answer, row in answers(given.passages):
        for name in (kind, "all"):
            counts[name][answer] += 1
        if given.rows and answer == "wrong":
            print(row)
    print(f"| {'kind':<22} | {'n':>4} | " + " | ".join(f"{a:>10}" for a in ANSWERS) + " |")
    for kind, found in sorted(counts.items(), key=lambda item: item[0] == "all"):
        cells = " | ".join(f"{found[a]:>10}" for a in ANSWERS)
        print(f"| {kind:<22} | {found.total():>4} | {cells} |")
    found = counts["all"]
    print(f"right {found['right'] / found.total():.3f}, wrong {found['wrong'] / found.total():.3f}")


def answers(path: Path) -> list[tuple[str, str, str]]:
    """Return kind, answer and a line to read for each attribution of a file of passages."""
    passages = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    articles = ns.articles.read(
        [{"id": p["id"], "text": p["text"], "date": p.get("date")} for p in passages], bad="report"
    )
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    by_article = dict(iter(quotes.groupby("article_id")))
    known = set(ns.actors.registry()["actor_id"])
    found = []
    for passage in passages:
        rows = by_article.get(passage["id"], quotes.iloc[:0])
        for gold in passage["attributions"]:
            actor = _actor(rows, gold["content"])
            answer = _answer(actor, gold, passage["text"], known)
            found.append((passage["kind"], answer, f"{passage['id']} {actor} for {gold['actor']}"))
    return found


def _actor(rows: pd.DataFrame, content: list[list[int]]) -> str | None:
    """Return who the quotation that shares most with some content is given to."""
    start, end = content[0][0], content[-1][1]
    shared = rows["end"].clip(upper=end) - rows["start"].clip(lower=start)
    if shared.empty or shared.max() <= 0:
        return None
    actor = rows.loc[shared.idxmax(), "actor_id"]
    return None if pd.isna(actor) else str(actor)


def _answer(actor: str | None, gold: dict, text: str, known: set[str]) -> str:
    """Judge one answer."""
    accepted = {gold["actor"], *gold.get("actor_alt", ()), *gold.get("actors", ())} - {None}
    if actor is None:
        return "right" if gold["actor"] is None else "nobody"
    if actor in accepted:
        return "right"
    if actor in gold.get("not", ()) or actor in known:
        return "wrong"
    said = {slug(text[a:b]) for a, b in gold["source"]}
    bare = _LOCAL.sub("", actor.removesuffix("-other"))  # `ARTICLE#mayor-1` says mayor
    written = any(bare in s or s in bare for s in said)
    if gold["actor"] is None:
        return "right" if written else "wrong"
    return "as written" if written else "wrong"


if __name__ == "__main__":
    main()
