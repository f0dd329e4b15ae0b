"""
Train the reader of statements: a teacher on the labels, then the small network on both.

    python training/stance/train.py teach BUILD --labels L.jsonl ... --shared FOLDER
    python training/stance/train.py learn BUILD --labels L.jsonl ... --shared FOLDER --name run1

`teach` fine-tunes MiniLM, or the encoder in the folder `NEWSAN_ENCODER`, and reads the statements of `BUILD/plain.jsonl`
(`id`, `text`), writing its chances and its states; `learn` trains the small network on labels, chances and states.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import time
import zlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from heads import AXES, StanceTeacher, StatementBatches, student
from labels import Statement, evaluated, examples, found_in, labelled
from network import HALF
from torch import nn

from newsan.schema import ACTS
from newsan.tagger.statements import CONTENT, OTHER

TOKENS = 1600
FOLDS = 5
SEEN = 0.3  # the chance from which a teacher's target is learnt from
ALONE = 0.2  # of statements, learnt as who says what, without the rest of the sentence
VIEW = 1.0  # what the teacher's states of tokens weigh
# what the readings of a further teacher weigh beside those of another: here it has seen the rarer kinds too seldom
MIX = {"act": 0.8, "certainty": 0.2, "condition": 0.2, "target": 0.75}
SAMPLED = 600  # statements that the axes are found on
SHARE = 0.35  # of the sentences with evaluated targets, in each epoch of the teacher


def main() -> None:
    """Teach or learn."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("what", choices=("teach", "learn"))
    parser.add_argument("build", type=Path)
    parser.add_argument("--labels", type=Path, nargs="+", required=True)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--dev", type=Path, nargs="*", default=[])
    parser.add_argument(
        "--evaluated",
        type=Path,
        nargs="*",
        default=[],
        help="NewsMTSC's training sentences, and contrasts.txt",
    )
    parser.add_argument(
        "--kept",
        type=int,
        default=0,
        help="leave out this fifth of them (1 to 5), and measure on it",
    )
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--width", type=int, default=96)
    parser.add_argument("--rate", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--name", default="run")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument(
        "--soft", default="", help="name of the teacher's readings, if not this run's"
    )
    parser.add_argument(
        "--mix", type=Path, help="another teacher's readings, to take the mean with"
    )
    parser.add_argument("--silver", type=float, default=1.0, help="what a teacher's reading weighs")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    torch.set_flush_denormal(True)
    dice = random.Random(args.seed)
    args.build.mkdir(parents=True, exist_ok=True)
    gold, dev = labelled(args.labels, args.shared), labelled(args.dev, args.shared)
    sentences = [s for path in args.evaluated for s in evaluated(path)]
    kept = {
        s.article
        for s in sentences
        if args.kept and zlib.crc32(s.article.encode()) % FOLDS == args.kept - 1
    }
    dev += [s for s in sentences if s.article in kept]
    sentences = [s for s in sentences if s.article not in kept]
    print(f"{len(gold)} statements, {len(sentences)} sentences, {len(dev)} kept out", flush=True)
    if args.what == "teach":
        model, batches = StanceTeacher(), StatementBatches({})
        if args.start:
            model.load_state_dict(torch.load(args.start, weights_only=True))
        slow = [p for p in model.bert.parameters() if p.requires_grad]
        quick = [p for n, p in model.named_parameters() if not n.startswith("bert.")]
        rate = args.rate or 8e-5
        optimiser = torch.optim.AdamW(
            [{"params": slow, "lr": rate}, {"params": quick, "lr": 10 * rate}], weight_decay=0.01
        )
        run(model, batches, args, gold, sentences, dev, dice, optimiser, pieces=True, share=SHARE)
        torch.save(model.state_dict(), args.build / f"teacher-{args.name}.pt")
        plain = args.build / "plain.pickle"
        if not plain.exists():
            with (args.build / "plain.jsonl").open(encoding="utf-8") as file:
                texts = {r["id"]: r["text"] for r in map(json.loads, file)}
            plain.write_bytes(pickle.dumps(found_in(texts)))
        axes = principal(model, batches, dice.sample(gold, min(SAMPLED, len(gold))))
        silver = pickle.loads(plain.read_bytes()) + sentences
        others = pickle.loads(args.mix.read_bytes())[0] if args.mix else []
        soft = soften(model, batches, silver, axes, others)
        readings = read(model, batches, gold, pieces=True, axes=axes)
        seen = [((s.article, s.content), r["states"]) for s, r in zip(gold, readings, strict=True)]
        (args.build / f"soft-{args.name}.pickle").write_bytes(pickle.dumps((soft, seen)))
    else:
        silver = []
        if args.silver:
            silver, seen = pickle.loads(
                (args.build / f"soft-{args.soft or args.name}.pickle").read_bytes()
            )
            of_place = dict(seen)
            for s in gold:
                s.states = of_place.get((s.article, s.content))
            for s in silver:
                s.weight = args.silver
        words = (args.build / "more_words.txt").read_text(encoding="utf-8").split()
        model, batches = student(words, np.load(args.build / "more_words.npy"), args.width)
        if args.start:
            model.load_state_dict(torch.load(args.start, weights_only=True), strict=False)
        optimiser = torch.optim.AdamW(
            [p for p in model.parameters() if p.requires_grad],
            lr=args.rate or 3e-3,
            weight_decay=0.01,
            betas=(0.9, 0.98),
        )
        run(
            model,
            batches,
            args,
            gold,
            silver if silver else sentences,
            dev,
            dice,
            optimiser,
            pieces=False,
        )
        shipped = {k: v for k, v in model.state_dict().items() if not k.startswith("view.")}
        torch.save(shipped, args.build / f"{args.name}.pt")
    if dev:
        (args.build / f"{args.what}-{args.name}.pred.pickle").write_bytes(
            pickle.dumps(
                [
                    {k: v for k, v in r.items() if k != "states"}
                    for r in read(model, batches, dev, pieces=args.what == "teach")
                ]
            )
        )


def run(
    model, batches, args, gold, others, dev, dice, optimiser, *, pieces: bool, share: float = 1.0
) -> None:
    """Train for some epochs, measuring on what is kept out."""
    size = (
        int(sum(len(s.tokens) for s in gold) + share * sum(len(s.tokens) for s in others)) // TOKENS
        + 4
    )
    steps = args.epochs * size
    swap = examples.names(gold + others)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / (0.1 * steps), max(0.02, (steps - s) / (0.9 * steps)))
    )
    for epoch in range(1, args.epochs + 1):
        model.train()
        began, summed = time.monotonic(), 0.0
        some = gold + [s for s in others if dice.random() < share]
        for batch in grouped([changed(s, swap, dice) for s in some], dice):
            total = loss(model, batches, batch, pieces=pieces)
            optimiser.zero_grad()
            total.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            summed += total.item()
        said = (
            measure(read(model, batches, dev, pieces=pieces), dev)
            if dev and (epoch % 2 == 0 or epoch == args.epochs)
            else ""
        )
        print(epoch, round(summed / size, 3), said, f"{time.monotonic() - began:.0f} s", flush=True)


def changed(some: Statement, swap: tuple[set[str], list[str]], dice: random.Random) -> Statement:
    """Swap names, write in capitals, or leave a statement without its sentence, now and then."""
    made = replace(some, tokens=examples.altered(some.tokens, swap, dice))
    if some.act is None or dice.random() >= ALONE:
        return made
    kept = np.flatnonzero(some.part != OTHER)
    arrays = ("space", "starts", "part", "condition", "target", "polarity", "states")
    own = {k: v[kept] for k in arrays if (v := getattr(some, k)) is not None}
    return replace(made, tokens=[made.tokens[k] for k in kept], **own)


def grouped(some: list[Statement], dice: random.Random):
    """Yield batches of statements of like length."""
    keyed = sorted(some, key=lambda s: len(s.tokens) * dice.uniform(0.8, 1.25))
    found: list[Statement] = []
    made = []
    for s in keyed:
        if found and (len(found) + 1) * len(s.tokens) > TOKENS:
            made.append(found)
            found = []
        found.append(s)
    made.append(found)
    dice.shuffle(made)
    return made


def loss(model, batches, batch: list[Statement], *, pieces: bool) -> torch.Tensor:
    """Return the loss of all heads, a mean over statements."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=pieces and HALF):
        arrays = batches.of(batch, pieces=pieces)
        states = model(arrays)
    found = model.heads(states.float(), arrays["part"])
    total = states.sum() * 0
    own = [k for k, s in enumerate(batch) if s.act is not None]
    weight = torch.tensor([s.weight for s in batch])
    if own:
        act = -(
            torch.tensor(np.array([batch[k].act for k in own])) * found["act"][own].log_softmax(-1)
        ).sum(-1)
        sure = torch.tensor(np.array([batch[k].certainty for k in own]))
        sure = -(sure * found["certainty"][own].log_softmax(-1)).sum(-1)
        total = total + ((act + 0.7 * sure) * weight[own]).sum()
    shape = found["condition"].shape
    condition, target, inside, asked = np.zeros((4, *shape), np.float32)
    polarity = np.zeros((*shape, 3), np.float32)
    for k, s in enumerate(batch):
        n = len(s.tokens)
        if s.condition is not None:
            condition[k, :n], inside[k, :n] = s.condition, s.weight * (s.part == CONTENT)
        if s.target is not None:
            target[k, :n], asked[k, :n] = s.target, s.weight
        if s.polarity is not None:
            polarity[k, :n] = s.polarity * s.weight
    each = F.binary_cross_entropy_with_logits(
        found["condition"], torch.tensor(condition), reduction="none"
    )
    total = total + 0.1 * (each * torch.tensor(inside)).sum()
    each = F.binary_cross_entropy_with_logits(
        found["target"], torch.tensor(target), reduction="none"
    )
    total = total + 0.3 * (each * torch.tensor(asked)).sum()
    each = -(torch.tensor(polarity) * found["polarity"].log_softmax(-1)).sum()
    total = total + 0.5 * each
    if not pieces and (seen := [(k, s) for k, s in enumerate(batch) if s.states is not None]):
        view = model.view(states)
        for k, s in seen:
            off = view[k, : len(s.states)] - torch.tensor(s.states.astype(np.float32))
            total = total + VIEW * (off**2).sum(-1).mean()
    return total / len(batch)


def principal(model, batches, some: list[Statement]) -> np.ndarray:
    """Return the axes of the teacher's states, scaled so that projections on them vary by one in all."""
    states = np.concatenate([r["states"] for r in read(model, batches, some, pieces=True)])
    values, vectors = np.linalg.eigh(np.cov(states.T))
    return vectors[:, ::-1][:, :AXES] / np.sqrt(values[::-1][:AXES].sum())


def soften(
    model, batches, plain: list[Statement], axes: np.ndarray, others: list[Statement]
) -> list[Statement]:
    """Return unlabelled statements with the teacher's chances, mixed with another's, and its states."""
    readings = read(model, batches, plain, pieces=True, axes=axes)
    for s, o in zip(readings, others, strict=bool(others)):
        s.update({k: share * s[k] + (1 - share) * getattr(o, k) for k, share in MIX.items()})
    for s, r in zip(plain, readings, strict=True):
        s.states = r["states"]
        told = s.polarity  # what readers said goes before what the teacher thinks
        s.act, s.certainty, s.condition, s.target = (
            r[k] for k in ("act", "certainty", "condition", "target")
        )
        s.polarity = r["polarity"] * (s.target > SEEN)[:, None]
        if told is not None:
            s.polarity = np.where(
                told.sum(-1, keepdims=True) > 0, (told + r["polarity"]) / 2, s.polarity
            )
    return plain


def read(
    model, batches, some: list[Statement], *, pieces: bool, axes: np.ndarray | None = None
) -> list[dict[str, np.ndarray]]:
    """Return the chances of each statement and the states of its tokens, projected on the axes if there are any."""
    model.eval()
    found: list = [None] * len(some)
    order = sorted(range(len(some)), key=lambda i: len(some[i].tokens))
    with torch.no_grad():
        for k in range(0, len(order), 16):
            at = order[k : k + 16]
            arrays = batches.of([some[i] for i in at], pieces=pieces)
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=pieces and HALF):
                states = model(arrays)
            scores = model.heads(states.float(), arrays["part"])
            for j, i in enumerate(at):
                n = len(some[i].tokens)
                own = states[j, :n].float().numpy()
                found[i] = {
                    "states": own if axes is None else (own @ axes).astype(np.float16),
                    "act": scores["act"][j].softmax(-1).numpy(), "certainty": scores["certainty"][j].softmax(-1).numpy(),
                    "condition": scores["condition"][j, :n].sigmoid().numpy(),
                    "target": scores["target"][j, :n].sigmoid().numpy(),
                    "polarity": scores["polarity"][j, :n].softmax(-1).numpy(),
                }  # fmt: skip
    return found


def measure(readings: list[dict[str, np.ndarray]], gold: list[Statement]) -> dict[str, float]:
    """Return how often act and certainty are right, macro-F1 of acts, F1 of conditions and of target words."""
    pairs = list(zip(readings, gold, strict=True))
    sentences = [(r, s) for r, s in pairs if s.act is None]
    pairs = [(r, s) for r, s in pairs if s.act is not None]
    n = max(1, len(pairs))
    act = [ACTS[r["act"].argmax()] for r, _ in pairs]
    best = [s.label["act"][0] for _, s in pairs]
    said = [(r["condition"] * (s.part == CONTENT)).max() > 0.5 for r, s in pairs]
    real = [s.label["condition"] is not None for _, s in pairs]
    both = sum(a and b for a, b in zip(said, real, strict=True))
    hits = names = meant = right = 0
    for r, s in pairs:
        if s.target is not None:
            own, wanted = r["target"] > 0.5, s.target > 0.5
            hits, names, meant = (
                hits + int((own & wanted).sum()),
                names + int(own.sum()),
                meant + int(wanted.sum()),
            )
            right += int((own & wanted & (r["polarity"].argmax(-1) == s.polarity.argmax(-1))).sum())
    marked = [(int(r["polarity"][(s.starts < b) & (s.starts >= a)].sum(0).argmax()), p)
              for r, s in sentences for a, b, p, _ in s.label["targets"]]  # fmt: skip
    names_of = ("negative", "neutral", "positive")
    sure = [(r["certainty"].argmax(), s.certainty.argmax()) for r, s in pairs]
    return {
        "act": round(sum(x == y for x, y in zip(act, best, strict=True)) / n, 3),
        "or": round(sum(x in s.label["act"] for x, (_, s) in zip(act, pairs, strict=True)) / n, 3),
        "macro": macro(act, best),
        "certainty": round(sum(a == b for a, b in sure) / n, 3),
        "sure macro": macro([a for a, _ in sure], [b for _, b in sure]),
        "condition": round(2 * both / max(1, sum(said) + sum(real)), 3),
        "targets": round(2 * hits / max(1, names + meant), 3),
        "with polarity": round(2 * right / max(1, names + meant), 3),
        "marked": macro([names_of[k] for k, _ in marked], [p for _, p in marked]),
    }  # fmt: skip


def macro(said: list, wanted: list) -> float:
    """Return the mean F1 over classes."""
    found = []
    for name in set(wanted):
        both = sum(a == b == name for a, b in zip(said, wanted, strict=True))
        found.append(2 * both / max(1, said.count(name) + wanted.count(name)))
    return round(sum(found) / max(1, len(found)), 3)


if __name__ == "__main__":
    main()
