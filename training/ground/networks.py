"""The teacher and the small network that is shipped, with the same heads over their states."""

from __future__ import annotations

import numpy as np
import torch
from encoder import Encoder, folder
from examples import ROLES, Chunk, layout  # which has training/tagger on its path
from network import DILATIONS, Block
from torch import nn
from transformers import AutoTokenizer

from newsan.tagger import pairs
from newsan.tagger.events import RELATIONS, STATUSES
from newsan.tagger.structure import SIZES
from newsan.tagger.tokens import form, hashed

HIDDEN = 32  # units a role
MOST_PIECES = 4
CASES = 4  # small, Capitalised, CAPITALS, neither


class Heads(nn.Module):
    """Relation and status of every token; the roles of the events among them."""

    def __init__(self, width: int, drop: float) -> None:
        super().__init__()
        n = HIDDEN * len(ROLES)
        self.relation = nn.Linear(width, len(RELATIONS) + 1)
        self.status = nn.Linear(width, len(STATUSES))
        self.own, self.other = nn.Linear(width, n), nn.Linear(width, n, bias=False)
        self.pair = nn.Linear(pairs.COLUMNS, n, bias=False)
        self.none = nn.Parameter(torch.zeros(n))
        self.out = nn.Parameter(torch.randn(len(ROLES), HIDDEN) * 0.1)
        self.shift = nn.Parameter(torch.zeros(len(ROLES)))
        self.drop = nn.Dropout(drop)
        with torch.no_grad():  # most tokens say nothing, and are no place
            self.relation.bias[0] = 4.0
            self.shift[-1] = -3.0

    def roles(
        self, states: torch.Tensor, event: int, first: int, last: int, columns: torch.Tensor
    ) -> torch.Tensor:
        """Return the scores of tokens `first` to `last`, and of none, by role."""
        own = self.own(states[event])
        hidden = own + self.other(states[first:last]) + self.pair(columns)
        hidden = torch.cat((hidden, (own + self.none)[None])).relu()
        hidden = self.drop(hidden).reshape(len(hidden), len(ROLES), HIDDEN)
        return (hidden * self.out).sum(-1) + self.shift


class Student(nn.Module):
    """The tagger's word and hashed tables, kept as they are, own convolutions, and the heads."""

    def __init__(
        self, words: torch.Tensor, more: torch.Tensor, tables: list[torch.Tensor], width: int
    ) -> None:
        super().__init__()
        self.words = nn.Embedding.from_pretrained(words, freeze=True)
        self.more = nn.Embedding.from_pretrained(more.clone(), freeze=False)
        self.hashed = nn.ModuleList(nn.Embedding.from_pretrained(t, freeze=True) for t in tables)
        size = words.shape[1] + sum(t.shape[1] for t in tables)
        self.input = nn.Linear(size, width)
        self.structure = nn.ModuleList(nn.Embedding(n, width) for n in SIZES)
        self.blocks = nn.ModuleList(Block(width, d, 0.1) for d in DILATIONS)
        self.norm = nn.LayerNorm(width)
        self.heads = Heads(width, 0.15)
        self.drop, self.word_drop = nn.Dropout(0.25), 0.06
        for table in self.structure:
            nn.init.normal_(table.weight, 0, 0.1)

    def forward(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        """Return the states of tokens: (chunks, tokens, width)."""
        word = batch["features"][..., 0]
        if self.training:
            word = word.masked_fill(torch.rand(word.shape) < self.word_drop, 0)
        known = len(self.words.weight)
        vectors = torch.where(
            (word < known)[..., None],
            self.words(word.clamp(max=known - 1)),
            self.more((word - known).clamp(min=0)),
        )
        parts = [vectors]
        parts += [t(batch["features"][..., k + 1]) for k, t in enumerate(self.hashed)]
        x = self.input(self.drop(torch.cat(parts, -1)))
        for k, table in enumerate(self.structure):
            x = x + table(batch["columns"][..., k])
        shown = batch["mask"][..., None].to(x.dtype)
        x = x * shown
        for block in self.blocks:
            x = block(x, shown)
        return self.norm(x)


class Teacher(nn.Module):
    """MiniLM with letter case added to its word pieces, and the heads."""

    def __init__(self) -> None:
        super().__init__()
        self.bert = Encoder()
        width = self.bert.width
        self.case = nn.Embedding(CASES, width)
        nn.init.normal_(self.case.weight, 0, 0.01)
        self.drop = nn.Dropout(0.1)
        self.heads = Heads(width, 0.1)

    def forward(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        """Return the states of tokens: (chunks, tokens, width)."""
        states = self.bert(batch["pieces"], batch["shown"], self.case(batch["cases"]))
        first = batch["first"][..., None].expand(-1, -1, states.shape[-1])
        return self.drop(states.gather(1, first))


class Batches:
    """Lays chunks out for either network."""

    def __init__(self, words: dict[str, int]) -> None:
        self.words = words
        self.tokenizer = AutoTokenizer.from_pretrained(folder())
        self.pieces_of: dict[str, list[int]] = {}
        self.row_of: dict[str, tuple[int, ...]] = {}

    def learn(self, chunks: list[Chunk]) -> None:
        """Read the tokens not seen before."""
        new = [
            t for t in dict.fromkeys(t for c in chunks for t in c.tokens) if t not in self.row_of
        ]
        if not new:
            return
        ids = self.tokenizer(new, add_special_tokens=False)["input_ids"]
        unknown = [self.tokenizer.unk_token_id]
        self.pieces_of |= {t: i[:MOST_PIECES] or unknown for t, i in zip(new, ids, strict=True)}
        self.row_of |= {t: (self.words.get(form(t), 0), *hashed(t)) for t in new}

    def of(self, chunks: list[Chunk], *, pieces: bool) -> dict[str, torch.Tensor]:
        """Return padded arrays: word pieces for the teacher, features for the student."""
        self.learn(chunks)
        longest = max(len(c.tokens) for c in chunks)
        shape = (len(chunks), longest)
        if not pieces:
            found = {
                "features": np.zeros((*shape, 5), np.int64),
                "columns": np.zeros((*shape, len(SIZES)), np.int64),
                "mask": np.zeros(shape, bool),
            }
            found["features"][..., 0] = 1
            for k, c in enumerate(chunks):
                n = len(c.tokens)
                found["features"][k, :n] = [self.row_of[t] for t in c.tokens]
                found["columns"][k, :n] = layout(c)[0]
                found["mask"][k, :n] = True
            return {k: torch.tensor(v) for k, v in found.items()}
        rows = []
        for c in chunks:
            ids, cases, first = [self.tokenizer.cls_token_id], [3], []
            for t in c.tokens:
                first.append(len(ids))
                ids += self.pieces_of[t]
                cases += [case(t)] * len(self.pieces_of[t])
            ids, cases = [*ids[:510], self.tokenizer.sep_token_id], [*cases[:510], 3]
            rows.append((ids, cases, np.minimum(first, len(ids) - 1)))
        widest = max(len(r[0]) for r in rows)
        found = {k: np.zeros((len(rows), widest), np.int64) for k in ("pieces", "cases", "shown")}
        found["first"] = np.zeros(shape, np.int64)
        for k, (ids, cases, first) in enumerate(rows):
            found["pieces"][k, : len(ids)], found["cases"][k, : len(ids)] = ids, cases
            found["shown"][k, : len(ids)] = 1
            found["first"][k, : len(first)] = first
        return {k: torch.tensor(v) for k, v in found.items()}


def case(token: str) -> int:
    """Return whether a token is small, Capitalised, in CAPITALS, or neither."""
    return 0 if token.islower() else 2 if token.isupper() else 1 if token[:1].isupper() else 3
