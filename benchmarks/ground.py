"""
Count what newsan says of ground in texts labelled by reading: in totals, fit for the sealed part.

    python benchmarks/ground.py LABELS.jsonl ... --texts ARTICLES [--show]

LABELS as `training/ground` has them. A unit is a place and a statement (or a statement without a place).
A row agrees with a unit if its words touch the unit's sentence, and place, relation, side and status are right
or as good; a place is right by its id, or where one name holds the other (`Micayo`, `Micayo canyon`). Units that
are optional are neither asked for nor wrong. *false* is the share of rows that no unit bears out; *not asserted
given as asserted* counts denials, aims and hypotheses of which the same is said as a fact.
Intervals are 95 %, by drawing documents 2,000 times. `--show` prints the rows, for texts that may be read.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import newsan as ns
from newsan.document import read
from newsan.gazetteer import fold

DRAWS = 2000
TAKEN = {"captured", "recaptured"}


def main() -> None:
    """Read the texts and print totals."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", type=Path, nargs="+")
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    gold = [r for path in given.labels for r in records(path, given.texts)]
    result = said(gold)
    counts = [score(r, result, show=given.show) for r in gold]
    report(counts)
    for folder in sorted({folder_of(r) for r in gold}):
        own = [c for r, c in zip(gold, counts, strict=True) if folder_of(r) == folder]
        total = sum((collections.Counter(c) for c in own), collections.Counter())
        print(f"{folder:12} {len(own):3} texts, {total['gold']:4} units, {total['right']} right, "
              f"{total['wrong']} wrong")  # fmt: skip


def folder_of(record: dict[str, Any]) -> str:
    """Return the folder that a text is from."""
    return str(Path(record.get("file", "own")).parent)


def records(path: Path, texts: Path) -> list[dict[str, Any]]:
    """Return labelled stretches with their texts and days."""
    found = []
    for number, row in enumerate(map(json.loads, path.read_text(encoding="utf-8").splitlines())):
        day = row.get("date")
        if "text" not in row:
            head, _, text = (texts / row["file"]).read_text(encoding="utf-8").partition("\n\n")
            text = text.strip()[row["start"] : row["end"]]
            if hashlib.sha256(text.encode()).hexdigest()[:12] != row["sha256"]:
                raise SystemExit(f"{row['file']} is not the text that was labelled.")
            day = next((x[6:] for x in head.splitlines() if x.startswith("DATE: ")), None)
            row |= {"text": text}
        found.append(row | {"id": f"{path.stem}-{number}", "day": day})
    return found


def said(gold: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    """Return the frames of the labelled texts."""
    frames = [
        ns.articles.read([{"text": r["text"], "title": "", "published": r["day"]}]).assign(
            article_id=r["id"]
        )
        for r in gold
    ]
    articles = pd.concat(frames, ignore_index=True)
    quotes = ns.actors.resolve(ns.quotes.find(articles), articles)
    mentions = ns.places.find(articles, quotes=quotes)
    references = ns.frontline.references(mentions, articles, quotes)
    return {"mentions": mentions, "references": references}


def score(
    record: dict[str, Any], frames: dict[str, pd.DataFrame], *, show: bool
) -> dict[str, float]:
    """Return the counts of one text."""
    key = record["id"]
    mentions, rows = (f[f["article_id"] == key] for f in frames.values())
    wanted = units(record, mentions)
    found = rows.to_dict("records")
    pairs = []
    for i, unit in enumerate(wanted):
        for j, row in enumerate(found):
            if agrees(unit, row):
                pairs.append((unit["optional"], abs(row["start"] - unit["start"]), i, j))
    of_unit: dict[int, int] = {}
    of_row: dict[int, int] = {}
    for *_, i, j in sorted(pairs):
        if i not in of_unit and j not in of_row:
            of_unit[i], of_row[j] = j, i
    counts: collections.Counter[str] = collections.Counter()
    counts["gold"] = sum(not u["optional"] for u in wanted)
    counts["right"] = sum(not wanted[i]["optional"] for i in of_unit)
    counts["neutral"] = len(of_unit) - counts["right"]
    counts["rows"] = len(found)
    wrong = [j for j in range(len(found)) if j not in of_row]
    counts["wrong"] = len(wrong)
    for unit in wanted:
        if "asserted" in unit["status"] or unit["optional"]:
            continue
        counts["not asserted"] += 1
        loose = unit | {"status": ["asserted"]}
        counts["given as asserted"] += any(agrees(loose, found[j]) for j in wrong)
    for relation in ns.schema.RELATIONS:
        counts[f"gold {relation}"] = sum(
            u["relation"][0] == relation and not u["optional"] for u in wanted
        )
        counts[f"right {relation}"] = sum(
            wanted[i]["relation"][0] == relation and not wanted[i]["optional"] for i in of_unit
        )
        counts[f"rows {relation}"] = sum(r["relation"] == relation for r in found)
    if show:
        for j in wrong:
            r = found[j]
            print("wrong ", key, *(r[c] for c in ("place", "relation", "side", "status", "confidence")),
                  "|", " ".join(record["text"][r["start"] : r["end"]].split())[:160])  # fmt: skip
        for i, u in enumerate(wanted):
            if i not in of_unit and not u["optional"]:
                print("missed", key, u["place"], u["relation"], u["side"], u["status"], "|",
                      " ".join(record["text"][u["near"][0] : u["near"][1]].split())[:200])  # fmt: skip
    return counts


def units(record: dict[str, Any], mentions: pd.DataFrame) -> list[dict[str, Any]]:
    """Return one unit a labelled row and place."""
    text = record["text"]
    document = read(text)
    found = []
    for row in record["rows"]:
        near = document.sentences[document.sentence_at(row["trigger"][0])]
        own = {
            "relation": row["relation"], "status": row["status"], "optional": row["optional"],
            "side": row["side"], "agent": text[slice(*row["agent"])] if row["agent"] else "",
            "near": near, "start": row["trigger"][0],
        }  # fmt: skip
        places = []
        for start, end in row["places"]:
            there = mentions[(mentions["start"] < end) & (mentions["end"] > start)]
            names = {fold(text[start:end])}
            names |= {fold(str(v)) for c in ("place", "name") for v in there[c].dropna()}
            ids = set(there["place_id"].dropna())
            places.append({"place": text[start:end], "names": names, "ids": ids})
        distinct = {p["place"].lower(): p for p in places}
        for place in [*distinct.values()] or [{"place": None, "names": set(), "ids": set()}]:
            found.append(own | place)
    return found


def agrees(unit: dict[str, Any], row: dict[str, Any]) -> bool:
    """Say whether a row says what a unit does."""
    relations = set(unit["relation"])
    if row["relation"] not in relations or row["status"] not in unit["status"]:
        return False
    low, high = unit["near"]
    if row["end"] <= low or high <= row["start"]:
        return False
    if not same_side(unit, row["side"]):
        return False
    if unit["place"] is None:
        return bool(pd.isna(row["place"]))
    if pd.isna(row["place"]):
        return False
    if row["place_id"] in unit["ids"]:
        return True
    name = f" {fold(row['place'])} "
    return any(f" {own} " in name or name in f" {own} " for own in unit["names"])


def same_side(unit: dict[str, Any], side: Any) -> bool:
    """Say whether a side is the unit's: the same code, or a group by one of the words it is called."""
    if unit["side"] is None or pd.isna(side):
        return unit["side"] is None
    if unit["side"] == side:
        return True
    if len(unit["side"]) == 2:  # a country's code
        return False
    words = {fold(w).rstrip("s") for w in f"{unit['side']} {unit['agent']}".split()}
    return bool(words & {fold(w).rstrip("s") for w in str(side).split()})


def report(counts: list[dict[str, float]]) -> None:
    """Print totals with intervals over documents."""
    dice = np.random.default_rng(0)
    draws = [dice.integers(0, len(counts), len(counts)) for _ in range(DRAWS)]

    def measures(some: list[dict[str, float]]) -> tuple[float, float, float, float, float]:
        t = {k: sum(c.get(k, 0) for c in some) for k in (
            "gold", "right", "wrong", "rows", "not asserted", "given as asserted")}  # fmt: skip
        p = t["right"] / max(1, t["right"] + t["wrong"])
        r = t["right"] / max(1, t["gold"])
        f = 2 * p * r / (p + r) if p + r else 0.0
        return (
            p,
            r,
            f,
            t["wrong"] / max(1, t["rows"]),
            t["given as asserted"] / max(1, t["not asserted"]),
        )

    own = measures(counts)
    drawn = np.array([measures([counts[k] for k in draw]) for draw in draws])
    low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
    total = sum((collections.Counter(c) for c in counts), collections.Counter())
    print(f"{len(counts)} texts, {total['gold']} units, {total['rows']} rows: {total['right']} right, "
          f"{total['neutral']} neutral, {total['wrong']} wrong")  # fmt: skip
    names = ("precision", "recall", "F1", "false", "not asserted given as asserted")
    for name, value, a, b in zip(names, own, low, high, strict=True):
        print(f"{name:32}{value:.3f}   {a:.3f} to {b:.3f}")
    for relation in ns.schema.RELATIONS:
        print(f"{relation:12} gold {total[f'gold {relation}']:4} rows {total[f'rows {relation}']:4} "
              f"right {total[f'right {relation}']:4}")  # fmt: skip


if __name__ == "__main__":
    main()
