"""Labelled and unlabelled texts as arrays: tokens, chunks of whole sentences, what each token should be."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import random
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "training" / "tagger"))
import marked

from newsan import articles
from newsan.tagger import structure
from newsan.tagger.events import RELATIONS, STATUSES
from newsan.tagger.tokens import flags, fold_marks, kind, pieces

LONGEST = 220  # tokens in a chunk
ALTERNATIVE = 0.3  # what the readings that are as good share
ROLES = ("agent", "patient", "when", "places")
LEARNT = 200_000  # tokens of an unlabelled source, at most
RENAMED, LOUD = 0.4, 0.06  # shares of chunks with other names, in capitals
_BEGINNINGS = (
    "Ber Bond Chor Dov Hal Kal Kor Kras Lev Lys Mel Mor Nev Ole Pol Ryb Sav Shen Sok Tam Tym Vas Yar Zhu Har "
    "Ost El Quen Am"
).split()
_ENDINGS = (
    "ak ash burg chuk dan enko eth field ian in ivka ka mar nia ome ost ov ovo ra sk ske tra uk ville yn"
).split()


@dataclass
class Event:
    """One labelled trigger: its token, what it says as chances, and the tokens of its roles."""

    token: int
    relation: np.ndarray
    status: np.ndarray
    roles: dict[str, list[int]]
    sure: float = 1.0


@dataclass
class Chunk:
    """Some sentences of one text."""

    source: str
    tokens: list[str]
    space: np.ndarray  # bits of the white space after each token
    scored: np.ndarray  # False where nothing is to be learnt
    events: list[Event] = field(default_factory=list)
    starts: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))  # code points
    soft: np.ndarray | None = None  # a teacher's chances of relations, one row a token
    sentence: np.ndarray | None = None  # as first read: other letters may part sentences otherwise


def body(path: Path) -> str:
    """Return the text of an article file: what follows the first blank line."""
    return path.read_text(encoding="utf-8").split("\n\n", 1)[1].strip()


def labelled(path: Path, texts: Path | None = None) -> list[tuple[str, str, dict]]:
    """
    Return name, text and record of each labelled stretch.

    Parameters
    ----------
    path
        JSON lines, each of one text: `rows` and `skipped` with offsets into it. The text is in `text`, or
        is that of a dispatch (`study`), of an invented article (`marked`), or of `file` from `start` to `end`;
        `sha256` has the first twelve digits of its digest.
    texts
        The folder that `file` is relative to.
    """
    found = []
    for record in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        if "text" in record:
            name, text = record["id"], record["text"]
        elif "study" in record:
            name, text = record["study"], _dispatch(ROOT / "data" / "articles" / record["study"])
        elif "marked" in record:
            name = record["marked"]
            text = marked.read(ROOT / "training" / "marked" / f"{name}.txt")[0]["text"]
        else:
            name = record["file"]
            text = body(texts / name)[record["start"] : record["end"]]
        digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        if digest != record.get("sha256", digest):
            raise SystemExit(f"{name}: not the text that was labelled")
        found.append((name, text, record))
    return found


def _dispatch(path: Path) -> str:
    """Return the text of a dispatch of the study as newsan reads it."""
    return str(articles.read(path.with_suffix(".md"))["text"].iloc[0])


def chances(names: list[str], all_names: tuple[str, ...]) -> np.ndarray:
    """Return the best reading and those that are as good as chances."""
    row = np.zeros(len(all_names), np.float32)
    for name in names[1:]:
        row[all_names.index(name)] = ALTERNATIVE / (len(names) - 1)
    row[all_names.index(names[0])] = 1 - row.sum()
    return row


def chunks(source: str, text: str, record: dict | None = None) -> list[Chunk]:
    """Cut a text into chunks of whole sentences, with the events of its record."""
    lead, found = pieces(fold_marks(text))
    tokens = [p.rstrip() for p in found]
    starts = lead + np.cumsum([0, *map(len, found)])[:-1]
    ends = starts + [len(t) for t in tokens]
    bits = np.array([flags(p) for p in found], np.uint8)
    space = np.array([flags(p) & ~flags(t) for p, t in zip(found, tokens, strict=True)], np.uint8)
    if not len(bits):
        return []
    opens = np.flatnonzero(structure.read(bits, np.zeros(1, np.int64)).columns[:, 1])
    bounds = [0]
    for a, b in zip(opens, [*opens[1:], len(tokens)], strict=True):
        if b - bounds[-1] > LONGEST and a > bounds[-1]:
            bounds.append(int(a))
    bounds.append(len(tokens))
    scored = np.ones(len(tokens), bool)
    events: list[Event] = []
    if record is not None:
        for a, b in record["skipped"]:
            scored[(starts < b) & (ends > a)] = False
        events = list(_events(record, starts, ends, scored))
    made = []
    for a, b in itertools.pairwise(bounds):
        own = []
        for e in events:
            if a <= e.token < b:
                roles = {k: [t - a for t in v if a <= t < b] for k, v in e.roles.items()}
                own.append(Event(e.token - a, e.relation, e.status, roles))
        made.append(Chunk(source, tokens[a:b], space[a:b], scored[a:b].copy(), own, starts[a:b]))
    return made


def _events(
    record: dict, starts: np.ndarray, ends: np.ndarray, scored: np.ndarray
) -> Iterable[Event]:
    """Yield the events of a record; what is optional is not learnt from."""

    def within(span: list[int] | None) -> list[int]:
        if span is None:
            return []
        return np.flatnonzero((starts < span[1]) & (ends > span[0])).tolist()

    taken = set()
    for row in record["rows"]:
        trigger = within(row["trigger"])[:1]
        if not trigger or trigger[0] in taken:
            continue
        taken.add(trigger[0])
        if row["optional"]:
            scored[trigger] = False
            continue
        roles = {k: within(row[k]) for k in ("agent", "patient", "when")}
        roles["places"] = [t for span in row["places"] for t in within(span)]
        yield Event(
            trigger[0],
            chances(row["relation"], RELATIONS),
            chances(row["status"], STATUSES),
            roles,
        )


def unlabelled(paths: list[Path], dice: random.Random) -> list[Chunk]:
    """Return the chunks of texts without labels: folders of article files, or JSON lines with `text`."""
    found = []
    for path in paths:
        if path.is_dir():
            texts = [(p.name, body(p)) for p in sorted(path.rglob("*.txt"))]
        else:
            with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
                records = [json.loads(line) for line in file]
            texts = [(path.name, r.get("text") or r["sentence"]) for r in records]
        own = [c for name, text in texts for c in chunks(name, text)]
        dice.shuffle(own)
        total = np.cumsum([len(c.tokens) for c in own])
        found += own[: int(np.searchsorted(total, LEARNT))]
    return found


def layout(chunk: Chunk) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the structure columns, sentence numbers and kinds of a chunk's tokens."""
    bits = np.array([flags(t) for t in chunk.tokens], np.uint8) | chunk.space
    columns = structure.read(bits, np.zeros(1, np.int64)).columns
    if chunk.sentence is None:
        chunk.sentence = np.cumsum(columns[:, 1])
    return columns, chunk.sentence, np.array([kind(t) for t in chunk.tokens])


def names(all_chunks: Iterable[Chunk]) -> tuple[set[str], list[str]]:
    """Return the names that may be swapped, and what for."""
    tokens = {t for c in all_chunks for t in c.tokens}
    small = {t for t in tokens if t.islower()}
    own = sorted(
        t for t in tokens if t.istitle() and t.isalpha() and len(t) > 3 and t.lower() not in small
    )
    invented = [a + b for a in _BEGINNINGS for b in _ENDINGS]
    return set(own), own + invented * max(1, len(own) // len(invented))


def altered(tokens: list[str], swap: tuple[set[str], list[str]], dice: random.Random) -> list[str]:
    """Return tokens with names swapped, or all in capitals, now and then."""
    if dice.random() < RENAMED:
        other = {t: dice.choice(swap[1]) for t in set(tokens) & swap[0] if dice.random() < 0.5}
        tokens = [other.get(t, t) for t in tokens]
    return [t.upper() for t in tokens] if dice.random() < LOUD else tokens
