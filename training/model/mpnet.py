"""MPNet's encoder for training, with the parameter names of the published checkpoint.

Unlike that of `transformers`, it computes attention as `model/attention.py` does; it has no dropout and no pooler. Word
vectors, places and the position bias are not trained: the gradient of a bias that all layers share costs a pass through
all of them, and the lowest layers could not be left out.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import MPNetConfig

from training.model.attention import plain
from vectorstore.models.evidence.large_network import FIRST_PLACE, NEVER, buckets


class Encoder(nn.Module):
    """Tokens become vectors."""

    def __init__(self, config: MPNetConfig) -> None:
        """Take the shape from the configuration; all weights are random."""
        super().__init__()
        self.embeddings = nn.ModuleDict(
            {
                "word_embeddings": nn.Embedding(config.vocab_size, config.hidden_size),
                "position_embeddings": nn.Embedding(config.max_position_embeddings, config.hidden_size),
                "LayerNorm": nn.LayerNorm(config.hidden_size, config.layer_norm_eps),
            }
        )
        self.encoder = nn.ModuleDict(
            {
                "relative_attention_bias": nn.Embedding(
                    config.relative_attention_num_buckets, config.num_attention_heads
                ),
                "layer": nn.ModuleList(Layer(config) for _ in range(config.num_hidden_layers)),
            }
        )
        for module in (self.embeddings, self.encoder["relative_attention_bias"]):
            module.requires_grad_(False)

    @property
    def layers(self) -> nn.ModuleList:
        """The layers, the lowest first."""
        layers = self.encoder["layer"]
        assert isinstance(layers, nn.ModuleList)
        return layers

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The vector of each token, shape (rows, tokens, size)."""
        width = ids.shape[1]
        places = self.embeddings["position_embeddings"](torch.arange(width, device=ids.device) + FIRST_PLACE)
        hidden: Tensor = self.embeddings["LayerNorm"](self.embeddings["word_embeddings"](ids) + places)
        table = self.get_parameter("encoder.relative_attention_bias.weight")
        bias = table[buckets(width, len(table)).to(ids.device)].permute(2, 0, 1)[None]
        bias = bias + (1 - mask[:, None, None, :]) * NEVER
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return hidden


class Layer(nn.Module):
    """Attention and a network of two matrices, each added to what came in, and normalised."""

    def __init__(self, config: MPNetConfig) -> None:
        """Take the shape from the configuration."""
        super().__init__()
        size, wide = config.hidden_size, config.intermediate_size
        norms = [nn.LayerNorm(size, config.layer_norm_eps) for _ in range(2)]
        self.attention = nn.ModuleDict({"attn": Attention(config), "LayerNorm": norms[0]})
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(size, wide)})
        self.output = nn.ModuleDict({"dense": nn.Linear(wide, size), "LayerNorm": norms[1]})

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """The vectors of the next layer; `bias` is added to the scores of attention."""
        hidden = self.attention["LayerNorm"](hidden + self.attention["attn"](hidden, bias))
        wide = functional.gelu(self.intermediate["dense"](hidden))
        narrow: Tensor = self.output["LayerNorm"](hidden + self.output["dense"](wide))
        return narrow


class Attention(nn.Module):
    """Each token takes in what the others say, by how much they concern it."""

    def __init__(self, config: MPNetConfig) -> None:
        """Take the shape from the configuration."""
        super().__init__()
        self.heads = config.num_attention_heads
        self.q, self.k, self.v, self.o = (nn.Linear(config.hidden_size, config.hidden_size) for _ in range(4))

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """The sum of the other tokens' values, by shares."""
        rows, width, size = hidden.shape
        query, key, value = (
            part(hidden).view(rows, width, self.heads, -1).transpose(1, 2) for part in (self.q, self.k, self.v)
        )
        mixed, _ = plain(self, query, key, value, bias, scaling=(size // self.heads) ** -0.5)
        joined: Tensor = self.o(mixed.reshape(rows, width, size))
        return joined
