"""The evidence network at work: a small BERT over question and passage with two heads, in torch alone."""

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

from vectorstore.models import pair_encoding
from vectorstore.models.evidence.layers import BERT, layers, mean, normed, pair, within_passage
from vectorstore.models.pair_encoding import Batch

EPSILON = 1e-12
SCALE = 10.0  # brings products of normalised features to the size of the others


class EvidenceNetwork:
    """Reads batches; products of matrices in `dtype`, sums and norms in float32."""

    markers = pair_encoding.BERT

    def __init__(self, weights: Mapping[str, Tensor], dtype: torch.dtype) -> None:
        """Take the weights of a checkpoint."""
        self.words = weights["backbone.embeddings.word_embeddings.weight"]
        self.places = weights["backbone.embeddings.position_embeddings.weight"].float()
        self.types = weights["backbone.embeddings.token_type_embeddings.weight"].float()
        self.norm = pair(weights, "backbone.embeddings.LayerNorm")
        self.layers = layers(weights, BERT, EPSILON, dtype)
        self.pool, self.relevance, self.span = (pair(weights, name) for name in ("pool", "relevance", "span"))

    def __call__(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Relevance, shape (rows,), and start and end logits, shape (rows, tokens, 2).

        Outside the passage they are -inf, but for the first token, which stands for "no answer here".
        """
        width = batch.ids.shape[1]
        hidden = self.words[batch.ids].float() + self.places[:width] + self.types[batch.types]
        hidden = normed(hidden, self.norm, EPSILON)
        mask = batch.mask.bool()[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, mask)
        asked, read = mean(hidden, batch.question), mean(hidden, batch.passage)
        features = torch.cat([hidden[:, 0], asked * read * SCALE, (asked - read).abs()], 1)
        relevance = functional.linear(torch.tanh(functional.linear(features, *self.pool)), *self.relevance)[:, 0]
        spans = functional.linear(torch.cat([hidden, hidden * asked[:, None] * SCALE], 2), *self.span)
        return relevance, within_passage(spans, batch.passage)
