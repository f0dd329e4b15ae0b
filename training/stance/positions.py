"""
Train the reader of positions: what a statement does with a proposition in plain words.

    python training/stance/positions.py teach BUILD --labels L.jsonl ... --shared FOLDER --start teacher.pt
    python training/stance/positions.py soften BUILD --labels L.jsonl ... --shared FOLDER --start judge.pt
    python training/stance/positions.py learn BUILD --labels L.jsonl ... --shared FOLDER --start reader.pt

A label names a proposition, and of statements (of its own text, or of an article's) what each does with it: asserts,
denies, conditions, reports or nothing. Statements of the labelled article that are not listed do nothing with it.
Records of SNLI (`sentence1`, `sentence2`, `gold_label`) are read too: what entails asserts, what contradicts denies.
"""

from __future__ import annotations

import argparse
import collections
import pickle
import random
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from heads import StanceTeacher, StatementBatches, student
from labels import Page, Statement, examples
from network import HALF
from texts import records, text_of
from torch import nn

from newsan.tagger.statements import CONTENT, CUE

POSITIONS = ("nothing", "asserts", "denies", "conditions", "reports")
ALTERNATIVE = 0.3
STATEMENTS = ("train.jsonl", "dev.jsonl", "sealed.jsonl")  # where an article's statements stand
INFERENCE = {"entailment": "asserts", "contradiction": "denies", "neutral": "nothing"}
PROPOSITION = 4  # part of a token
OTHERS = 1  # propositions that a statement says nothing of, for each that it does
TOKENS = 2400
CROSSED = 0.35  # of statements, put beside a proposition of another text, in each epoch
QUIET = 0.1  # of the statements of an article that do not touch a proposition, in each epoch
MOST = 9000  # unlabelled statements
TOGETHER = 192
LOOK, OWN, COMPARED = 64, 48, 64  # units of the small network


@dataclass
class Pair:
    """A proposition and a statement, and what the one does with the other (chances)."""

    proposition: str
    statement: Statement
    position: np.ndarray
    group: str
    examples: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())  # for it, against it


def read(path: Path, shared: Path) -> list[Pair]:
    """Return the labelled pairs of a file, of real articles or of our own sentences."""
    known = {
        r["file"]: r["statements"]
        for f in STATEMENTS
        if (path.parent / f).exists()
        for r in records(path.parent / f)
    }  # fmt: skip
    found = []
    for record in records(path):
        if "sentence2" in record:
            if record["gold_label"] in INFERENCE:
                one = Page(record["sentence1"]).statement(
                    "", {"content": [0, len(record["sentence1"])]}
                )
                position = chances([INFERENCE[record["gold_label"]]])
                found.append(Pair(record["sentence2"], one, position, record["sentence2"]))
            continue
        asked = record["proposition"]
        given = tuple(tuple(record.get(k, ())) for k in ("for", "against"))
        rows = record["statements"] if "file" not in record else []
        rows = rows + [
            {"text": t, "content": [0, len(t)], "position": [what]}
            for some, what in zip(given, ("asserts", "denies"), strict=True)
            for t in some
        ]
        group = record.get("file", asked)
        for row in rows:
            one = Page(row["text"]).statement(asked, row)
            found.append(Pair(asked, one, chances(row["position"]), group, given))
        if "file" not in record:
            continue
        page = Page(text_of(record, shared))
        told = {(a, b): names for a, b, names in record["positions"]}
        rows = [{k: r[k] for k in ("content", "cue", "speaker")} for r in known[record["file"]]]
        rows += [{"content": s} for s in told if list(s) not in [r["content"] for r in rows]]
        for row in rows:
            position = chances(told.get(tuple(row["content"]), ["nothing"]))
            found.append(Pair(asked, page.statement(record["file"], row), position, group, given))
    return found


def chances(names: list[str]) -> np.ndarray:
    """Return the best position and those as good as chances."""
    row = np.zeros(len(POSITIONS), np.float32)
    for name in names[1:]:
        row[POSITIONS.index(name)] = ALTERNATIVE / (len(names) - 1)
    row[POSITIONS.index(names[0])] = 1 - row.sum()
    return row


def crossed(pairs: list[Pair], dice: random.Random) -> list[Pair]:
    """Return pairs of statements with propositions of other texts, of which they say nothing."""
    propositions = sorted({(p.proposition, p.group) for p in pairs})
    made = []
    for p in pairs:
        if p.position[0] == 1 or not p.statement.article:
            continue
        for other, group in dice.sample(propositions, OTHERS):
            if group != p.group and other != p.proposition:
                made.append(Pair(other, p.statement, chances(["nothing"]), p.group))
    return made


def together(pair: Pair, proposition: Statement) -> Statement:
    """Return proposition and statement as one row of tokens."""
    s = pair.statement
    n = len(proposition.tokens) + 1
    return replace(
        s,
        tokens=[*proposition.tokens, "[SEP]", *s.tokens],
        space=np.concatenate((proposition.space, np.zeros(1, np.uint8), s.space)),
        part=np.concatenate((np.full(n, PROPOSITION), s.part)),
        starts=np.concatenate((np.zeros(n, np.int64), s.starts)),
    )


class Matcher(nn.Module):
    """
    The small network: soft alignment of the tokens of proposition and statement, compared and pooled.

    After Parikh et al. 2016 (decomposable attention), over word vectors and the states of an encoder that starts as
    the reader of statements and is trained on; a third pool looks at the tokens that align best.
    """

    def __init__(self, reader: nn.Module, width: int, drop: float = 0.15) -> None:
        super().__init__()
        self.reader = reader
        words = reader.words.weight.shape[1]
        size = words + width
        self.look = nn.Linear(size, LOOK)
        self.alike = nn.Parameter(torch.tensor(4.0))
        self.same = nn.Parameter(torch.tensor(2.0))
        self.null = nn.Parameter(torch.tensor(0.0))
        self.focus = nn.Parameter(torch.tensor(1.0))
        self.own = nn.Linear(size, OWN)
        self.compare = nn.Linear(4 * OWN + 1, COMPARED)
        self.out = nn.Linear(6 * COMPARED, 64)
        self.last = nn.Linear(64, len(POSITIONS))
        self.drop = nn.Dropout(drop)

    def known(self, batch: dict[str, torch.Tensor]) -> tuple[torch.Tensor, ...]:
        """Return unit vectors, vectors with states, and the mask of tokens that count."""
        word = batch["features"][..., 0]
        table = torch.cat((self.reader.words.weight, self.reader.more.weight))
        vectors = F.normalize(table[word], dim=-1)
        states = self.reader(batch)
        mask = batch["mask"] & ((batch["part"] == CONTENT) | (batch["part"] == CUE))
        return vectors, torch.cat((vectors, states), -1), mask.float()

    def forward(self, asked, said, same) -> torch.Tensor:
        """Return the scores of positions: (pairs, 5)."""
        asked, said = self.known(asked), self.known(said)
        looks = [self.look(self.drop(x[1])).relu() for x in (asked, said)]
        scores = looks[0] @ looks[1].transpose(1, 2) / LOOK**0.5
        scores = scores + self.alike * (asked[0] @ said[0].transpose(1, 2)) + self.same * same
        both = asked[2][:, :, None] * said[2][:, None, :]
        scores = scores.masked_fill(both == 0, -1e4)
        own = [self.own(self.drop(x[1])) for x in (asked, said)]
        parts = []
        for k, table in enumerate((scores, scores.transpose(1, 2))):
            mask = (asked, said)[k][2]
            whole = torch.cat((table, self.null.expand(*table.shape[:2], 1)), -1)
            other = whole.softmax(-1)[..., :-1] @ own[1 - k]
            best = table.max(-1).values
            near = best.clamp(min=-8, max=8)[..., None] / 4
            seen = torch.cat((own[k], other, own[k] * other, (own[k] - other).abs(), near), -1)
            found = self.compare(self.drop(seen)).relu() * mask[..., None]
            share = (self.focus * best).masked_fill(mask == 0, -1e4).softmax(-1)
            parts += [
                found.sum(1) / mask.sum(1, keepdim=True).clamp(min=1),
                found.max(1).values,
                (share[..., None] * found).sum(1),
            ]
        return self.last(self.drop(self.out(self.drop(torch.cat(parts, -1))).relu()))


class Judge(StanceTeacher):
    """MiniLM over proposition and statement together."""

    def __init__(self) -> None:
        super().__init__()
        width = self.bert.config.hidden_size
        self.more = nn.Parameter(torch.zeros(1, width))
        self.out = nn.Sequential(
            nn.Linear(3 * width, 256), nn.GELU(), nn.Dropout(0.2), nn.Linear(256, len(POSITIONS))
        )

    def forward(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        """Return the scores of positions."""
        table = torch.cat((self.part.weight, self.more))
        x = (
            self.bert.embeddings.word_embeddings(batch["pieces"])
            + self.case(batch["cases"])
            + table[batch["piece_parts"]]
        )
        states = self.drop(
            self.bert(inputs_embeds=x, attention_mask=batch["shown"]).last_hidden_state.float()
        )
        own = (batch["piece_parts"] == 1) * batch["shown"]
        asked = (batch["piece_parts"] == PROPOSITION) * batch["shown"]
        pooled = [states[:, 0]]
        pooled += [
            (states * m[..., None]).sum(1) / m.sum(1, keepdim=True).clamp(min=1)
            for m in (own, asked)
        ]
        return self.out(torch.cat(pooled, -1))


def main() -> None:
    """Teach or learn."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("what", choices=("teach", "soften", "learn"))
    parser.add_argument("build", type=Path)
    parser.add_argument("--labels", type=Path, nargs="+", required=True)
    parser.add_argument("--dev", type=Path, nargs="*", default=[])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="a teacher or reader of statements")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--name", default="positions")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    torch.set_flush_denormal(True)
    dice = random.Random(args.seed)
    gold = [p for f in args.labels for p in read(f, args.shared)]
    dev = [p for f in args.dev for p in read(f, args.shared)]
    counted = collections.Counter(POSITIONS[p.position.argmax()] for p in gold)
    print(len(gold), "pairs,", len(dev), "kept out", counted, flush=True)
    {"teach": teach, "soften": soften, "learn": learn}[args.what](args, gold, dev, dice)


def teach(args, gold: list[Pair], dev: list[Pair], dice: random.Random) -> None:
    """Fine-tune MiniLM on the pairs."""
    model, batches, asked = Judge(), StatementBatches({}), Asked()
    if args.start:
        told = model.load_state_dict(torch.load(args.start, weights_only=True), strict=False)
        print("not in the start:", told.missing_keys[:8], flush=True)
    slow = [p for n, p in model.named_parameters() if n.startswith("bert.") and p.requires_grad]
    quick = [p for n, p in model.named_parameters() if not n.startswith("bert.")]
    groups = [{"params": slow, "lr": args.rate}, {"params": quick, "lr": 6 * args.rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    size = sum(len(p.statement.tokens) + 14 for p in drawn(gold, dice)) // TOKENS + 4
    steps = args.epochs * size
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / (0.1 * steps), max(0.02, (steps - s) / (0.9 * steps)))
    )
    swap = examples.names(p.statement for p in gold)
    for epoch in range(1, args.epochs + 1):
        model.train()
        began, summed, n = time.monotonic(), 0.0, 0
        for batch in grouped(drawn(gold, dice), dice):
            rows = [together(p, asked.of(p.proposition)) for p in batch]
            rows = [replace(r, tokens=examples.altered(r.tokens, swap, dice)) for r in rows]
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
                scores = model(batches.of(rows, pieces=True)).float()
            wanted = torch.tensor(np.array([p.position for p in batch]))
            loss = -(wanted * scores.log_softmax(-1)).sum(-1).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            summed, n = summed + loss.item(), n + 1
            if n % 50 == 0:
                print(
                    n,
                    "of",
                    size,
                    round(summed / n, 3),
                    f"{time.monotonic() - began:.0f} s",
                    flush=True,
                )
        found = measure(judge(model, batches, dev, asked), dev) if dev else ""
        print(
            epoch,
            n,
            size,
            round(summed / n, 3),
            found,
            f"{time.monotonic() - began:.0f} s",
            flush=True,
        )
        torch.save(model.state_dict(), args.build / f"judge-{args.name}.pt")


def drawn(gold: list[Pair], dice: random.Random) -> list[Pair]:
    """Return the pairs of an epoch: our own and all that touch, some that do not, some crossed."""
    own = [
        p for p in gold if p.position[0] < 1 or p.group == p.proposition or dice.random() < QUIET
    ]
    return own + [p for p in crossed(gold, dice) if dice.random() < CROSSED]


def soften(args, gold: list[Pair], dev: list[Pair], dice: random.Random) -> None:
    """Write what the teacher makes of unlabelled pairs: statements with propositions in like words, and any others."""
    model, batches, asked = Judge(), StatementBatches({}), Asked()
    model.load_state_dict(torch.load(args.start, weights_only=True))
    plain = pickle.loads((args.build / "plain.pickle").read_bytes())
    known = {(p.statement.article, p.statement.content): p.statement for p in gold}
    some = list(known.values()) + [s for s in plain if (s.article, s.content) not in known]
    dice.shuffle(some)
    propositions = sorted({p.proposition for p in gold})
    words = {p: {t.lower() for t in asked.of(p).tokens if len(t) > 3} for p in propositions}
    common = collections.Counter(w for own in words.values() for w in own)
    made = []
    for s in some[:MOST]:
        own = {t.lower() for t in s.tokens}
        near = sorted(propositions, key=lambda p: -sum(1 / common[w] for w in words[p] & own))
        picked = [*dice.sample(near[:8], 3), *dice.sample(propositions, 2)]
        made += [Pair(p, s, chances(["nothing"]), "") for p in picked]
    made += gold
    began = time.monotonic()
    found = judge(model, batches, made, asked)
    for pair, row in zip(made, found, strict=True):
        pair.position = (pair.position + row) / 2 if pair.group else row
    (args.build / f"pairs-{args.name}.pickle").write_bytes(pickle.dumps(made))
    print(len(made), "pairs", f"{time.monotonic() - began:.0f} s")


def learn(args, gold: list[Pair], dev: list[Pair], dice: random.Random) -> None:
    """Train the small network on labels, or on the teacher's chances where there are some."""
    words = (args.build / "more_words.txt").read_text(encoding="utf-8").split()
    reader, batches = student(words, np.load(args.build / "more_words.npy"), 96)
    told = torch.load(args.start, weights_only=True)
    if any(n.startswith("reader.") for n in told):
        model = Matcher(reader, 96)
        model.load_state_dict(told)
    else:
        reader.load_state_dict(told)
        model = Matcher(reader, 96)
    reader.more.requires_grad_(False)
    layout = Laid(batches)
    silver = args.build / f"pairs-{args.name}.pickle"
    pairs = pickle.loads(silver.read_bytes()) if silver.exists() else None
    optimiser = torch.optim.AdamW(model.parameters(), lr=args.rate, weight_decay=0.01)
    size = sum(len(p.statement.tokens) + 14 for p in pairs or drawn(gold, dice)) // TOKENS + 4
    steps = args.epochs * size
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / (0.05 * steps), max(0.02, (steps - s) / (0.95 * steps)))
    )
    swap = examples.names(p.statement for p in gold)
    for epoch in range(1, args.epochs + 1):
        model.train()
        began, summed, n = time.monotonic(), 0.0, 0
        for batch in grouped(pairs or drawn(gold, dice), dice):
            scores = model(*layout.of(batch, swap, dice))
            wanted = torch.tensor(np.array([p.position for p in batch]))
            loss = -(wanted * scores.log_softmax(-1)).sum(-1).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            summed, n = summed + loss.item(), n + 1
        said = measure(match(model, layout, dev), dev) if dev else ""
        print(epoch, round(summed / n, 3), said, f"{time.monotonic() - began:.0f} s", flush=True)
        torch.save(model.state_dict(), args.build / f"matcher-{args.name}.pt")


def match(model: Matcher, layout: Laid, some: list[Pair]) -> np.ndarray:
    """Return the small network's chances of positions."""
    model.eval()
    order = sorted(range(len(some)), key=lambda i: len(some[i].statement.tokens))
    found = np.zeros((len(some), len(POSITIONS)), np.float32)
    with torch.no_grad():
        for k in range(0, len(order), 64):
            at = order[k : k + 64]
            found[at] = model(*layout.of([some[i] for i in at])).softmax(-1).numpy()
    return found


class Laid:
    """Lays pairs out for the small network."""

    def __init__(self, batches: StatementBatches) -> None:
        self.batches, self.asked = batches, Asked()

    def of(self, pairs: list[Pair], swap=None, dice: random.Random | None = None) -> tuple:
        """Return arrays of propositions and of statements, and where their tokens are the same."""
        sides = [[self.asked.of(p.proposition) for p in pairs], [p.statement for p in pairs]]
        if swap is not None:
            for k, (asked, said) in enumerate(zip(*sides, strict=True)):
                both = examples.altered([*asked.tokens, *said.tokens], swap, dice)
                n = len(asked.tokens)
                sides[0][k] = replace(asked, tokens=both[:n])
                sides[1][k] = replace(said, tokens=both[n:])
        made = [self.batches.of(one, pieces=False) for one in sides]
        same = np.zeros(
            (len(pairs), made[0]["mask"].shape[1], made[1]["mask"].shape[1]), np.float32
        )
        for k, (a, b) in enumerate(zip(*sides, strict=True)):
            one, other = ([t.lower() for t in s.tokens] for s in (a, b))
            same[k, : len(one), : len(other)] = np.array(one)[:, None] == np.array(other)[None]
        return (*made, torch.tensor(same))


class Asked:
    """Propositions as tokens, each read once."""

    def __init__(self) -> None:
        self.known: dict[str, Statement] = {}

    def of(self, words: str) -> Statement:
        """Return the tokens of a proposition."""
        if words not in self.known:
            self.known[words] = Page(words).statement("", {"content": [0, len(words)]})
        return self.known[words]


def grouped(some: list[Pair], dice: random.Random) -> list[list[Pair]]:
    """Return batches of pairs of like length."""
    keyed = sorted(some, key=lambda p: len(p.statement.tokens) * dice.uniform(0.8, 1.25))
    made, found = [], []
    for p in keyed:
        if found and (len(found) + 1) * (len(p.statement.tokens) + 14) > TOKENS:
            made.append(found)
            found = []
        found.append(p)
    made.append(found)
    dice.shuffle(made)
    return made


def judge(model, batches, some: list[Pair], asked: Asked) -> np.ndarray:
    """Return the chances of positions."""
    model.eval()
    found = np.zeros((len(some), len(POSITIONS)), np.float32)
    order = sorted(range(len(some)), key=lambda i: len(some[i].statement.tokens))
    with torch.no_grad():
        for k in range(0, len(order), 24):
            at = order[k : k + 24]
            rows = [together(some[i], asked.of(some[i].proposition)) for i in at]
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
                scores = model(batches.of(rows, pieces=True))
            found[at] = scores.float().softmax(-1).numpy()
    return found


def measure(found: np.ndarray, gold: list[Pair]) -> dict[str, float]:
    """Return precision, recall and reversals of positions taken, at two thresholds."""
    wanted = np.array([p.position for p in gold])
    best = wanted.argmax(1)
    said = found.argmax(1)
    taken = (best >= 1) & (best <= 3) & (wanted[:, 0] + wanted[:, 4] == 0)
    told: dict[str, float] = {
        "right": round(float((wanted[np.arange(len(said)), said] > 0).mean()), 3)
    }
    for least in (0.0, 0.5, 0.6, 0.7, 0.8):
        claims = (said >= 1) & (said <= 3) & (found.max(1) >= least)
        right = claims & (wanted[np.arange(len(said)), said] > 0)
        p, r = right.sum() / max(1, claims.sum()), (right & taken).sum() / max(1, taken.sum())
        told[f"P/R {least}"] = f"{p:.3f}/{r:.3f}"
    told["n"] = int(taken.sum())
    turned = ((said == 1) & (wanted[:, 2] >= 0.5)) | ((said == 2) & (wanted[:, 1] >= 0.5))
    told["reversed"] = int(turned.sum())
    return told


if __name__ == "__main__":
    main()
