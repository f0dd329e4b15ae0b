"""
Fine-tune a word-piece encoder on the prepared arrays, and write down how sure it is of each label.

    python training/tagger/teacher.py BUILD_DIR [--epochs 5] [--seed 0] [--often 2] [--share 1]

The encoder (all-MiniLM-L6-v2) sees more context than the small network that is shipped and knows
more of English. Writes `soft.npz` to BUILD_DIR: for every token of the training articles and of the
unlabelled ones the chances of its label, and of each pair of neighbouring labels, for `train.py
--soft`. With `--epochs 0` the saved encoder is used as it is. Needs `transformers` beside what
`train.py` needs.
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
from network import HALF, LABELS, Chain
from prepare import minilm
from torch import nn
from train import augment, chunks, documents, token_f1
from transformers import AutoTokenizer, BertModel
from transformers.utils import logging

from newsan.tagger.decode import best_labels
from newsan.tagger.structure import SIZES

CHUNK, LONGEST, BATCH, POOL = 260, 300, 12, 20
MOST_PIECES = 4  # of one token; the rest of a long word is left out
RATE, HEAD_RATE, WARM_UP = 1e-4, 1e-3, 0.1
CASES = 4  # small, Capitalised, CAPITALS, neither


class Teacher(nn.Module):
    """MiniLM with the structure of the text and letter case added to its word pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            minilm(), add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        self.bert.embeddings.requires_grad_(False)
        width = self.bert.config.hidden_size
        self.structure = nn.ModuleList(nn.Embedding(n, width) for n in (*SIZES, CASES))
        for table in self.structure:
            nn.init.normal_(table.weight, 0, 0.01)
        self.drop = nn.Dropout(0.1)
        self.output = nn.Linear(width, LABELS)
        self.crf = Chain()

    def forward(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        """Return the label scores of tokens: (chunks, tokens, labels)."""
        x = self.bert.embeddings.word_embeddings(batch["pieces"])
        of_token = sum(t(batch["columns"][..., k]) for k, t in enumerate(self.structure))
        of_piece = batch["token"][..., None].expand(-1, -1, of_token.shape[-1])
        x = x + of_token.gather(1, of_piece)
        states = self.bert(inputs_embeds=x, attention_mask=batch["mask"]).last_hidden_state
        first = batch["first"][..., None].expand(-1, -1, states.shape[-1])
        return self.output(self.drop(states.gather(1, first))).float()


class Pieces:
    """The word pieces and letter case of every type."""

    def __init__(self, build: Path) -> None:
        tokenizer = AutoTokenizer.from_pretrained(minilm())
        types = (build / "types.txt").read_text(encoding="utf-8").splitlines()
        ids = tokenizer(types, add_special_tokens=False)["input_ids"]
        self.of = [i[:MOST_PIECES] or [tokenizer.unk_token_id] for i in ids]
        self.case = np.array([_case(t) for t in types])
        self.around = tokenizer.cls_token_id, tokenizer.sep_token_id


def _case(token: str) -> int:
    return 0 if token.islower() else 2 if token.isupper() else 1 if token[:1].isupper() else 3


def batch_of(runs: list[tuple], pieces: Pieces) -> dict[str, torch.Tensor]:
    """Lay chunks out as padded arrays."""
    rows = []
    for part, begin, end, _ in runs:
        tokens = part["tokens"][begin:end]
        ids, token, first = [pieces.around[0]], [0], []
        for k, t in enumerate(tokens.tolist()):
            first.append(len(ids))
            ids += pieces.of[t]
            token += [k] * len(pieces.of[t])
        ids, token = [*ids[:510], pieces.around[1]], [*token[:510], len(tokens) - 1]
        first = np.minimum(first, len(ids) - 1)
        columns = np.column_stack((part["columns"][begin:end], pieces.case[tokens]))
        rows.append((ids, token, first, columns))
    widest, longest = max(len(r[0]) for r in rows), max(len(r[2]) for r in rows)
    found = {
        "pieces": np.zeros((len(rows), widest), np.int64),
        "token": np.zeros((len(rows), widest), np.int64),
        "mask": np.zeros((len(rows), widest), np.int64),
        "first": np.zeros((len(rows), longest), np.int64),
        "columns": np.zeros((len(rows), longest, len(SIZES) + 1), np.int64),
    }
    for k, (ids, token, first, columns) in enumerate(rows):
        found["pieces"][k, : len(ids)], found["token"][k, : len(ids)] = ids, token
        found["mask"][k, : len(ids)] = 1
        found["first"][k, : len(first)], found["columns"][k, : len(first)] = first, columns
    return {k: torch.tensor(v) for k, v in found.items()}


def batch_loss(model: Teacher, runs: list[tuple], pieces: Pieces) -> tuple[torch.Tensor, int]:
    """Return the summed loss of a batch of chunks and its number of tokens."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
        scores = model(batch_of(runs, pieces))
    longest = scores.shape[1]
    labels = np.zeros((len(runs), longest), np.int64)
    paragraphs = []
    for row, (part, begin, end, edges) in enumerate(runs):
        labels[row, : end - begin] = part["labels"][begin:end]
        offset = row * longest - begin
        paragraphs += [(b - a, a + offset) for a, b in itertools.pairwise([*edges, end])]
    paragraphs.sort(reverse=True)
    lengths, first = (np.array(column) for column in zip(*paragraphs, strict=True))
    place = np.minimum(first[:, None] + np.arange(lengths.max()), labels.size - 1)
    gold = torch.tensor(labels.reshape(-1)[place])
    rows = scores.flatten(0, 1)[torch.tensor(place)]
    return model.crf.loss(rows, gold, torch.tensor(lengths)), int(lengths.sum())


def all_scores(model: Teacher, parts: list[dict], pieces: Pieces) -> list[np.ndarray]:
    """Return the label scores of every token of documents."""
    model.eval()
    found = []
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
        for part in parts:
            runs = chunks([part], random.Random(0), CHUNK, LONGEST)
            rows = np.zeros((len(part["tokens"]), LABELS), np.float32)
            for run in runs:
                rows[run[1] : run[2]] = model(batch_of([run], pieces))[0].numpy()
            found.append(rows)
    return found


def main() -> None:
    """Fine-tune, measure on dev after each epoch, write the soft labels of the last."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("build", type=Path)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--further", action="store_true", help="go on from the saved encoder, at half the rate"
    )
    parser.add_argument("--often", type=int, default=1, help="how often labelled articles count")
    parser.add_argument(
        "--share", type=float, default=1.0, help="of the articles without labels of ours, an epoch"
    )
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    logging.set_verbosity_error()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    torch.set_flush_denormal(True)
    chance, dice = random.Random(args.seed), np.random.default_rng(args.seed)
    data = dict(np.load(args.build / "prepared.npz", allow_pickle=False))
    pieces, model = Pieces(args.build), Teacher()
    saved = args.build / "teacher.pt"
    if args.further or not args.epochs:
        model.load_state_dict(torch.load(saved, weights_only=True))
    slow = 0.5 if args.further else 1.0
    groups = [
        {"params": [p for p in model.bert.parameters() if p.requires_grad], "lr": slow * RATE},
        {"params": [*model.structure.parameters(), *model.output.parameters(),
                    *model.crf.parameters()], "lr": slow * HEAD_RATE},
    ]  # fmt: skip
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    train = documents(data, "train")
    first = int(data.get("first_labelled", len(train)))

    def draw_articles() -> list[dict]:
        return chance.sample(train[:first], int(args.share * first)) + train[first:] * args.often

    steps = args.epochs * (len(chunks(draw_articles(), chance, CHUNK, LONGEST)) // BATCH + 2) + 100
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(s / (WARM_UP * steps), (steps - s) / ((1 - WARM_UP) * steps))
    )
    began = time.monotonic()
    for epoch in range(1, args.epochs + 1):
        changed = [augment(d, data, dice) for d in draw_articles()]
        model.train()
        summed = tokens = 0
        for batch in batches(chunks(changed, chance, CHUNK, LONGEST), chance):
            loss, size = batch_loss(model, batch, pieces)
            optimiser.zero_grad()
            (loss / size).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            summed, tokens = summed + loss.item(), tokens + size
        row = {"epoch": epoch, "loss": round(summed / tokens, 4), **measure(model, data, pieces)}
        print(json.dumps(row | {"seconds": round(time.monotonic() - began)}), flush=True)
        torch.save(model.state_dict(), saved)
    np.savez(args.build / "soft.npz", **soft(model, data, pieces))


def batches(runs: list[tuple], chance: random.Random) -> list[list[tuple]]:
    """Put chunks of like length together, in random order."""
    chance.shuffle(runs)
    ordered = []
    for i in range(0, len(runs), BATCH * POOL):
        ordered += sorted(runs[i : i + BATCH * POOL], key=lambda r: r[2] - r[1])
    found = [ordered[i : i + BATCH] for i in range(0, len(ordered), BATCH)]
    chance.shuffle(found)
    return found


def measure(model: Teacher, data: dict[str, np.ndarray], pieces: Pieces) -> dict[str, float]:
    """Return token F1 on dev by role."""
    parts = documents(data, "dev")
    chain = [getattr(model.crf, k).detach().numpy() for k in ("steps", "start", "end")]
    gold, found = [], []
    for part, scores in zip(parts, all_scores(model, parts, pieces), strict=True):
        labels = best_labels(scores, part["starts"], *chain)
        gold.append((part["labels"][~part["ignored"]] + 1) // 2)
        found.append((labels[~part["ignored"]] + 1) // 2)
    return token_f1(np.concatenate(gold), np.concatenate(found))


def soft(model: Teacher, data: dict[str, np.ndarray], pieces: Pieces) -> dict[str, np.ndarray]:
    """Return chances of labels and of pairs of labels for the training and the unlabelled split."""
    arrays = {}
    for split in ("train", "silver"):
        if f"{split}_starts" not in data:
            continue
        parts = documents(data, split)
        single = np.zeros((len(data[f"{split}_tokens"]), LABELS), np.float16)
        pairs = np.zeros((len(single), LABELS, LABELS), np.float16)
        begin = 0
        for part, scores in zip(parts, all_scores(model, parts, pieces), strict=True):
            place, lengths = padded(part["starts"], len(scores))
            one, two = model.crf.chances(torch.tensor(scores[place]), torch.tensor(lengths))
            held = np.arange(place.shape[1])[None] < lengths[:, None]
            single[begin + place[held]], pairs[begin + place[held]] = one[held], two[held]
            begin += len(scores)
        arrays[f"{split}_single"], arrays[f"{split}_pairs"] = single, pairs
    return arrays


def padded(starts: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the tokens of paragraphs as padded rows, the longest first, and their lengths."""
    lengths = np.diff(np.append(starts, n))
    order = np.argsort(-lengths, kind="stable")
    place = starts[order][:, None] + np.arange(lengths.max())
    return np.minimum(place, n - 1), lengths[order]


if __name__ == "__main__":
    main()
