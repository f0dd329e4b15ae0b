"""
Train the tagger on prepared arrays.

    python training/tagger/train.py BUILD_DIR [--width 64] [--epochs 8] [--soft] [--name tagger]

With `--soft` it learns from a teacher too (`teacher.py`): half from the annotation, half from the
teacher's chances, and from those alone where an article has no annotation. Writes `NAME.pt` and
`NAME.jsonl` (token F1 on dev after each epoch) to BUILD_DIR.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import time
from pathlib import Path

import numpy as np
import torch
from network import HALF, LABELS, Tagger
from torch import nn

from newsan.tagger import structure
from newsan.tagger.decode import best_labels
from newsan.tagger.tokens import BREAKS

CHUNK, LONGEST, BATCH, POOL = 300, 400, 4500, 320  # tokens, tokens, tokens, chunks
RATE, WARM_UP, SPARE_STEPS = 3e-3, 0.1, 300
# Shares of documents and sentences changed in each epoch (see the model card).
JOINED, CAPITAL_DOCUMENT, CAPITAL_PARAGRAPH, RENAMED = 0.10, 0.01, 0.015, 0.25
ALTERNATED = 0.35  # of the articles that have a second wording (`alternate.py`)
GOLD = 0.5  # weight of the annotation where a teacher speaks too


def main() -> None:
    """Train, measuring on dev after each epoch, and keep the last weights."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("build", type=Path)
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--axes", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--soft", action="store_true")
    parser.add_argument("--name", default="tagger")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    torch.set_flush_denormal(True)
    chance, dice = random.Random(args.seed), np.random.default_rng(args.seed)
    data = dict(np.load(args.build / "prepared.npz", allow_pickle=False))
    if args.soft:
        data |= dict(np.load(args.build / "soft.npz", allow_pickle=False))
    model = Tagger(torch.tensor(data["vectors"][:, : args.axes]), args.width)
    if args.start:
        model.load_state_dict(torch.load(args.start, weights_only=True))
    train, others = documents(data, "train"), documents(data, "alternated")
    second = dict(zip(data["alternated_of"].tolist(), others, strict=True))
    silver = documents(data, "silver") if args.soft else []
    steps = args.epochs * len(batches(chunks(train + silver, chance), chance))
    optimiser, schedule = optimisers(model, steps, args.rate)
    log = args.build / f"{args.name}.jsonl"
    log.write_text("", encoding="utf-8")
    began = time.monotonic()
    for epoch in range(1, args.epochs + 1):
        chosen = [
            second[k] if k in second and dice.random() < ALTERNATED else d
            for k, d in enumerate(train)
        ]
        changed = [augment(d, data, dice) for d in chosen + silver]
        model.train()
        loss = run_epoch(model, changed, chance, optimiser, schedule)
        row = {"epoch": epoch, "loss": round(loss, 4), **measure(model, data)}
        row["seconds"] = round(time.monotonic() - began)
        print(row, flush=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        torch.save(model.state_dict(), args.build / f"{args.name}.pt")


def optimisers(model: Tagger, steps: int, rate: float) -> tuple:
    """Return AdamW without decay on the word vectors, and its one-cycle schedule."""
    others = [p for name, p in model.named_parameters() if name != "words.weight"]
    optimiser = torch.optim.AdamW(
        [
            {"params": others, "weight_decay": 0.01},
            {"params": [model.words.weight], "weight_decay": 0.0},
        ],
        lr=rate,
        betas=(0.9, 0.98),
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [rate, rate / 2], total_steps=steps + SPARE_STEPS, pct_start=WARM_UP
    )
    return optimiser, schedule


def documents(data: dict[str, np.ndarray], split: str) -> list[dict[str, np.ndarray]]:
    """Cut the arrays of a split into documents and read the structure of each."""
    starts = [*data[f"{split}_starts"].tolist(), len(data[f"{split}_tokens"])]
    found = []
    for a, b in itertools.pairwise(starts):
        part = {k: data[f"{split}_{k}"][a:b] for k in ("tokens", "space", "labels", "ignored")}
        if f"{split}_single" in data:
            part |= {k: data[f"{split}_{k}"][a:b] for k in ("single", "pairs")}
        part["gold"] = np.float32(0 if split == "silver" else GOLD if "single" in part else 1)
        found.append(read(part, data))
    return found


def read(part: dict[str, np.ndarray], data: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Add features and structure to a document's tokens."""
    bits = data["bits"][part["tokens"]] | part["space"].astype(np.uint8)
    found = structure.read(bits, np.zeros(1, np.int64))
    return part | {
        "features": data["features"][part["tokens"]],
        "columns": found.columns,
        "starts": found.paragraph_starts,
    }


def augment(
    part: dict[str, np.ndarray], data: dict[str, np.ndarray], dice: np.random.Generator
) -> dict[str, np.ndarray]:
    """Join paragraphs, write paragraphs or the whole in capitals, and swap names, now and then."""
    tokens, space = part["tokens"].copy(), part["space"].copy()
    if dice.random() < RENAMED:
        swap = np.arange(len(data["bits"]))
        here = np.intersect1d(tokens, data["names"])
        here = here[dice.random(len(here)) < 0.5]
        swap[here] = dice.choice(data["name_pool"], len(here))
        tokens = swap[tokens]
    paragraph = np.searchsorted(part["starts"], np.arange(len(tokens)), side="right") - 1
    loud = dice.random(len(part["starts"])) < CAPITAL_PARAGRAPH
    if dice.random() < CAPITAL_DOCUMENT:
        loud[:] = True
    tokens = np.where(loud[paragraph], data["capitals"][tokens], tokens)
    if dice.random() < JOINED:
        breaks = (space & BREAKS) != 0
        # two or three paragraphs at a time: whole articles would make the chain's loop long
        space[breaks & (dice.random(len(space)) < 0.5)] &= ~BREAKS
    return read(part | {"tokens": tokens, "space": space}, data)


def chunks(
    parts: list[dict[str, np.ndarray]],
    chance: random.Random,
    most: int = CHUNK,
    longest: int = LONGEST,
) -> list[tuple]:
    """
    Cut documents into runs of whole paragraphs: (document, first token, last, starts of paragraphs).

    A paragraph of more than `longest` tokens is cut into several.
    """
    found = []
    for part in parts:
        whole = [*part["starts"].tolist(), len(part["tokens"])]
        edges = [k for a, b in itertools.pairwise(whole) for k in range(a, b, longest)]
        edges.append(whole[-1])
        i, limit = 0, chance.randint(most // 2, most)
        while i < len(edges) - 1:
            j = i + 1
            while j < len(edges) - 1 and edges[j + 1] - edges[i] <= limit:
                j += 1
            found.append((part, edges[i], edges[j], edges[i:j]))
            i, limit = j, most
    return found


def run_epoch(
    model: Tagger, parts: list[dict], chance: random.Random, optimiser: object, schedule: object
) -> float:
    """Run once over the documents; return the mean loss a token."""
    summed = tokens = 0.0
    for batch in batches(chunks(parts, chance), chance):
        loss, size = batch_loss(model, batch)
        optimiser.zero_grad()
        (loss / size).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        summed, tokens = summed + loss.item(), tokens + size
    return summed / tokens


def batches(runs: list[tuple], chance: random.Random) -> list[list[tuple]]:
    """Put chunks of like length together, up to so many tokens, in random order."""
    chance.shuffle(runs)
    found: list[list[tuple]] = []
    for i in range(0, len(runs), POOL):
        held: list[tuple] = []
        for run in sorted(runs[i : i + POOL], key=lambda r: r[2] - r[1]):
            if held and (len(held) + 1) * (run[2] - run[1]) > BATCH:
                found.append(held)
                held = []
            held.append(run)
        found.append(held)
    chance.shuffle(found)
    return found


def batch_loss(model: Tagger, batch: list[tuple]) -> tuple[torch.Tensor, int]:
    """Return the summed loss of a batch of chunks and its number of tokens."""
    longest = max(end - begin for _, begin, end, _ in batch)
    shape = (len(batch), longest)
    features = np.zeros((*shape, 5), np.int64)
    features[..., 0] = 1
    columns = np.zeros((*shape, len(structure.SIZES)), np.int64)
    single, pairs = (np.zeros((*shape, *[LABELS] * k), np.float32) for k in (1, 2))
    mask = np.zeros(shape, bool)
    paragraphs = []
    for row, (part, begin, end, edges) in enumerate(batch):
        size = end - begin
        features[row, :size] = part["features"][begin:end]
        columns[row, :size] = part["columns"][begin:end]
        single[row, :size], pairs[row, :size] = targets(part, begin, end)
        mask[row, :size] = True
        bounds = [*edges, end]
        offset = row * longest - begin
        pairs[row, [a - begin for a in edges]] = 0
        paragraphs += [(b - a, a + offset) for a, b in itertools.pairwise(bounds)]
    paragraphs.sort(reverse=True)
    lengths, first = (np.array(column) for column in zip(*paragraphs, strict=True))
    place = first[:, None] + np.arange(lengths.max())
    held = np.arange(lengths.max()) < lengths[:, None]
    place = np.where(held, place, 0)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
        states = model(torch.tensor(features), torch.tensor(columns), torch.tensor(mask))
    scores = model.scores(states).flatten(0, 1)[torch.tensor(place)]
    one = single.reshape(-1, LABELS)[place] * held[..., None]
    two = pairs.reshape(-1, LABELS, LABELS)[place] * held[..., None, None]
    loss = model.crf.soft_loss(scores, *map(torch.tensor, (one, two, lengths)))
    return loss, int(lengths.sum())


def targets(part: dict[str, np.ndarray], begin: int, end: int) -> tuple[np.ndarray, np.ndarray]:
    """Return what tokens should be as chances of labels and of pairs of neighbours."""
    labels = part["labels"][begin:end]
    single = np.eye(LABELS, dtype=np.float32)[labels]
    before = np.concatenate((single[:1], single[:-1]))
    pairs = before[:, :, None] * single[:, None, :]
    if "single" not in part:
        return single, pairs
    soft = part["single"][begin:end].astype(np.float32)
    two = part["pairs"][begin:end].astype(np.float32)
    lacking = two.sum((1, 2)) < 0.5  # a paragraph's first token, now joined to the one before
    before = np.concatenate((soft[:1], soft[:-1]))
    two[lacking] = (before[:, :, None] * soft[:, None, :])[lacking]
    gold = part["gold"]  # one for a document, or one a token
    one = gold if gold.ndim == 0 else gold[begin:end, None]
    both = one if gold.ndim == 0 else one[..., None]
    return single * one + soft * (1 - one), pairs * both + two * (1 - both)


def measure(model: Tagger, data: dict[str, np.ndarray]) -> dict[str, float]:
    """Return token F1 on dev by role, from the best label of each token after the chain."""
    model.eval()
    chain = [getattr(model.crf, k).detach().numpy() for k in ("steps", "start", "end")]
    gold, found = [], []
    with torch.no_grad():
        for part in documents(data, "dev"):
            features, columns = torch.tensor(part["features"])[None], torch.tensor(part["columns"])
            mask = torch.ones(features.shape[:2], dtype=torch.bool)
            scores = model.scores(model(features.long(), columns[None], mask))[0].numpy()
            labels = best_labels(scores, part["starts"], *chain)
            scored = ~part["ignored"]
            gold.append((part["labels"][scored] + 1) // 2)
            found.append((labels[scored] + 1) // 2)
    return token_f1(np.concatenate(gold), np.concatenate(found))


def token_f1(gold: np.ndarray, found: np.ndarray) -> dict[str, float]:
    """Return F1 by role over tokens that hold roles 1, 2, 3 (0 is none)."""
    scores = {}
    for role, name in enumerate(("source", "cue", "content"), 1):
        both = int(((gold == role) & (found == role)).sum())
        scores[name] = round(
            2 * both / max(1, int((gold == role).sum() + (found == role).sum())), 4
        )
    return scores


if __name__ == "__main__":
    main()
