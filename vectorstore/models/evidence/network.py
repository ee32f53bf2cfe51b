"""The evidence network at work: a small BERT over question and passage with two heads, in torch alone."""

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

from vectorstore.models.pair_encoding import Batch

HEADS = 12
EPSILON = 1e-12
SCALE = 10.0  # brings products of normalised features to the size of the others


class EvidenceNetwork:
    """Reads batches; products of matrices in `dtype`, sums and norms in float32."""

    def __init__(self, weights: Mapping[str, Tensor], dtype: torch.dtype) -> None:
        """Take the weights of a checkpoint, the matrices of each layer side by side."""
        self.dtype = dtype
        self.words = weights["backbone.embeddings.word_embeddings.weight"]
        self.places = weights["backbone.embeddings.position_embeddings.weight"].float()
        self.types = weights["backbone.embeddings.token_type_embeddings.weight"].float()
        self.norm = _pair(weights, "backbone.embeddings.LayerNorm")
        count = 1 + max(int(name.split(".")[3]) for name in weights if name.startswith("backbone.encoder.layer."))
        self.layers = [_Layer(weights, f"backbone.encoder.layer.{i}", dtype) for i in range(count)]
        self.pool, self.relevance, self.span = (_pair(weights, name) for name in ("pool", "relevance", "span"))

    def __call__(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Relevance, shape (rows,), and start and end logits, shape (rows, tokens, 2).

        Outside the passage they are -inf, but for the first token, which stands for "no answer here".
        """
        width = batch.ids.shape[1]
        hidden = self.words[batch.ids].float() + self.places[:width] + self.types[batch.types]
        hidden = _normed(hidden, self.norm)
        mask = batch.mask.bool()[:, None, None, :]
        for layer in self.layers:
            hidden = layer(hidden, mask)
        asked, read = _mean(hidden, batch.question), _mean(hidden, batch.passage)
        features = torch.cat([hidden[:, 0], asked * read * SCALE, (asked - read).abs()], 1)
        relevance = functional.linear(torch.tanh(functional.linear(features, *self.pool)), *self.relevance)[:, 0]
        spans = functional.linear(torch.cat([hidden, hidden * asked[:, None] * SCALE], 2), *self.span)
        allowed = batch.passage.clone()
        allowed[:, 0] = True
        return relevance, spans.masked_fill(~allowed[:, :, None], float("-inf"))


class _Layer:
    def __init__(self, weights: Mapping[str, Tensor], name: str, dtype: torch.dtype) -> None:
        parts = [_pair(weights, f"{name}.attention.self.{part}", dtype) for part in ("query", "key", "value")]
        self.attend = torch.cat([w for w, _ in parts]), torch.cat([b for _, b in parts])
        self.mix, self.widen, self.narrow = (_pair(weights, f"{name}.{part}.dense", dtype) for part in PARTS)
        self.norms = (_pair(weights, f"{name}.attention.output.LayerNorm"), _pair(weights, f"{name}.output.LayerNorm"))
        self.dtype = dtype

    def __call__(self, hidden: Tensor, mask: Tensor) -> Tensor:
        rows, width, size = hidden.shape
        joined = functional.linear(hidden.to(self.dtype), *self.attend)
        query, key, value = joined.view(rows, width, 3, HEADS, size // HEADS).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = functional.linear(mixed.transpose(1, 2).reshape(rows, width, size), *self.mix)
        hidden = _normed(hidden + mixed, self.norms[0])
        wide = functional.gelu(functional.linear(hidden.to(self.dtype), *self.widen))
        return _normed(hidden + functional.linear(wide, *self.narrow), self.norms[1])


PARTS = ("attention.output", "intermediate", "output")


def _pair(weights: Mapping[str, Tensor], name: str, dtype: torch.dtype = torch.float32) -> tuple[Tensor, Tensor]:
    return weights[f"{name}.weight"].to(dtype), weights[f"{name}.bias"].to(dtype)


def _normed(hidden: Tensor, norm: tuple[Tensor, Tensor]) -> Tensor:
    return functional.layer_norm(hidden, hidden.shape[-1:], *norm, EPSILON)


def _mean(hidden: Tensor, mask: Tensor) -> Tensor:
    weight = mask.float()[:, :, None]
    return (hidden * weight).sum(1) / weight.sum(1).clamp(min=1)
