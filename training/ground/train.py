"""
Train the reader of ground events: a teacher on the labels, then the small network on both.

    python training/ground/train.py teach BUILD --labels L.jsonl ... --texts ARTICLES --plain PATH ...
    python training/ground/train.py learn BUILD --labels L.jsonl ... --texts ARTICLES --name run1

`teach` fine-tunes MiniLM on the labels and reads the unlabelled texts (`--plain`), writing its chances;
`learn` trains the network that is shipped on labels and chances. Texts with war in them are to be labelled;
texts without (`--none`) are learnt as saying nothing of ground.
"""

from __future__ import annotations

import argparse
import collections
import pickle
import random
import time
from dataclasses import replace
from pathlib import Path

import frames
import numpy as np
import torch
import torch.nn.functional as F
from examples import ROLES, Chunk, Event, altered, chunks, labelled, layout, names, unlabelled
from network import HALF
from networks import Batches, Student, Teacher
from torch import nn

from newsan.tagger import pairs
from newsan.tagger.events import RELATIONS
from newsan.tagger.model import shipped

TOKENS = 1200  # in a batch
SEEN = 0.15  # the chance from which a teacher's event is learnt from
PLAIN = 0.2  # of the texts without war, seen in each epoch of the teacher
PLACES = 2.0  # what a place weighs, against a name that is none of the event's
STATUS, ROLE = 1.0, 1.0  # weights of the losses beside that of the relation


def main() -> None:
    """Teach or learn."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("what", choices=("teach", "learn"))
    parser.add_argument("build", type=Path)
    parser.add_argument("--labels", type=Path, nargs="+", required=True)
    parser.add_argument("--dev", type=Path, nargs="*", default=[])
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--plain", type=Path, nargs="*", default=[])
    parser.add_argument("--none", type=Path, nargs="*", default=[])
    parser.add_argument("--frames", type=int, default=2, help="sentences a frame and epoch")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--width", type=int, default=96)
    parser.add_argument("--rate", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--name", default="run")
    parser.add_argument("--start", type=Path, help="weights to go on from, of a run or as shipped")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    torch.set_flush_denormal(True)
    dice = random.Random(args.seed)
    args.build.mkdir(parents=True, exist_ok=True)
    gold = [c for p in args.labels for n, t, r in labelled(p, args.texts) for c in chunks(n, t, r)]
    dev = [c for p in args.dev for n, t, r in labelled(p, args.texts) for c in chunks(n, t, r)]
    print(
        f"{len(gold)} chunks, {sum(len(c.events) for c in gold)} events; dev {len(dev)}, {sum(len(c.events) for c in dev)}"
    )
    none = unlabelled(args.none, dice)
    if args.what == "teach":
        model, batches = Teacher(), Batches({})
        if args.start:
            model.load_state_dict(torch.load(args.start, weights_only=True))
        groups = [
            {
                "params": [p for p in model.bert.parameters() if p.requires_grad],
                "lr": args.rate or 1e-4,
            },
            {
                "params": [*model.case.parameters(), *model.heads.parameters()],
                "lr": 10 * (args.rate or 1e-4),
            },
        ]
        run(
            model,
            batches,
            args,
            gold,
            none,
            dev,
            dice,
            torch.optim.AdamW(groups, weight_decay=0.01),
            pieces=True,
            share=PLAIN,
        )
        torch.save(model.state_dict(), args.build / f"{args.name}.pt")
        with (args.build / "soft.pickle").open("wb") as file:
            pickle.dump(soften(model, batches, unlabelled(args.plain, dice)), file)
        return
    soft, silver = args.build / "soft.pickle", []
    if soft.exists():  # made by `teach`
        with soft.open("rb") as file:
            silver = pickle.load(file)
    if args.start and args.start.suffix == ".npz":
        words, weights = shipped_events(args.start)
        (args.build / "more_words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
        model, batches = student(words, weights["more.weight"].numpy(), args.width)
        model.load_state_dict(weights, strict=False)
    else:
        words = (args.build / "more_words.txt").read_text(encoding="utf-8").split()
        model, batches = student(words, np.load(args.build / "more_words.npy"), args.width)
        if args.start:
            model.load_state_dict(torch.load(args.start, weights_only=True))
    params = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        params, lr=args.rate or 3e-3, weight_decay=0.01, betas=(0.9, 0.98)
    )
    run(model, batches, args, gold, none + silver, dev, dice, optimiser, pieces=False)


def shipped_events(path: Path) -> tuple[list[str], dict[str, torch.Tensor]]:
    """Return the further words and the weights of a shipped file, to go on from."""
    with np.load(path, allow_pickle=False) as file:
        held = {name: file[name] for name in file.files}
    weights = {}
    for name, array in held.items():
        if (
            array.ndim
            and not name.endswith(".scale")
            and name not in ("more_words", "dilations", "version")
        ):
            scale = held.get(f"{name}.scale", np.ones(len(array), np.float16)).astype(np.float32)
            weights[name] = torch.tensor(
                array.astype(np.float32) * scale.reshape(-1, *[1] * (array.ndim - 1))
            )
    return bytes(held["more_words"]).decode("utf-8").split(), weights


def student(words: list[str], vectors: np.ndarray, width: int) -> tuple[Student, Batches]:
    """Return the small network over the tagger's tables and some more words."""
    tagger = shipped()
    tables = [torch.tensor(tagger.weights[f"hashed.{k}.weight"]) for k in range(4)]
    own = torch.tensor(tagger.weights["words.weight"])
    rows = tagger.words | {w: len(own) + k for k, w in enumerate(words)}
    return Student(own, torch.tensor(vectors), tables, width), Batches(rows)


def run(model, batches, args, gold, others, dev, dice, optimiser, *, pieces, share=1.0) -> None:
    """Train for some epochs, measuring on dev after each."""
    swap = names(gold + others)
    size = int(sum(len(c.tokens) for c in gold) + share * sum(len(c.tokens) for c in others))
    size = size // TOKENS + 2
    steps = args.epochs * (size + 4)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(s / (0.1 * steps), max(0.0, (steps - s) / (0.9 * steps)))
    )
    began = time.monotonic()
    for epoch in range(1, args.epochs + 1):
        model.train()
        summed = np.zeros(3)
        own = [c for n, t, r in frames.made(dice, args.frames) for c in chunks(n, t, r)]
        some = gold + own + [c for c in others if dice.random() < share]
        for batch in grouped([changed(c, swap, dice) for c in some], dice):
            losses = loss(model, batches, batch, pieces=pieces)
            total = losses[0] + STATUS * losses[1] + ROLE * losses[2]
            optimiser.zero_grad()
            total.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            summed += [x.item() for x in losses]
        print(
            epoch,
            (summed / steps * args.epochs).round(3).tolist(),
            measure(model, batches, dev, pieces=pieces)
            if dev and (epoch % 2 == 0 or epoch == args.epochs)
            else "",
            round(time.monotonic() - began),
            flush=True,
        )
        torch.save(model.state_dict(), args.build / f"{args.name}.pt")


def changed(chunk: Chunk, swap: tuple[set[str], list[str]], dice: random.Random) -> Chunk:
    """Swap names, or write a chunk in capitals, now and then."""
    tokens = altered(chunk.tokens, swap, dice)
    if tokens is chunk.tokens:
        return chunk
    layout(chunk)
    return replace(chunk, tokens=tokens)


def grouped(all_chunks: list[Chunk], dice: random.Random) -> list[list[Chunk]]:
    """Put chunks of like length together, up to so many tokens, in random order."""
    order = sorted(all_chunks, key=lambda c: len(c.tokens) + dice.random() * 40)
    found, held, longest = [], [], 0
    for c in order:
        longest = max(longest, len(c.tokens))
        if held and (len(held) + 1) * longest > TOKENS:
            found.append(held)
            held, longest = [], len(c.tokens)
        held.append(c)
    found.append(held)
    dice.shuffle(found)
    return found


def loss(model, batches: Batches, batch: list[Chunk], *, pieces: bool) -> tuple[torch.Tensor, ...]:
    """Return the mean losses of relations (a token), of statuses and of roles (an event)."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
        states = model(batches.of(batch, pieces=pieces))
    states = states.float()
    heads = model.heads
    target = np.zeros((*states.shape[:2], len(RELATIONS) + 1), np.float32)
    weight = np.zeros(states.shape[:2], np.float32)
    status, roles, sure, n = [], [], 0.0, 0
    for k, c in enumerate(batch):
        size = len(c.tokens)
        weight[k, :size] = c.scored
        n += size
        if c.soft is not None:
            target[k, :size] = c.soft
        else:
            target[k, :size, 0] = 1
            for e in c.events:
                target[k, e.token] = np.append(0, e.relation)
        if not c.events:
            continue
        _, sentence, kinds = layout(c)
        at = np.array(sorted(e.token for e in c.events))
        for e in c.events:
            sure += e.sure
            scores = heads.status(heads.drop(states[k, e.token]))
            status.append(-e.sure * (torch.tensor(e.status) * scores.log_softmax(-1)).sum())
            first, last = pairs.window(e.token, sentence)
            seen = torch.tensor(pairs.columns(e.token, first, last, sentence, kinds, at))
            found = heads.roles(states[k], e.token, first, last, seen)
            roles.append(e.sure * role_loss(found, e, first, last, capital(c, first, last)))
    scores = heads.relation(heads.drop(states)).log_softmax(-1)
    each = -(torch.tensor(target) * scores).sum(-1) * torch.tensor(weight)
    events = max(sure, 1.0)
    zero = states.sum() * 0
    # a mean over tokens would be all "none": events are rare
    return each.sum() / max(events, n / 40), sum(status, zero) / events, sum(roles, zero) / events


def capital(chunk: Chunk, first: int, last: int) -> torch.Tensor:
    """Return which tokens begin with a capital: only names are asked whether they are places."""
    return torch.tensor([float(t[:1].isupper()) for t in chunk.tokens[first:last]])


def role_loss(
    scores: torch.Tensor, event: Event, first: int, last: int, asked: torch.Tensor
) -> torch.Tensor:
    """Return the loss of one event's roles: one of the tokens or none; places each by itself."""
    total = scores.sum() * 0
    for k, role in enumerate(ROLES):
        given = event.roles.get(role, [])
        if isinstance(given, np.ndarray):
            target = torch.tensor(given)
        elif role == "places":
            target = torch.zeros(last - first)
            target[[t - first for t in given if first <= t < last]] = 1
        else:
            held = [t - first for t in given if first <= t < last]
            target = torch.zeros(last - first + 1)
            target[held or [last - first]] = 1 / max(1, len(held))
        if role == "places":
            weight = asked * (1 + (PLACES - 1) * target)
            total = total + F.binary_cross_entropy_with_logits(
                scores[:-1, k], target, weight=weight, reduction="sum"
            )
        else:
            total = total - (target * scores[:, k].log_softmax(0)).sum()
    return total


def soften(model, batches: Batches, plain: list[Chunk]) -> list[Chunk]:
    """Return unlabelled chunks with the teacher's chances."""
    model.eval()
    with torch.no_grad():
        for c in plain:
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
                states = model(batches.of([c], pieces=True))
            states = states.float()[0]
            c.soft = model.heads.relation(states).softmax(-1).numpy().astype(np.float16)
            chance = 1 - c.soft[:, 0].astype(np.float32)
            at = np.flatnonzero(chance > SEEN)
            if not len(at):
                continue
            status = model.heads.status(states[at]).softmax(-1).numpy()
            _, sentence, kinds = layout(c)
            for k, t in enumerate(at.tolist()):
                first, last = pairs.window(t, sentence)
                columns = torch.tensor(pairs.columns(t, first, last, sentence, kinds, at))
                scores = model.heads.roles(states, t, first, last, columns)
                roles = {r: scores[:, i].softmax(0).numpy() for i, r in enumerate(ROLES[:3])}
                roles["places"] = scores[:-1, 3].sigmoid().numpy()
                c.events.append(Event(t, np.zeros(0), status[k], roles, float(chance[t])))
    return plain


def measure(model, batches: Batches, dev: list[Chunk], *, pieces: bool) -> dict[str, float]:
    """Return F1 of triggers and of place words, and how often status and agent are right."""
    model.eval()
    n = collections.Counter()
    with torch.no_grad():
        for c in dev:
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
                states = model(batches.of([c], pieces=pieces))
            states = states.float()[0]
            best = model.heads.relation(states).argmax(-1).numpy()
            n["said"] += int(((best > 0) & c.scored).sum())
            n["wanted"] += len(c.events)
            _, sentence, kinds = layout(c)
            at = np.array(sorted(e.token for e in c.events))
            for e in (e for e in c.events if best[e.token]):
                t = e.token
                n["right"] += int(e.relation[best[t] - 1] > 0)
                n["matched"] += 1
                n["status"] += int(e.status[int(model.heads.status(states[t]).argmax())] > 0)
                first, last = pairs.window(t, sentence)
                columns = torch.tensor(pairs.columns(t, first, last, sentence, kinds, at))
                scores = model.heads.roles(states, t, first, last, columns)
                n["agent"] += int(scores[:, 0].argmax()) + first in (e.roles["agent"] or [last])
                likely = (scores[:-1, -1] > 0) & (capital(c, first, last) > 0)
                found = {first + i for i in np.flatnonzero(likely.numpy()).tolist()}
                n["both"] += len(found & set(e.roles["places"]))
                n["places"] += len(set(e.roles["places"])) + len(found)
    matched = max(1, n["matched"])
    shares = {
        "precision": n["right"] / max(1, n["said"]), "recall": n["right"] / max(1, n["wanted"]),
        "F1": 2 * n["right"] / max(1, n["said"] + n["wanted"]), "status": n["status"] / matched,
        "agent": n["agent"] / matched, "places": 2 * n["both"] / max(1, n["places"]),
    }  # fmt: skip
    return {k: round(v, 3) for k, v in shares.items()}


if __name__ == "__main__":
    main()
