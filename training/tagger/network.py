"""The tagger's network and its CRF in torch, as trained."""

from __future__ import annotations

import torch
from torch import nn

from newsan.tagger.structure import SIZES
from newsan.tagger.tokens import HASHED

LABELS = 7
WIDTHS = {"last_3": 24, "first_3": 24, "shape": 16, "last_2": 16}
DILATIONS = (1, 2, 4, 8, 16, 1)
FORBIDDEN = -6.0
# Half precision, where the processor has it: elsewhere it is eight times slower than whole.
HALF = torch.ops.mkldnn._is_mkldnn_bf16_supported()


class Block(nn.Module):
    """A gated dilated convolution over its own normalised input, added to it."""

    def __init__(self, width: int, dilation: int, drop: float) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.conv = nn.Conv1d(width, 2 * width, 3, padding=dilation, dilation=dilation)
        self.out = nn.Linear(width, width)
        self.drop = nn.Dropout(drop)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return x changed; `mask` is 0 on padding."""
        both = self.conv((self.norm(x) * mask).transpose(1, 2)).transpose(1, 2)
        value, gate = both.chunk(2, -1)
        return x + self.drop(self.out(value * torch.sigmoid(gate))) * mask


class Tagger(nn.Module):
    """Word, hashed and structure tables, six blocks, seven scores a token."""

    def __init__(self, words: torch.Tensor, width: int, drop: float = 0.3) -> None:
        super().__init__()
        self.words = nn.Embedding.from_pretrained(words.clone(), freeze=False)
        self.hashed = nn.ModuleList(nn.Embedding(HASHED[k], WIDTHS[k]) for k in HASHED)
        self.input = nn.Linear(words.shape[1] + sum(WIDTHS.values()), width)
        self.structure = nn.ModuleList(nn.Embedding(size, width) for size in SIZES)
        self.blocks = nn.ModuleList(Block(width, d, drop / 2) for d in DILATIONS)
        self.norm = nn.LayerNorm(width)
        self.output = nn.Linear(width, LABELS)
        self.crf = Chain()
        self.drop = nn.Dropout(drop)
        self.word_drop = 0.06
        for table in self.hashed:
            nn.init.normal_(table.weight, 0, 0.3)
        for table in self.structure:
            nn.init.normal_(table.weight, 0, 0.1)

    def forward(
        self, features: torch.Tensor, columns: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        """Return the states before the output: (documents, tokens, width)."""
        word = features[..., 0]
        if self.training:
            word = word.masked_fill(torch.rand(word.shape) < self.word_drop, 0)
        parts = [self.words(word)]
        parts += [table(features[..., k + 1]) for k, table in enumerate(self.hashed)]
        x = self.input(self.drop(torch.cat(parts, -1)))
        for k, table in enumerate(self.structure):
            x = x + table(columns[..., k])
        shown = mask[..., None].to(x.dtype)
        x = x * shown
        for block in self.blocks:
            x = block(x, shown)
        return self.norm(x).float()

    def scores(self, states: torch.Tensor) -> torch.Tensor:
        """Return the label scores of states."""
        return self.output(self.drop(states))


class Chain(nn.Module):
    """A linear-chain CRF over the labels of a paragraph."""

    def __init__(self) -> None:
        super().__init__()
        steps, start = torch.zeros(LABELS, LABELS), torch.zeros(LABELS)
        for inside in (2, 4, 6):
            start[inside] = FORBIDDEN
            for before in range(LABELS):
                if before not in (inside, inside - 1):
                    steps[before, inside] = FORBIDDEN
        self.steps = nn.Parameter(steps)
        self.start = nn.Parameter(start)
        self.end = nn.Parameter(torch.zeros(LABELS))

    def loss(
        self, scores: torch.Tensor, labels: torch.Tensor, lengths: torch.Tensor
    ) -> torch.Tensor:
        """
        Return the summed negative log-likelihood of paragraphs.

        Paragraphs are sorted by length, the longest first, so that a step runs over those that
        are still going only.
        """
        rows = torch.arange(len(scores))
        mask = torch.arange(scores.shape[1])[None] < lengths[:, None]
        own = scores.gather(2, labels[..., None])[..., 0] * mask
        moves = self.steps[labels[:, :-1], labels[:, 1:]] * mask[:, 1:]
        gold = own.sum() + moves.sum() + self.start[labels[:, 0]].sum()
        gold = gold + self.end[labels[rows, lengths - 1]].sum()
        return self.total(scores, lengths) - gold

    def soft_loss(
        self, scores: torch.Tensor, single: torch.Tensor, pairs: torch.Tensor, lengths: torch.Tensor
    ) -> torch.Tensor:
        """
        Return the summed cross-entropy between a teacher's chain and this one.

        `single` holds the teacher's chances of each label, 0 past a paragraph's end; `pairs` those
        of each label (last axis) after another (the one before), 0 where a paragraph begins.
        """
        rows = torch.arange(len(scores))
        likely = (single * scores).sum() + (pairs * self.steps).sum()
        likely = likely + (single[:, 0] @ self.start).sum()
        likely = likely + (single[rows, lengths - 1] @ self.end).sum()
        return self.total(scores, lengths) - likely

    def total(
        self, scores: torch.Tensor, lengths: torch.Tensor, steps: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Return the summed log of all label sequences; `steps` may differ by place."""
        running = (lengths[None] > torch.arange(scores.shape[1])[:, None]).sum(1).tolist()
        state, total = self.start + scores[:, 0], scores.new_zeros(())
        for position, count in enumerate(running[1:], 1):
            if count < len(state):
                total = total + torch.logsumexp(state[count:] + self.end, 1).sum()
                state = state[:count]
            step = self.steps if steps is None else steps[:count, position]
            state = torch.logsumexp(state[:, :, None] + step, 1) + scores[:count, position]
        return total + torch.logsumexp(state + self.end, 1).sum()

    def chances(
        self, scores: torch.Tensor, lengths: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the chances of labels and of pairs, as `soft_loss` takes them: slopes of `total`."""
        with torch.enable_grad():
            scores = scores.detach().requires_grad_()
            steps = self.steps.detach().expand(*scores.shape[:2], LABELS, LABELS).clone()
            total = self.total(scores, lengths, steps.requires_grad_())
            single, pairs = torch.autograd.grad(total, (scores, steps))
        return single, pairs
