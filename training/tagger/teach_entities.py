"""
Fine-tune a word-piece encoder to find names and descriptions, and write down how sure it is of each.

    python training/tagger/teach_entities.py BUILD_DIR [--epochs 12] [--seed 0]

BUILD_DIR is what `further.py --prepare` made: its arrays `*_entities` hold labels (`entities.py`) for the
documents with annotated coreference, -1 elsewhere. One in five of their news, interviews and
biographies is kept apart to measure on. Writes `entities.pt` and, for every token of the training and
silver texts, the chances of its labels to `entities_SPLIT.npz`. About a minute an epoch on one core.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
from pathlib import Path

import entities
import numpy as np
import teacher
import torch
import torch.nn.functional as functional
from network import HALF
from teacher import CHUNK, LONGEST, Pieces, Teacher, batch_of
from torch import nn
from train import augment, chunks, read

BATCH, RATE, HEAD_RATE, WARM_UP, SMOOTHING = 4, 1.5e-4, 1e-3, 0.1, 0.05


def main() -> None:
    """Fine-tune, measure, write the chances."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("build", type=Path)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(given.seed)
    torch.set_flush_denormal(True)
    teacher.BATCH = BATCH
    chance, dice = random.Random(given.seed), np.random.default_rng(given.seed)
    data = dict(np.load(given.build / "prepared.npz", allow_pickle=False))
    apart = set(json.loads((given.build / "apart.json").read_text(encoding="utf-8")))
    known = [
        d for d in documents(data, "silver") if len(d["entities"]) and d["entities"].min() >= 0
    ]
    train = [d for d in known if d["number"] not in apart]
    held = [d for d in known if d["number"] in apart]
    pieces, model = Pieces(given.build), Teacher()
    model.output = nn.Linear(model.bert.config.hidden_size, entities.LABELS)
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for p in model.bert.parameters() if p.requires_grad], "lr": RATE},
            {
                "params": [*model.structure.parameters(), *model.output.parameters()],
                "lr": HEAD_RATE,
            },
        ],
        weight_decay=0.01,
        fused=True,
    )
    steps = given.epochs * (len(chunks(train, chance, CHUNK, LONGEST)) // BATCH + 2) + 20
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(s / (WARM_UP * steps), (steps - s) / ((1 - WARM_UP) * steps))
    )
    for epoch in range(1, given.epochs + 1):
        changed = [augment(d, data, dice) for d in train]
        model.train()
        for batch in teacher.batches(chunks(changed, chance, CHUNK, LONGEST), chance):
            loss = loss_of(model, batch, pieces)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        gold = np.concatenate([d["entities"] for d in held])
        found = np.concatenate([s.argmax(1) for s in chances(model, held, pieces)])
        print(epoch, entities.token_f1(gold, found), flush=True)
    torch.save(model.state_dict(), given.build / "entities.pt")
    for split in ("train", "silver"):
        rows = np.concatenate(chances(model, documents(data, split), pieces)).astype(np.float16)
        np.savez_compressed(given.build / f"entities_{split}.npz", chances=rows)


def documents(data: dict[str, np.ndarray], split: str) -> list[dict[str, np.ndarray]]:
    """Cut the arrays of a split into documents, with the labels of mentions and a number each."""
    starts = [*data[f"{split}_starts"].tolist(), len(data[f"{split}_tokens"])]
    names = ("tokens", "space", "labels", "ignored", "entities")
    return [
        read({k: data[f"{split}_{k}"][a:b] for k in names}, data) | {"number": number}
        for number, (a, b) in enumerate(itertools.pairwise(starts))
    ]


def loss_of(model: Teacher, batch: list[tuple], pieces: Pieces) -> torch.Tensor:
    """Return the mean loss of a batch of chunks."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
        scores = model(batch_of(batch, pieces))
    labels = torch.full(scores.shape[:2], -100)
    for row, (part, begin, end, _) in enumerate(batch):
        labels[row, : end - begin] = torch.tensor(part["entities"][begin:end].astype(np.int64))
    return functional.cross_entropy(
        scores.flatten(0, 1).float(), labels.flatten(), ignore_index=-100, label_smoothing=SMOOTHING
    )


def chances(model: Teacher, parts: list[dict], pieces: Pieces) -> list[np.ndarray]:
    """Return the chances of the labels of every token of documents."""
    model.eval()
    found = []
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
        for part in parts:
            rows = np.zeros((len(part["tokens"]), entities.LABELS), np.float32)
            for run in chunks([part], random.Random(0), CHUNK, LONGEST):
                own = model(batch_of([run], pieces)).float().softmax(-1)[0].numpy()
                rows[run[1] : run[2]] = own[: run[2] - run[1]]
            found.append(rows)
    return found


if __name__ == "__main__":
    main()
