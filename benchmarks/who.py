"""
Count whom newsan names in articles labelled by reading, in totals only: fit for the sealed part.

    python benchmarks/who.py LABELS.jsonl --scorer SCORE_WHO.py --texts FOLDER_OR_JSONL ...

LABELS as `training/who` has them; texts are found by their digests among files `*.txt` (also less a head
of lines up to the first blank one), and lines of JSON with `text`, gzipped or not. Nothing is printed
of any article. *right*, *another* and the rest are the scorer's; *two ids* is how many people of an
article's gold are named by more than one id. Calibration is of `actor_confidence`, rows that the
scorer finds.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
from calibration import load_module

import newsan as ns
from newsan.actors import confidence

RESOURCES = Path(__file__).parents[1] / "newsan" / "resources"
SURE = 0.9  # of persons stated so or higher a share is right
BINS = 10


def main() -> None:
    """Resolve the articles and print totals."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", type=Path)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    given = parser.parse_args()
    scorer = load_module(given.scorer)
    gold = list(joined(given.labels, given.texts))
    print(f"{len(gold)} documents")
    quotes = resolved(gold)
    table = scorer.aliases(str(RESOURCES / "actors.csv"))
    for attribution in (a for r in gold for a in r["attributions"]):
        # labels have names as the text spells them: "sergei-lavrov" is the registry's sergey-lavrov
        known = table.get(" ".join(scorer.core(attribution["actor"])))
        attribution["actor_alt"] = [
            *(attribution.get("actor_alt") or []),
            *([known] if known else []),
        ]
    by_article = {r["id"]: list(answers(quotes[quotes["article_id"] == r["id"]])) for r in gold}
    counts, taken, _ = scorer.score(gold, by_article, table)
    found = counts["all"]
    n = found.total()
    print(f"n {n}", *(f"{c} {found[c]} ({found[c] / n:.3f})" for c in scorer.CLASSES), sep="   ")
    print(f"taken for speech {taken['taken']} of {taken['n']}")
    for attribution in (a for r in gold for a in r["attributions"]):
        attribution["actor"] = attribution["actor"] or "#"  # whom the text does not tell
    for kind, (n_gold, said, p, r, f, who) in scorer.by_kind(gold, by_article, table).items():
        print(f"{kind:8} gold {n_gold:4} predicted {said:4} P {p:.3f} R {r:.3f} F1 {f:.3f}   "
              f"with actor {who:.3f}")  # fmt: skip
    asked = [pair for r in gold for pair in pairs(r, by_article[r["id"]], scorer)]
    ids = collections.defaultdict(set)
    for record, attribution, answer in asked:
        right = scorer.judge(record["text"], attribution, [answer], table)[0] == "right"
        if right and answer["actor_id"] and "#" not in attribution["actor"]:
            ids[record["id"], attribution["actor"]].add(answer["actor_id"])
    print(f"two ids, an article {sum(len(own) > 1 for own in ids.values()) / len(gold):.2f}")
    for name in ("medium", "relayed_by"):
        told = [(a[name], q[name]) for _, a, q in asked if a.get(name)]
        print(f"{name} {sum(x == y for x, y in told)} of {len(told)}")
    stated = np.array([q["actor_confidence"] for *_, q in asked if q["actor_id"]], float)
    right = np.array([scorer.judge(r["text"], a, [q], table)[0] == "right"
                      for r, a, q in asked if q["actor_id"]])  # fmt: skip
    print(f"calibration error {error(stated, right):.3f} of {len(stated)}; from {SURE} right "
          f"{right[stated >= SURE].mean():.3f} of {(stated >= SURE).sum()}; from {confidence.SURE} kept of the "
          f"right {(stated >= confidence.SURE)[right].mean():.3f}")  # fmt: skip


def joined(labels: Path, texts: list[Path]) -> Iterator[dict[str, Any]]:
    """Yield labelled documents with their texts; a document without one is an error."""
    wanted = {r["digest"]: r for r in lines(labels)}
    for text in (t for path in texts for t in texts_of(path)):
        row = wanted.pop(hashlib.sha256(text.encode()).hexdigest(), None)
        if row is not None:
            own = [
                {"id": k, **a, "actor": a.get("actor") or "", "source": spans(a.get("source"))}
                for k, a in enumerate(row["attributions"])
            ]
            none = [{"what": "", "check": "", **n} for n in row.get("not_speech") or []]
            ignore = [s for a in row.get("optional") or [] for s in a["content"]]
            turns = [t["span"] for t in row.get("turns") or [] if "span" in t]
            yield row | {
                "text": text, "attributions": own, "ignore": ignore + turns, "not_speech": none
            }  # fmt: skip
    if wanted:
        raise SystemExit(f"{len(wanted)} documents of {labels} have no text in {texts}.")


def spans(source: list[Any] | None) -> list[list[int]]:
    """Return a source as a list of spans."""
    return [source] if source and not isinstance(source[0], list) else source or []  # type: ignore[list-item]


def lines(path: Path) -> list[dict[str, Any]]:
    """Read JSON lines, gzipped or not."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def texts_of(path: Path) -> Iterator[str]:
    """Yield the texts of a folder or of a file of JSON lines."""
    if path.is_file():
        yield from (row["text"] for row in lines(path) if row.get("text"))
        return
    for file in sorted(path.rglob("*.txt")):
        text = file.read_text(encoding="utf-8")
        yield text
        yield text.partition("\n\n")[2].strip()


def resolved(gold: list[dict[str, Any]]) -> pd.DataFrame:
    """Find and resolve what is said in documents."""
    frames = [
        ns.articles.read(
            {"id": r["id"], "text": r["text"], "date": r.get("date") or day_of(r["id"])}
        ).assign(article_id=r["id"])
        for r in gold
    ]
    articles = pd.concat(frames, ignore_index=True)
    return ns.actors.resolve(ns.quotes.find(articles), articles)


def day_of(name: str) -> str | None:
    """Return the day that an id begins with: `20220210T130000Z`."""
    return (
        f"{name[:4]}-{name[4:6]}-{name[6:8]}" if name[:8].isdigit() and name[8:9] == "T" else None
    )


def answers(quotes: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the attributions of an article in the form that the scorer reads."""
    plain = quotes.astype(object).where(quotes.notna(), None)
    for _, pieces in plain.groupby("attribution_id", sort=False):
        first = pieces.iloc[0]
        at = first["speaker_start"]
        yield {
            "content": pieces[["start", "end"]].values.tolist(),
            "speaker": None if at is None else [[int(at), int(first["speaker_end"])]],
            "kind": first["kind"] if len(pieces) == 1 else None,
            "speaker_resolved": first["actor"],
            **first[["actor_id", "actor_confidence", "medium", "relayed_by"]].to_dict(),
        }


def pairs(
    record: dict[str, Any], found: list[dict[str, Any]], scorer: ModuleType
) -> Iterator[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    """Yield labelled attributions with the answer that shares most words, of those that share half."""
    words = [scorer.word_set(record["text"], q["content"]) for q in found]
    for attribution in record["attributions"]:
        own = scorer.word_set(record["text"], attribution["content"])
        share = [len(own & w) / max(len(own), len(w), 1) for w in words]
        if attribution.get("actor") and max(share, default=0) >= 0.5:
            yield record, attribution, found[int(np.argmax(share))]


def error(stated: np.ndarray, right: np.ndarray) -> float:
    """Return the expected calibration error over equal bands of the stated chance."""
    band = np.minimum((stated * BINS).astype(int), BINS - 1)
    sizes = [(band == k).sum() for k in range(BINS)]
    gaps = [
        abs(stated[band == k].mean() - right[band == k].mean()) for k in range(BINS) if sizes[k]
    ]
    return float(np.average(gaps, weights=[s for s in sizes if s]))


if __name__ == "__main__":
    main()
