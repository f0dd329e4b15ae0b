"""The teacher (MiniLM) and the small network of statements: what they do, how surely, if what, and toward whom."""

from __future__ import annotations

import numpy as np
import torch
from labels import Statement  # which has training/ground on its path
from networks import Batches, Student, Teacher
from torch import nn

from newsan.schema import ACTS
from newsan.tagger import structure
from newsan.tagger.model import shipped
from newsan.tagger.statements import CERTAINTIES, CONTENT, CUE, HIDDEN, PARTS
from newsan.tagger.tokens import flags

AXES = 64  # of the teacher's states


class Heads(nn.Module):
    """Act and certainty of a statement, its condition clause and its targets, from the states of its tokens."""

    def __init__(self, width: int, drop: float) -> None:
        super().__init__()
        self.hidden = nn.Linear(width, 2 * HIDDEN)
        self.look = nn.Linear(2 * HIDDEN, 2)  # how much each token decides the act, the certainty
        self.act = nn.Linear(HIDDEN, len(ACTS))
        self.certainty = nn.Linear(HIDDEN, len(CERTAINTIES))
        self.condition = nn.Linear(width, 1)
        self.target = nn.Linear(width, 1)
        self.polarity = nn.Linear(width, 3)
        self.drop = nn.Dropout(drop)
        with torch.no_grad():
            self.condition.bias[:] = -3.0
            self.target.bias[:] = -3.0

    def forward(self, states: torch.Tensor, part: torch.Tensor) -> dict[str, torch.Tensor]:
        """Return the scores of every head."""
        states = self.drop(states)
        hidden = self.hidden(states).relu()
        looks = self.look(hidden)
        seen = (part == CONTENT) | (part == CUE)
        looks = looks.masked_fill(~seen[..., None], -1e4).softmax(1)
        own = hidden.reshape(*hidden.shape[:2], 2, HIDDEN)
        pooled = self.drop((looks[..., None] * own).sum(1))
        return {
            "act": self.act(pooled[:, 0]),
            "certainty": self.certainty(pooled[:, 1]),
            "condition": self.condition(states)[..., 0],
            "target": self.target(states)[..., 0],
            "polarity": self.polarity(states),
        }


class SmallStance(Student):
    """The small network: what part a token is of is one more column of structure."""

    def __init__(self, words, more, tables, width: int) -> None:
        super().__init__(words, more, tables, width)
        self.structure.append(nn.Embedding(PARTS, width))
        nn.init.normal_(self.structure[-1].weight, 0, 0.1)
        self.heads = Heads(width, 0.2)
        self.view = nn.Linear(width, AXES)  # what the teacher sees; not shipped


class StanceTeacher(Teacher):
    """MiniLM with letter case and part added to its word pieces."""

    def __init__(self) -> None:
        super().__init__()
        width = self.bert.width
        self.part = nn.Embedding(PARTS, width)
        nn.init.normal_(self.part.weight, 0, 0.02)
        self.heads = Heads(width, 0.15)

    def forward(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        """Return the states of tokens."""
        told = self.case(batch["cases"]) + self.part(batch["piece_parts"])
        states = self.bert(batch["pieces"], batch["shown"], told)
        first = batch["first"][..., None].expand(-1, -1, states.shape[-1])
        return self.drop(states.gather(1, first))


class StatementBatches(Batches):
    """Lays statements out for either network."""

    def of(self, chunks: list[Statement], *, pieces: bool) -> dict[str, torch.Tensor]:
        """Return padded arrays, with the parts of tokens."""
        if pieces:
            batch = super().of(chunks, pieces=True)
        else:
            self.learn(chunks)
            shape = (len(chunks), max(len(c.tokens) for c in chunks))
            found = {
                "features": np.zeros((*shape, 5), np.int64),
                "columns": np.zeros((*shape, len(structure.SIZES) + 1), np.int64),
                "mask": np.zeros(shape, bool),
            }
            found["features"][..., 0] = 1
            for k, c in enumerate(chunks):
                n = len(c.tokens)
                bits = np.array([flags(t) for t in c.tokens], np.uint8) | c.space
                found["features"][k, :n] = [self.row_of[t] for t in c.tokens]
                found["columns"][k, :n, :-1] = structure.read(bits, np.zeros(1, np.int64)).columns
                found["columns"][k, :n, -1] = c.part
                found["mask"][k, :n] = True
            batch = {k: torch.tensor(v) for k, v in found.items()}
        part = np.zeros((len(chunks), max(len(c.tokens) for c in chunks)), np.int64)
        for k, c in enumerate(chunks):
            part[k, : len(c.tokens)] = c.part
        batch["part"] = torch.tensor(part)
        if pieces:
            own = np.zeros(batch["pieces"].shape, np.int64)
            for k, c in enumerate(chunks):
                row = np.repeat(c.part, [len(self.pieces_of[t]) for t in c.tokens])[:510]
                own[k, 1 : 1 + len(row)] = row
            batch["piece_parts"] = torch.tensor(own)
        return batch


def student(words: list[str], vectors: np.ndarray, width: int):
    """Return the small network over the tagger's tables and some more words."""
    tagger = shipped()
    tables = [torch.tensor(tagger.weights[f"hashed.{k}.weight"]) for k in range(4)]
    own = torch.tensor(tagger.weights["words.weight"])
    rows = tagger.words | {w: len(own) + k for k, w in enumerate(words)}
    return SmallStance(own, torch.tensor(vectors), tables, width), StatementBatches(rows)
