"""Labelled and unlabelled statements as arrays: tokens of their sentences, and what each should be."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "training" / p) for p in ("ground", "tagger")]
import examples
import texts

from newsan import quotes, schema
from newsan.schema import ACTS
from newsan.tagger import structure
from newsan.tagger.statements import CERTAINTIES, Stated, cut
from newsan.tagger.tokens import flags, fold_marks, pieces

POLARITIES = (-1, 0, 1)
EVALUATED = ("negative", "neutral", "positive")  # as NewsMTSC writes them
MARKED = re.compile(r"([^{}]*)(?:\{([-0+]):([^{}]*)\})?")


@dataclass
class Statement:
    """One statement in its sentences, and what a reader or a teacher says of it."""

    article: str
    content: tuple[int, int]
    tokens: list[str]
    space: np.ndarray
    starts: np.ndarray
    part: np.ndarray
    act: np.ndarray | None = None  # chances
    certainty: np.ndarray | None = None
    condition: np.ndarray | None = None  # of each token: is it in the condition clause?
    target: np.ndarray | None = None  # of each token: does it name somebody evaluated or addressed?
    polarity: np.ndarray | None = (
        None  # of each token: chances of against, neither, for; 0 where not told
    )
    states: np.ndarray | None = None  # of each token: the teacher's state, on its principal axes
    label: dict = field(default_factory=dict)
    weight: float = 1.0


def labelled(paths: list[Path], shared: Path) -> list[Statement]:
    """Return the labelled statements of some files."""
    found = []
    for path in paths:
        for record in texts.records(path):
            page = Page(texts.text_of(record, shared))
            name = record.get("file") or record["id"]
            found += [
                page.statement(name, row) for row in record["statements"] if not row.get("optional")
            ]
    return found


class Page:
    """The tokens and sentences of a text, from which statements are cut."""

    def __init__(self, text: str) -> None:
        lead, found = pieces(fold_marks(text))
        self.pieces = found
        self.starts = lead + np.cumsum([0, *map(len, found)])[:-1]
        self.tokens = [p.rstrip() for p in found]
        self.ends = self.starts + np.array([len(t) for t in self.tokens], np.int64)
        self.bits = np.array([flags(p) for p in found], np.uint8)
        opens = structure.read(self.bits, np.zeros(1, np.int64)).columns[:, 1] if found else []
        self.sentence = np.cumsum(opens)

    def within(self, span: tuple[int, int] | None) -> np.ndarray:
        """Return the tokens of a stretch."""
        if span is None:
            return np.zeros(0, np.int64)
        return np.flatnonzero((self.starts < span[1]) & (self.ends > span[0]))

    def statement(self, article: str, row: dict) -> Statement:
        """Return one statement with its labels."""
        spans = {k: tuple(row[k]) if row.get(k) else None for k in ("content", "cue", "speaker")}
        a, b, part = cut(Stated(**spans), self.starts, self.ends, self.sentence)
        tokens = self.tokens[a:b]
        space = np.array(
            [flags(p) & ~flags(t) for p, t in zip(self.pieces[a:b], tokens, strict=True)], np.uint8
        )
        made = Statement(
            article, tuple(row["content"]), tokens, space, self.starts[a:b], part, label=row
        )
        if "act" in row:
            made.act = np.zeros(len(ACTS), np.float32)
            for act in row["act"][1:]:
                made.act[ACTS.index(act)] = examples.ALTERNATIVE / (len(row["act"]) - 1)
            made.act[ACTS.index(row["act"][0])] = 1 - made.act.sum()
            made.certainty = np.eye(3, dtype=np.float32)[CERTAINTIES.index(row["certainty"])]
            inside = np.zeros(len(self.tokens), np.float32)
            inside[self.within(row["condition"])] = 1
            made.condition = inside[a:b]
            polarity = np.zeros((len(self.tokens), 3), np.float32)
            for t in row["targets"]:
                if t["words"]:
                    polarity[self.within(t["words"])] = np.eye(3, dtype=np.float32)[
                        t["polarity"] + 1
                    ]
            made.polarity = polarity[a:b]
            if all(t["words"] for t in row["targets"]):
                made.target = made.polarity.sum(-1)
        return made


def contrasted(path: Path) -> Iterator[dict]:
    """Yield the targets marked in lines such as `{-:The mayor} shut the road, {0:Ostrell} said`, as NewsMTSC has its own."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text, found = "", []
        for between, mark, words in MARKED.findall(line):
            text += between
            found.append((len(text), len(text) + len(words), mark))
            text += words
        for k, (start, end, mark) in enumerate(found):
            if mark:
                yield {"sentence": text, "sentence_id": f"{path.stem}-{number}", "id": f"{path.stem}-{number}-{k}",
                       "start": start, "end": end, "polarity": EVALUATED["-0+".index(mark)]}  # fmt: skip


def evaluated(path: Path) -> list[Statement]:
    """Return the sentences of NewsMTSC, or our own, with the polarity of the targets marked in them, and nothing else."""
    by_sentence: dict[str, list[dict]] = {}
    lines = path.read_text(encoding="utf-8").splitlines()
    for record in contrasted(path) if path.suffix == ".txt" else map(json.loads, lines):
        by_sentence.setdefault(record["sentence"], []).append(record)
    made = []
    for text, rows in by_sentence.items():
        page = Page(text)
        one = page.statement(rows[0]["sentence_id"], {"content": [0, len(text)]})
        one.polarity = np.zeros((len(page.tokens), 3), np.float32)
        for row in rows:
            polarity = EVALUATED.index(row["polarity"])
            one.polarity[page.within((row["start"], row["end"]))] = np.eye(3, dtype=np.float32)[
                polarity
            ]
        one.polarity = one.polarity[: len(one.tokens)]
        one.label = {"targets": [(r["start"], r["end"], r["polarity"], r["id"]) for r in rows]}
        made.append(one)
    return made


def found_in(wanted: dict[str, str]) -> list[Statement]:
    """Return the statements that newsan finds in texts, without labels."""
    frame = schema.build(
        [{"article_id": k, "text": t, "n_words": len(t.split()), "source": k,
          "sha256": hashlib.sha256(t.encode()).hexdigest()} for k, t in wanted.items()], "articles")  # fmt: skip
    found = quotes.find(frame)
    found = found[found["is_speech"] & (found["content"] == "clause")]
    made = []
    for name, rows in found.groupby("article_id", sort=False):
        page = Page(wanted[name])
        made += [page.statement(name, row_of(r)) for r in rows.to_dict("records")]
    return made


def row_of(quote: dict) -> dict:
    """Return a row of the quotes frame as the spans of a statement."""

    def span(name: str) -> list[int] | None:
        a, b = quote[f"{name}start"], quote[f"{name}end"]
        return None if a != a or a is None or str(a) == "<NA>" else [int(a), int(b)]

    return {"content": span(""), "cue": span("cue_"), "speaker": span("speaker_")}
