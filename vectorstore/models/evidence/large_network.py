"""The large evidence network at work: MPNet over question and passage with four heads, in torch alone."""

import math
from collections.abc import Mapping
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from vectorstore.models import pair_encoding
from vectorstore.models.evidence.layers import MPNET, layers, mean, normed, pair, within_passage
from vectorstore.models.pair_encoding import Batch

EPSILON = 1e-5
FIRST_PLACE = 2  # places 0 and 1 belong to padding, as in RoBERTa
NEVER = -1e4  # added to the score of what is padded
FARTHEST = 128  # tokens; all beyond share a bucket
POSITION_BIAS = "backbone.encoder.relative_attention_bias.weight"


class Reading(NamedTuple):
    """What the network says of a batch."""

    relevance: Tensor
    """How well the passage answers, compared with others for the question, shape (rows,)."""
    verdict: Tensor
    """Logits of: it leaves the question open, answers it by some of its words, affirms, denies; shape (rows, 4)."""
    spans: Tensor
    """Logits of start and end, shape (rows, tokens, 2); -inf outside the passage and the first token (no answer)."""
    evidence: Tensor
    """Logit of whether the token stands in a sentence that answers, shape (rows, tokens)."""


class LargeEvidenceNetwork:
    """Reads batches; products of matrices in `dtype`, sums and norms in float32."""

    markers = pair_encoding.MPNET

    def __init__(self, weights: Mapping[str, Tensor], dtype: torch.dtype) -> None:
        """Take the weights of a checkpoint; the position bias is laid out once for the longest row."""
        self.words = weights["backbone.embeddings.word_embeddings.weight"]
        self.places = weights["backbone.embeddings.position_embeddings.weight"].float()
        self.norm = pair(weights, "backbone.embeddings.LayerNorm")
        table = weights[POSITION_BIAS].float()
        self.bias = table[buckets(pair_encoding.MOST_TOKENS + 2, len(table))].permute(2, 0, 1)
        self.layers = layers(weights, MPNET, EPSILON, dtype)
        self.pool, self.relevance, self.verdict, self.token = (
            pair(weights, name) for name in ("pool", "relevance", "verdict", "token")
        )
        self.dtype = dtype

    def __call__(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Relevance, shape (rows,), here the log odds that the passage answers; and the logits of start and end."""
        reading = self.read(batch)
        return reading.verdict[:, 1:].logsumexp(1) - reading.verdict[:, 0], reading.spans

    def read(self, batch: Batch) -> Reading:
        """All that the network says."""
        width = batch.ids.shape[1]
        places = self.places[FIRST_PLACE : FIRST_PLACE + width]
        hidden = normed(self.words[batch.ids].float() + places, self.norm, EPSILON)
        padded = (1 - batch.mask[:, None, None, :]) * NEVER
        bias = (self.bias[None, :, :width, :width] + padded).to(self.dtype)
        for layer in self.layers:
            hidden = layer(hidden, bias)
        asked, read = mean(hidden, batch.question), mean(hidden, batch.passage)
        features = torch.cat([_plain(part) for part in (hidden[:, 0], asked * read, (asked - read).abs())], 1)
        pooled = torch.tanh(functional.linear(features, *self.pool))
        both = torch.cat([_plain(hidden), _plain(hidden * asked[:, None])], 2)
        tokens = functional.linear(both, *self.token)
        return Reading(
            functional.linear(pooled, *self.relevance)[:, 0],
            functional.linear(pooled, *self.verdict),
            within_passage(tokens[:, :, :2], batch.passage),
            tokens[:, :, 2],
        )


def buckets(width: int, count: int) -> Tensor:
    """The bucket of the distance of each two tokens, shape (tokens, tokens), as in T5 (Raffel et al. 2020).

    Half of the buckets are for what comes later. Of each half, the first are for one distance each, the others for
    stretches that grow with the distance.
    """
    place = torch.arange(width)
    distance = place[:, None] - place[None, :]
    half = count // 2
    exact = half // 2
    far = distance.abs()
    grown = torch.log(far.clamp(min=1) / exact) / math.log(FARTHEST / exact) * (half - exact)
    bucket = torch.where(far < exact, far, (exact + grown.long()).clamp(max=half - 1))
    return bucket + (distance < 0) * half


def _plain(features: Tensor) -> Tensor:
    return functional.layer_norm(features, features.shape[-1:])
