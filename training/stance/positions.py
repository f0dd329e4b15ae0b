"""
Train the reader of positions: what a statement does with a proposition in plain words.

    python training/stance/positions.py teach BUILD --labels L.jsonl ... --shared FOLDER --start teacher.pt
    python training/stance/positions.py soften BUILD --labels L.jsonl ... --shared FOLDER --start judge.pt
    python training/stance/positions.py learn BUILD --labels L.jsonl ... --shared FOLDER --start reader.pt

A label names a proposition, and of statements (of its own text, or of an article's) what each does with it: asserts,
denies, conditions, reports or nothing. Statements of the labelled article that are not listed do nothing with it.
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
from texts import records, text_of
from torch import nn

from newsan.schema import ACTS
from newsan.tagger.statements import CERTAINTIES, CONTENT, CUE

POSITIONS = ("nothing", "asserts", "denies", "conditions", "reports")
ALTERNATIVE = 0.3
STATEMENTS = ("train.jsonl", "dev.jsonl", "sealed.jsonl")  # where an article's statements stand
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


def read(path: Path, shared: Path) -> list[Pair]:
    """Return the labelled pairs of a file, of real articles or of our own sentences."""
    known = {
        r["file"]: r["statements"] for f in STATEMENTS for r in records(path.parent / f)
    }  # fmt: skip
    found = []
    for record in records(path):
        asked = record["proposition"]
        if "file" not in record:
            for row in record["statements"]:
                one = Page(row["text"]).statement(asked, row)
                found.append(Pair(asked, one, chances(row["position"]), asked))
            continue
        page = Page(text_of(record, shared))
        told = {(a, b): names for a, b, names in record["positions"]}
        rows = [{k: r[k] for k in ("content", "cue", "speaker")} for r in known[record["file"]]]
        rows += [{"content": s} for s in told if list(s) not in [r["content"] for r in rows]]
        for row in rows:
            position = chances(told.get(tuple(row["content"]), ["nothing"]))
            found.append(Pair(asked, page.statement(record["file"], row), position, record["file"]))
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
        if p.position[0] == 1:
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
    The small network: soft alignment of the tokens of proposition and statement, compared and summed.

    After Parikh et al. 2016 (decomposable attention), over the word vectors and states of the reader of statements.
    """

    def __init__(self, words: int, width: int, drop: float = 0.2) -> None:
        super().__init__()
        size = words + width
        self.words = words
        self.look = nn.Linear(size, LOOK)
        self.alike = nn.Parameter(torch.tensor(4.0))
        self.same = nn.Parameter(torch.tensor(2.0))
        self.null = nn.Parameter(torch.tensor(0.0))
        self.own = nn.Linear(size, OWN)
        self.compare = nn.Linear(3 * OWN + 1, COMPARED)
        self.out = nn.Linear(4 * COMPARED + len(ACTS) + len(CERTAINTIES), 64)
        self.last = nn.Linear(64, len(POSITIONS))
        self.drop = nn.Dropout(drop)

    def forward(self, asked, asked_mask, said, said_mask, same, chances) -> torch.Tensor:
        """Return the scores of positions: (pairs, 5)."""
        scores = (
            self.look(self.drop(asked)).relu()
            @ self.look(self.drop(said)).relu().transpose(1, 2)
            / LOOK**0.5
        )
        a, b = (F.normalize(x[..., : self.words], dim=-1) for x in (asked, said))
        scores = scores + self.alike * (a @ b.transpose(1, 2)) + self.same * same
        both = asked_mask[:, :, None] * said_mask[:, None, :]
        scores = scores.masked_fill(both == 0, -1e4)
        own = [self.own(self.drop(x)) for x in (asked, said)]
        parts = []
        for k, (table, mask) in enumerate(
            ((scores, asked_mask), (scores.transpose(1, 2), said_mask))
        ):
            whole = torch.cat((table, self.null.expand(*table.shape[:2], 1)), -1)
            share = whole.softmax(-1)[..., :-1]
            other = share @ own[1 - k]
            best = table.max(-1, keepdim=True).values.clamp(min=-8, max=8) / 4
            seen = torch.cat((own[k], other, own[k] * other), -1)
            found = self.compare(self.drop(torch.cat((seen, best), -1))).relu() * mask[..., None]
            parts += [found.sum(1) / mask.sum(1, keepdim=True).clamp(min=1), found.max(1).values]
        return self.last(self.drop(self.out(torch.cat((*parts, chances), -1)).relu()))


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
            scores = model(batches.of(rows, pieces=True))
            wanted = torch.tensor(np.array([p.position for p in batch]))
            loss = -(wanted * scores.log_softmax(-1)).sum(-1).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            summed, n = summed + loss.item(), n + 1
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
    """Train the small network on labels and on the teacher's chances."""
    words = (args.build / "more_words.txt").read_text(encoding="utf-8").split()
    reader, batches = student(words, np.load(args.build / "more_words.npy"), 96)
    reader.load_state_dict(torch.load(args.start, weights_only=True))
    known = Known(reader.eval(), batches)
    silver = pickle.loads((args.build / f"pairs-{args.name}.pickle").read_bytes())
    model = Matcher(reader.words.weight.shape[1], 96)
    optimiser = torch.optim.AdamW(model.parameters(), lr=args.rate, weight_decay=0.01)
    pairs = silver or gold
    steps = args.epochs * (len(pairs) // TOGETHER + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / (0.05 * steps), max(0.02, (steps - s) / (0.95 * steps)))
    )
    for epoch in range(1, args.epochs + 1):
        model.train()
        began, summed, n = time.monotonic(), 0.0, 0
        order = sorted(
            range(len(pairs)), key=lambda k: len(pairs[k].statement.tokens) + dice.random() * 30
        )
        groups = [order[k : k + TOGETHER] for k in range(0, len(order), TOGETHER)]
        dice.shuffle(groups)
        for group in groups:
            batch = [pairs[k] for k in group]
            scores = model(*known.of(batch))
            wanted = torch.tensor(np.array([p.position for p in batch]))
            loss = -(wanted * scores.log_softmax(-1)).sum(-1).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            summed, n = summed + loss.item(), n + 1
        said = (
            measure(match(model, known, dev), dev)
            if dev and (epoch % 3 == 0 or epoch == args.epochs)
            else ""
        )
        print(epoch, round(summed / n, 3), said, f"{time.monotonic() - began:.0f} s", flush=True)
    torch.save(model.state_dict(), args.build / f"matcher-{args.name}.pt")


def match(model: Matcher, known: Known, some: list[Pair]) -> np.ndarray:
    """Return the small network's chances of positions."""
    model.eval()
    with torch.no_grad():
        rows = [
            model(*known.of(some[k : k + TOGETHER])).softmax(-1).numpy()
            for k in range(0, len(some), TOGETHER)
        ]
    return np.concatenate(rows)


class Known:
    """Vectors and states of statements and propositions, each read once."""

    def __init__(self, reader, batches: StatementBatches) -> None:
        self.reader, self.batches, self.asked = reader, batches, Asked()
        self.held: dict[
            tuple[str, tuple[int, int], int], tuple[np.ndarray, np.ndarray, np.ndarray]
        ] = {}

    def one(self, s: Statement) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return vectors, forms and chances of act and certainty of a statement."""
        key = (s.article, s.content, hash(" ".join(s.tokens)))
        if key not in self.held:
            with torch.no_grad():
                batch = self.batches.of([s], pieces=False)
                states = self.reader(batch)
                scores = self.reader.heads(states, batch["part"])
            word = batch["features"][0, :, 0]
            first = len(self.reader.words.weight)
            vectors = torch.cat((self.reader.words.weight, self.reader.more.weight))[word]
            assert first
            kept = np.flatnonzero((s.part == CONTENT) | (s.part == CUE))
            rows = torch.cat((vectors, states[0]), -1).numpy()[kept].astype(np.float16)
            forms = np.array([hash(s.tokens[k].lower()) for k in kept])
            own = torch.cat([scores[k][0].softmax(-1) for k in ("act", "certainty")]).numpy()
            self.held[key] = rows, forms, own
        return self.held[key]

    def of(self, pairs: list[Pair]) -> tuple[torch.Tensor, ...]:
        """Return what the small network takes, padded."""
        asked = [self.one(self.asked.of(p.proposition)) for p in pairs]
        said = [self.one(p.statement) for p in pairs]
        tables = []
        for rows in (asked, said):
            longest = max(1, max(len(r[0]) for r in rows))
            table = np.zeros((len(rows), longest, rows[0][0].shape[1]), np.float32)
            mask = np.zeros((len(rows), longest), np.float32)
            for k, r in enumerate(rows):
                table[k, : len(r[0])], mask[k, : len(r[0])] = r[0], 1
            tables += [torch.tensor(table), torch.tensor(mask)]
        same = np.zeros((len(pairs), tables[0].shape[1], tables[2].shape[1]), np.float32)
        for k, (a, b) in enumerate(zip(asked, said, strict=True)):
            same[k, : len(a[1]), : len(b[1])] = a[1][:, None] == b[1][None]
        return (*tables, torch.tensor(same), torch.tensor(np.array([r[2] for r in said])))


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
            scores = model(
                batches.of(
                    [together(some[i], asked.of(some[i].proposition)) for i in at], pieces=True
                )
            )
            found[at] = scores.softmax(-1).numpy()
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
