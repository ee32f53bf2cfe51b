"""The large network for training: MPNet with heads for which passage answers, what it says, where, and by what.

The product's is in `vectorstore/models/evidence/large_network.py`; the shipped reader is still the small one.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional
from transformers import MPNetConfig

from training.data.reading_set import NO
from training.model.mpnet import Encoder
from vectorstore.models.evidence.large_network import Reading
from vectorstore.models.evidence.layers import mean, within_passage
from vectorstore.models.pair_encoding import Batch


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
        asked, read = mean(hidden, batch.question), mean(hidden, batch.passage)
        # Products of MPNet's features are large: without the norm, the heads learn nothing for a hundred steps.
        parts = [_normed(part) for part in (hidden[:, 0], asked * read, (asked - read).abs())]
        pooled = torch.tanh(self.pool(torch.cat(parts, 1)))
        tokens = self.token(torch.cat([_normed(hidden), _normed(hidden * asked[:, None])], 2)).float()
        return Reading(
            self.relevance(pooled).float()[:, 0],
            self.verdict(pooled).float(),
            within_passage(tokens[:, :, :2], batch.passage),
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


def save(weights: Mapping[str, Tensor], backbone: Path, folder: Path) -> None:
    """Save the weights in half precision, and the backbone's tokenizer and configuration, as the product loads them."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "model.part"
    save_file({name: value.half().contiguous() for name, value in weights.items()}, part)
    part.replace(folder / "model.safetensors")
    for name in ("tokenizer.json", "config.json"):
        shutil.copyfile(backbone / name, folder / name)


def _normed(features: Tensor) -> Tensor:
    return functional.layer_norm(features, features.shape[-1:])
