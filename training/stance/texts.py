"""The texts that labels of statements are of."""

from __future__ import annotations

import gzip
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from newsan import articles

ROOT = Path(__file__).resolve().parents[2]


def records(path: Path) -> list[dict[str, Any]]:
    """Return the records of a file of labels, one a text."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@cache
def _gum(folder: Path) -> dict[str, str]:
    with gzip.open(folder / "who" / "gum.jsonl.gz", "rt") as file:
        return {r["id"]: r["text"] for r in map(json.loads, file)}


@cache
def _polnear(folder: Path) -> dict[str, str]:
    with (folder / "polnear" / "train.jsonl").open(encoding="utf-8") as file:
        return {r["id"]: r["text"] for r in map(json.loads, file)}


@cache
def _lgl(folder: Path) -> dict[str, str]:
    with gzip.open(folder / "geoparsing" / "lgl.jsonl.gz", "rt") as file:
        return {str(r["id"]): r["text"] for r in map(json.loads, file)}


@cache
def _study() -> dict[str, str]:
    frame = articles.read(ROOT / "data" / "articles")
    return dict(zip(frame["article_id"], frame["text"], strict=True))


def text_of(record: dict, shared: Path) -> str:
    """Return the text that a record labels, once its digest is seen to agree."""
    if "text" in record:
        return str(record["text"])
    kind, _, name = record["file"].partition("/")
    if kind == "polnear":
        text = _polnear(shared / "benchmarks")[name]
    elif kind == "gum":
        text = _gum(shared / "benchmarks")[name]
    elif kind == "lgl":
        text = _lgl(shared / "benchmarks")[name]
    elif kind == "data":
        text = _study()[name]
    else:
        path = shared / "articles" / record["file"]
        text = path.read_text(encoding="utf-8").split("\n\n", 1)[1].strip()
    if hashlib.sha256(text.encode()).hexdigest()[:12] != record["sha256"]:
        raise SystemExit(f"{record['file']}: not the text that was labelled")
    return text
