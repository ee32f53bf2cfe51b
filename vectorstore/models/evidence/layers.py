"""What the evidence networks are made of: layers as in BERT, in torch alone."""

from collections.abc import Mapping
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

HEADS = 12

Pair = tuple[Tensor, Tensor]
"""Matrix and bias, or the two of a norm."""


class Names(NamedTuple):
    """What a checkpoint calls the parts of a layer."""

    attend: tuple[str, str, str]
    """Query, key and value."""
    mix: str
    mixed_norm: str


BERT = Names(
    ("attention.self.query", "attention.self.key", "attention.self.value"),
    "attention.output.dense",
    "attention.output.LayerNorm",
)
MPNET = Names(("attention.attn.q", "attention.attn.k", "attention.attn.v"), "attention.attn.o", "attention.LayerNorm")


class Layer:
    """Attention and a network of two matrices, each added to what came in, and normalised."""

    def __init__(
        self, weights: Mapping[str, Tensor], name: str, names: Names, epsilon: float, dtype: torch.dtype
    ) -> None:
        """Take a layer's weights, its matrices of attention side by side."""
        parts = [pair(weights, f"{name}.{part}", dtype) for part in names.attend]
        self.attend = torch.cat([w for w, _ in parts]), torch.cat([b for _, b in parts])
        self.mix = pair(weights, f"{name}.{names.mix}", dtype)
        self.widen, self.narrow = (pair(weights, f"{name}.{part}.dense", dtype) for part in ("intermediate", "output"))
        self.norms = pair(weights, f"{name}.{names.mixed_norm}"), pair(weights, f"{name}.output.LayerNorm")
        self.epsilon, self.dtype = epsilon, dtype

    def __call__(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """The vectors of the next layer; a mask says who may attend to whom, or what is added to the scores."""
        rows, width, size = hidden.shape
        joined = functional.linear(hidden.to(self.dtype), *self.attend)
        query, key, value = joined.view(rows, width, 3, HEADS, size // HEADS).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = functional.linear(mixed.transpose(1, 2).reshape(rows, width, size), *self.mix)
        hidden = normed(hidden + mixed, self.norms[0], self.epsilon)
        wide = functional.gelu(functional.linear(hidden.to(self.dtype), *self.widen))
        return normed(hidden + functional.linear(wide, *self.narrow), self.norms[1], self.epsilon)


def layers(weights: Mapping[str, Tensor], names: Names, epsilon: float, dtype: torch.dtype) -> list[Layer]:
    """All layers of a checkpoint."""
    numbers = {int(name.split(".")[3]) for name in weights if name.startswith("backbone.encoder.layer.")}
    return [Layer(weights, f"backbone.encoder.layer.{i}", names, epsilon, dtype) for i in sorted(numbers)]


def pair(weights: Mapping[str, Tensor], name: str, dtype: torch.dtype = torch.float32) -> Pair:
    """The weight and the bias of a part."""
    return weights[f"{name}.weight"].to(dtype), weights[f"{name}.bias"].to(dtype)


def normed(hidden: Tensor, norm: Pair, epsilon: float) -> Tensor:
    """Each vector with mean 0 and variance 1, stretched and moved."""
    return functional.layer_norm(hidden, hidden.shape[-1:], *norm, epsilon)


def mean(hidden: Tensor, mask: Tensor) -> Tensor:
    """The mean of the vectors that a mask marks, for each row."""
    weight = mask.float()[:, :, None]
    return (hidden * weight).sum(1) / weight.sum(1).clamp(min=1)


def within_passage(scores: Tensor, passage: Tensor) -> Tensor:
    """Scores of tokens, -inf outside the passage, but for the first token."""
    allowed = passage.clone()
    allowed[:, 0] = True
    return scores.masked_fill(~allowed[:, :, None], float("-inf"))
