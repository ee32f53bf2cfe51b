"""The large network for training: MPNet with heads for which passage answers, what it says, where, and by what.

Nothing in the product loads its weights yet.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional
from transformers import MPNetConfig

from training.data.reading_set import NO
from training.model.mpnet import Encoder
from vectorstore.models.pair_encoding import Batch


class Reading(NamedTuple):
    """What the network says of a batch."""

    relevance: Tensor
    """How well the passage answers, compared with others for the question, shape (rows,)."""
    verdict: Tensor
    """Logits of OPEN, ANSWERED, YES and NO, shape (rows, 4)."""
    spans: Tensor
    """Logits of start and end, shape (rows, tokens, 2); -inf outside the passage and the first token (no answer)."""
    evidence: Tensor
    """Logit of whether the token stands in a sentence that answers, shape (rows, tokens)."""


class LargeNetwork(nn.Module):
    """The encoder with its heads."""

    def __init__(self, config: MPNetConfig) -> None:
        """Take the shape of the encoder; all weights are random."""
        super().__init__()
        size = config.hidden_size
        self.backbone = Encoder(config)
        self.pool = nn.Linear(3 * size, size)
        self.relevance = nn.Linear(size, 1)
        self.verdict = nn.Linear(size, NO + 1)
        self.token = nn.Linear(2 * size, 3)

    def forward(self, batch: Batch) -> Reading:
        """Read question and passage together."""
        hidden = self.backbone(batch.ids, batch.mask).float()
        asked, read = _mean(hidden, batch.question), _mean(hidden, batch.passage)
        # Products of MPNet's features are large: without the norm, the heads learn nothing for a hundred steps.
        parts = [_normed(part) for part in (hidden[:, 0], asked * read, (asked - read).abs())]
        pooled = torch.tanh(self.pool(torch.cat(parts, 1)))
        tokens = self.token(torch.cat([_normed(hidden), _normed(hidden * asked[:, None])], 2)).float()
        allowed = batch.passage.clone()
        allowed[:, 0] = True
        return Reading(
            self.relevance(pooled).float()[:, 0],
            self.verdict(pooled).float(),
            tokens[:, :, :2].masked_fill(~allowed[:, :, None], float("-inf")),
            tokens[:, :, 2],
        )


def load(folder: Path) -> LargeNetwork:
    """The network with the weights in a folder: a backbone's alone, or a trained model's."""
    network = LargeNetwork(MPNetConfig.from_pretrained(folder))
    weights = load_file(folder / "model.safetensors")
    own = {name: value.float() for name, value in weights.items() if name.startswith("backbone.")}
    if own:
        network.load_state_dict({name: value.float() for name, value in weights.items()})
    else:
        names = network.backbone.state_dict()
        network.backbone.load_state_dict({name: value for name, value in weights.items() if name in names})
    return network


def save(weights: Mapping[str, Tensor], config: Path, folder: Path) -> None:
    """Save the weights in half precision, with the configuration."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "model.part"
    save_file({name: value.half().contiguous() for name, value in weights.items()}, part)
    part.replace(folder / "model.safetensors")
    text = json.dumps(json.loads((config / "config.json").read_text(encoding="utf-8")), indent=1)
    (folder / "config.json").write_text(f"{text}\n", encoding="utf-8")


def _mean(hidden: Tensor, mask: Tensor) -> Tensor:
    weight = mask.float()[:, :, None]
    return (hidden * weight).sum(1) / weight.sum(1).clamp(min=1)


def _normed(features: Tensor) -> Tensor:
    return functional.layer_norm(features, features.shape[-1:])
