"""
Go on training the shipped tagger with a second output, for names and descriptions, and with labelled articles.

    python training/tagger/further.py BUILD_DIR --prepare --train TRAIN.jsonl --dev DEV.jsonl \
        --marked training/marked --silver TEXTS.jsonl ... --clusters GUM.jsonl.gz \
        [--labels LABELS.jsonl ... --texts FOLDER] [--without SEALED.jsonl]
    python training/tagger/teach_entities.py BUILD_DIR
    python training/tagger/further.py BUILD_DIR --epochs 6 --rate 1e-3 --name tagger [--start FILE.pt]

The encoder starts from the shipped weights and keeps its words. What the shipped tagger says of each
token is the teacher of attributions beside the annotation (half and half; for labelled and marked articles four
fifths annotation; where labels are doubtful, alone), and of mentions beside the annotated coreference (three tenths and
seven tenths), unless the encoder of `teach_entities.py` has written its chances of them over these.
Labelled and marked articles count `--often` times. Then `quantise.py` and `link.py` as before.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import lzma
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import entities
import marked
import numpy as np
import prepare
import torch
import train
from alternate import alternated
from network import LABELS, Tagger
from teacher import padded
from torch import nn

from newsan.tagger.model import shipped
from newsan.tagger.tokens import pieces

WORDS = Path(__file__).parents[2] / "newsan" / "resources" / "tagger_words.txt.xz"
LABELLED = np.float32(0.8)  # weight of the annotation in labelled articles
CLUSTERED = 0.7  # weight of the annotation where coreference is annotated
APART = 5  # one in so many of these genres is kept apart
GENRES = ("news", "interview", "bio")


def main() -> None:
    """Prepare arrays, or train on them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("build", type=Path)
    parser.add_argument("--prepare", action="store_true")
    parser.add_argument("--train", type=Path)
    parser.add_argument("--dev", type=Path)
    parser.add_argument("--marked", type=Path, nargs="*", default=[])
    parser.add_argument("--silver", type=Path, nargs="*", default=[])
    parser.add_argument("--clusters", type=Path)
    parser.add_argument("--labels", type=Path, nargs="*", default=[])
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--without", type=Path)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--weight", type=float, default=1.0, help="of the loss of mentions")
    parser.add_argument("--often", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--name", default="tagger")
    given = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(given.seed)
    torch.set_flush_denormal(True)
    if given.prepare:
        arrays(given)
    else:
        go_on(given)


def lines(path: Path) -> list[dict[str, Any]]:
    """Read JSON lines, gzipped or not."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def digest(text: str) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def labelled(paths: list[Path], texts: Path | None) -> Iterator[dict[str, Any]]:
    """Yield labelled articles; what is optional in them is doubtful, and left to the teacher."""
    by_digest = {}
    for path in sorted(texts.rglob("*.txt")) if texts else ():
        text = path.read_text(encoding="utf-8")
        by_digest[digest(text)] = text
    for row in (r for path in paths for r in lines(path)):
        text = row.get("text") or by_digest.get(row["digest"])
        if text is None:
            continue
        doubtful = [
            _spans(a) for a in row.get("optional") or row.get("optional_attributions") or []
        ]
        yield {
            "id": row["id"], "text": text, "attributions": [_spans(a) for a in row["attributions"]],
            "ignore": [s for a in doubtful for k in prepare.ROLES for s in a[k]],
        }  # fmt: skip


def _spans(attribution: dict[str, Any]) -> dict[str, Any]:
    """Return an attribution with a list of spans for each part."""
    found = {"kind": attribution["kind"]}
    for part in prepare.ROLES:
        own = attribution.get(part) or []
        found[part] = [own] if own and not isinstance(own[0], list) else own
    return found


def arrays(given: argparse.Namespace) -> None:
    """Write `prepared.npz`, `soft.npz` and the lists of documents."""
    given.build.mkdir(parents=True, exist_ok=True)
    vocabulary = lzma.decompress(WORDS.read_bytes()).decode("utf-8").splitlines()
    closed = lines(given.without) if given.without else []
    ids, digests = {r["id"] for r in closed}, {r["digest"] for r in closed}
    clusters = [d for d in lines(given.clusters) if d["id"] not in ids]
    own = list(labelled(given.labels, given.texts))
    articles = lines(given.train)
    first_labelled = len(articles)
    articles += marked.folder(given.marked)
    seen = {digest(a["text"]) for a in own} | digests
    silver = [a for path in given.silver for a in prepare.unlabelled(path)]
    silver += [{"text": d["text"], "attributions": [], "ignore": []} for d in clusters]
    splits = {"train": articles + own, "dev": lines(given.dev),
              "silver": [a for a in silver if digest(a["text"]) not in seen]}  # fmt: skip
    dice = random.Random(0)
    second = [(k, found) for k, a in enumerate(articles) if (found := alternated(a, dice))]
    splits["alternated"] = [article for _, article in second]
    share = entities.capitals([d["text"] for d in clusters] + [a["text"] for a in articles])
    annotated = {digest(d["text"]): d for d in clusters}
    types = prepare.Types(vocabulary)
    made = {
        "alternated_of": np.array([k for k, _ in second]),
        "first_labelled": np.array(first_labelled),
    }
    for name, held in splits.items():
        for key, value in prepare.encode(held, types).items():
            made[f"{name}_{key}"] = value
        labels = [n for a in held for n in _mentions(a["text"], annotated, share)]
        made[f"{name}_entities"] = np.array(labels, np.int8)
    made |= types.arrays(made["train_tokens"], random.Random(0))
    made["vectors"] = shipped().weights["words.weight"]
    np.savez(given.build / "prepared.npz", **made)
    (given.build / "types.txt").write_text("\n".join(types.tokens) + "\n", encoding="utf-8")
    (given.build / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    genre = {digest(d["text"]): d["id"] for d in clusters if d["genre"] in GENRES}
    apart = [k for k, a in enumerate(splits["silver"]) if (i := genre.get(digest(a["text"])))
             and hashlib.sha256(i.encode()).digest()[0] % APART == 0]  # fmt: skip
    (given.build / "apart.json").write_text(json.dumps(apart), encoding="utf-8")
    np.savez(given.build / "soft.npz", **soft(made, given.build))


def _mentions(text: str, annotated: dict[str, dict], share: dict[str, float]) -> list[int]:
    """Return the labels of mentions of a text's tokens, -1 where nobody has annotated them."""
    lead, found = pieces(text)
    spans, at = [], lead
    for piece in found:
        spans.append((at, at + len(piece.rstrip())))
        at += len(piece)
    document = annotated.get(digest(text))
    return entities.label(document, spans, share) if document else [-1] * len(spans)


def started(vectors: np.ndarray, start: Path | None, kept: bool = False) -> Tagger:
    """Return the shipped network, or another, with an output for mentions; its tables kept as they are if wished."""
    weights = shipped().weights
    model = Tagger(torch.tensor(vectors), len(weights["input.bias"]))
    model.entities = nn.Linear(len(weights["input.bias"]), entities.LABELS)
    model.load_state_dict(
        {k: torch.tensor(np.asarray(weights[k])) for k in model.state_dict() if k in weights},
        strict=False,
    )
    for block in model.blocks[len(shipped().dilations) :]:  # new ones add nothing at first
        nn.init.zeros_(block.out.weight)
        nn.init.zeros_(block.out.bias)
    if start:
        model.load_state_dict(torch.load(start, weights_only=True))
    if kept:  # the readers of ground and of statements stand on these tables
        for table in (model.words, *model.hashed):
            table.weight.requires_grad_(False)
    return model


def soft(data: dict[str, np.ndarray], build: Path) -> dict[str, np.ndarray]:
    """Return what the shipped tagger says of each token: chances of labels and of pairs of them; write those of mentions."""
    model, made = started(data["vectors"], None).eval(), {}
    for split in ("train", "silver"):
        size = len(data[f"{split}_tokens"])
        single = np.zeros((size, LABELS), np.float16)
        pairs = np.zeros((size, LABELS, LABELS), np.float16)
        mentions = np.zeros((size, entities.LABELS), np.float16)
        at = 0
        for part in train.documents(data, split):
            with torch.no_grad():
                features = torch.tensor(part["features"])[None].long()
                mask = torch.ones(features.shape[:2], dtype=torch.bool)
                states = model(features, torch.tensor(part["columns"])[None], mask)
                scores = model.scores(states)[0]
                mentions[at : at + len(scores)] = model.entities(states)[0].softmax(-1).numpy()
            if len(scores):
                place, lengths = padded(part["starts"], len(scores))
                one, two = model.crf.chances(scores[place], torch.tensor(lengths))
                held = np.arange(place.shape[1])[None] < lengths[:, None]
                single[at + place[held]] = one.numpy()[held]
                pairs[at + place[held]] = two.numpy()[held]
            at += len(scores)
        made |= {f"{split}_single": single, f"{split}_pairs": pairs}
        np.savez(build / f"entities_{split}.npz", chances=mentions)
    return made


def go_on(given: argparse.Namespace) -> None:
    """Train both outputs together; keep the last epoch."""
    chance, dice = random.Random(given.seed), np.random.default_rng(given.seed)
    data = dict(np.load(given.build / "prepared.npz")) | dict(np.load(given.build / "soft.npz"))
    parts = {split: with_mentions(data, split, given.build) for split in ("train", "silver")}
    first = int(data["first_labelled"])
    for part in parts["train"][first:]:
        part["gold"] = np.where(part["ignored"], 0, LABELLED).astype(np.float32)
    others = train.documents(data, "alternated")
    for part in others:
        part["mentions"] = np.zeros((len(part["tokens"]), entities.LABELS), np.float16)
    second = dict(zip(data["alternated_of"].tolist(), others, strict=True))
    model = started(data["vectors"], given.start, kept=True)
    every = parts["train"][:first] + parts["train"][first:] * given.often + parts["silver"]
    steps = given.epochs * len(train.batches(train.chunks(every, chance), chance))
    optimiser, schedule = train.optimisers(model, steps, given.rate)
    for epoch in range(1, given.epochs + 1):
        chosen = [
            second[k] if k in second and dice.random() < train.ALTERNATED else d
            for k, d in enumerate(parts["train"][:first])
        ]
        chosen += parts["train"][first:] * given.often + parts["silver"]
        changed = [train.augment(d, data, dice) for d in chosen]
        model.train()
        for batch in train.batches(train.chunks(changed, chance), chance):
            loss, size = both_losses(model, batch, given.weight)
            optimiser.zero_grad()
            (loss / size).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        print(epoch, train.measure(model, data), flush=True)
        torch.save(model.state_dict(), given.build / f"{given.name}.pt")


def with_mentions(data: dict[str, np.ndarray], split: str, build: Path) -> list[dict]:
    """Return a split's documents with what is to be learnt of mentions."""
    chances = np.load(build / f"entities_{split}.npz")["chances"].astype(np.float32)
    known = data[f"{split}_entities"] >= 0
    gold = np.eye(entities.LABELS, dtype=np.float32)[data[f"{split}_entities"][known]]
    chances[known] = (1 - CLUSTERED) * chances[known] + CLUSTERED * gold
    found, at = train.documents(data, split), 0
    for part in found:
        part["mentions"] = chances[at : at + len(part["tokens"])]
        at += len(part["tokens"])
    return found


def both_losses(model: Tagger, batch: list[tuple], weight: float) -> tuple[torch.Tensor, int]:
    """Return the summed losses of a batch of chunks, and its number of tokens."""
    states: list[torch.Tensor] = []
    hook = model.register_forward_hook(lambda module, inputs, output: states.append(output))
    loss, size = train.batch_loss(model, batch)
    hook.remove()
    wanted = np.zeros((*states[0].shape[:2], entities.LABELS), np.float32)
    for row, (part, begin, end, _) in enumerate(batch):
        wanted[row, : end - begin] = part["mentions"][begin:end]
    logs = model.entities(model.drop(states[0])).log_softmax(-1)
    return loss - weight * (torch.tensor(wanted) * logs).sum(), size


if __name__ == "__main__":
    main()
