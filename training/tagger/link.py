"""
Train the linker over the tagger's own spans, and add it to the shipped model.

    python training/tagger/link.py TRAIN.jsonl DEV.jsonl [--model newsan/resources] [--seed 0]

For every content the cue that reports it, for every cue its source, for a content without cue its
source: among the nearest spans, or none. Trained on the annotated spans and on those that the
tagger finds in the same articles. Prints the share of right choices on dev.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from prepare import paint
from quantise import read_npz, write_npz

from newsan.tagger import links
from newsan.tagger.model import LINK_WIDTH as HIDDEN
from newsan.tagger.model import load
from newsan.tagger.network import Network
from newsan.tagger.spans import ROLES, Spans, Tokens, read, spans_of
from newsan.tagger.tokens import fold_marks

EPOCHS, BATCH, RATE, DECAY, DROP = 12, 256, 2e-3, 0.05, 0.2
Case = tuple[np.ndarray, ...]


def main() -> None:
    """Gather cases, train one network a link, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("train", type=Path)
    parser.add_argument("dev", type=Path)
    parser.add_argument("--model", type=Path, default=Path("newsan/resources"))
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    path = args.model / "tagger.npz"
    network = Network(load(path, args.model / "tagger_words.txt.xz", linked=False))
    cases = {split: gather(getattr(args, split), network) for split in ("train", "dev")}
    arrays = {k: v for k, v in read_npz(path).items() if not k.startswith("links.")}
    for name in links.LINKS:
        given = [np.concatenate(p) for p in zip(*cases["train"][name], strict=True)]
        held = [np.concatenate(p) for p in zip(*cases["dev"][name], strict=True)]
        weights = fit(given, held, name)
        arrays |= {f"links.{name}.{k}": v.astype(np.float16) for k, v in weights.items()}
    write_npz(path, arrays)


def gather(path: Path, network: Network) -> dict[str, list[Case]]:
    """Return the cases of a file of articles by link."""
    articles = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    cases: dict[str, list[Case]] = {name: [] for name in links.LINKS}
    for article in articles:
        for size, tokens in read([fold_marks(article["text"])], network=network):
            assert size == 1
            attributions = article["attributions"]
            spots = list(zip(tokens.start.tolist(), tokens.end.tolist(), strict=True))
            gold = spans_of(tokens, np.array(paint(attributions, spots), np.int8))
            for spans in (gold, spans_of(tokens)):
                belongs = owners(tokens, spans, attributions)
                edges = links.edge_states(tokens, spans)
                for name, roles in links.LINKS.items():
                    found = links.pairs(tokens, spans, *roles, barriers=tokens.text)
                    cases[name].append(case(found, edges, spans, belongs))
    return cases


def owners(tokens: Tokens, spans: Spans, attributions: list[dict]) -> list[set[int]]:
    """Return the attributions that each span is a part of, by half of the shorter of the two."""
    found: list[set[int]] = [set() for _ in spans.role]
    starts, ends = tokens.start[spans.first], tokens.end[spans.last]
    for number, role in enumerate(ROLES):
        own = np.flatnonzero(spans.role == number)
        parts = [(x, y, k) for k, a in enumerate(attributions) for x, y in a[role]]
        if not len(own) or not parts:
            continue
        x, y, owner = np.array(parts).T
        shared = np.minimum(ends[own][:, None], y) - np.maximum(starts[own][:, None], x)
        shorter = np.minimum((ends - starts)[own][:, None], y - x)
        for i, j in zip(*np.nonzero(2 * shared >= shorter), strict=True):
            found[own[i]].add(int(owner[j]))
    return found


def case(found: links.Pairs, edges: np.ndarray, spans: Spans, belongs: list[set[int]]) -> Case:
    """Return inputs and right answers (the last: none) of the spans that are annotated at all."""
    right = np.zeros((len(found.own), found.other.shape[1] + 1), bool)
    for k, own in enumerate(found.own.tolist()):
        for j, other in enumerate(found.other[k].tolist()):
            right[k, j] = found.exists[k, j] and bool(belongs[own] & belongs[other])
        right[k, -1] = not right[k].any()
    known = np.array([bool(belongs[own]) for own in found.own.tolist()], bool)
    other = np.where(found.exists[..., None], edges[found.other], 0)
    parts = (edges[found.own], other, found.features, found.exists, right)
    return tuple(part[known] for part in parts)


def fit(given: list[np.ndarray], held: list[np.ndarray], name: str) -> dict[str, np.ndarray]:
    """Train one linker; return its weights."""
    own, other, features, exists, right = (torch.tensor(part) for part in given)
    width, columns = own.shape[1], features.shape[-1]
    weights = {
        "own": torch.randn(width, HIDDEN) * 0.05,
        "other": torch.randn(width, HIDDEN) * 0.05,
        "pair": torch.randn(columns, HIDDEN) * 0.2,
        "none": torch.zeros(HIDDEN),
        "bias": torch.zeros(HIDDEN),
        "out": torch.randn(HIDDEN) * 0.2,
    }
    for tensor in weights.values():
        tensor.requires_grad_()
    optimiser = torch.optim.AdamW(weights.values(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * (len(own) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    for epoch in range(EPOCHS):
        summed = 0.0
        for rows in torch.randperm(len(own)).split(BATCH):
            drop = [torch.nn.functional.dropout(x[rows], DROP) for x in (own, other)]
            loss = _loss(weights, *drop, features[rows], exists[rows], right[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            summed += loss.item() * len(rows)
        if epoch == EPOCHS - 1:
            tests = [torch.tensor(part) for part in held]
            with torch.no_grad():
                best = _scores(weights, *tests[:4]).argmax(1)
            hits = tests[4][torch.arange(len(best)), best]
            always = tests[4][:, -1].float().mean()
            print(
                f"{name}: {len(own)} cases, loss {summed / len(own):.4f}, dev {hits.float().mean():.4f} "
                f"of {len(hits)} (none is right for {always:.3f})"
            )
    return {k: v.detach().numpy() for k, v in weights.items()}


def _scores(
    weights: dict[str, torch.Tensor],
    own: torch.Tensor,
    other: torch.Tensor,
    features: torch.Tensor,
    exists: torch.Tensor,
) -> torch.Tensor:
    mine = own @ weights["own"] + weights["bias"]
    hidden = mine[:, None] + other @ weights["other"] + features @ weights["pair"]
    scores = (torch.relu(hidden) @ weights["out"]).masked_fill(~exists, -1e9)
    none = torch.relu(mine + weights["none"]) @ weights["out"]
    return torch.cat((scores, none[:, None]), 1)


def _loss(weights: dict[str, torch.Tensor], *parts: torch.Tensor) -> torch.Tensor:
    *inputs, right = parts
    scores = _scores(weights, *inputs)
    return (scores.logsumexp(1) - scores.masked_fill(~right, -1e9).logsumexp(1)).mean()


if __name__ == "__main__":
    main()
