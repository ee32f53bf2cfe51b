"""The evidence network for training; the product's is in `vectorstore/models/evidence/network.py`."""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from vectorstore.models.evidence.network import SCALE
from vectorstore.models.pair_encoding import MOST_TOKENS, Batch

POSITIONS = "backbone.embeddings.position_embeddings.weight"


class EvidenceNetwork(nn.Module):
    """The backbone with two heads: one logit for whether the passage answers, two for each token for where."""

    def __init__(self, config: BertConfig) -> None:
        """Take the shape of the backbone; all weights are random."""
        super().__init__()
        size = config.hidden_size
        self.backbone = BertModel(config, add_pooling_layer=False)
        self.pool = nn.Linear(3 * size, size)
        self.relevance = nn.Linear(size, 1)
        self.span = nn.Linear(2 * size, 2)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Relevance, shape (rows,), and start and end logits, shape (rows, tokens, 2).

        Outside the passage they are -inf, but for the first token, which stands for "no answer here".
        """
        hidden = self.backbone(batch.ids, attention_mask=batch.mask, token_type_ids=batch.types).last_hidden_state
        hidden = hidden.float()
        asked, read = _mean(hidden, batch.question), _mean(hidden, batch.passage)
        pooled = torch.tanh(self.pool(torch.cat([hidden[:, 0], asked * read * SCALE, (asked - read).abs()], 1)))
        spans = self.span(torch.cat([hidden, hidden * asked[:, None] * SCALE], 2)).float()
        allowed = batch.passage.clone()
        allowed[:, 0] = True
        return self.relevance(pooled).float()[:, 0], spans.masked_fill(~allowed[:, :, None], float("-inf"))


def _mean(hidden: Tensor, mask: Tensor) -> Tensor:
    weight = mask.float()[:, :, None]
    return (hidden * weight).sum(1) / weight.sum(1).clamp(min=1)


def average(models: Sequence[Path], folder: Path) -> None:
    """Save the mean of the weights of models that started from one backbone (model soups: Wortsman et al. 2022)."""
    loaded = [load_file(model / "model.safetensors") for model in models]
    whole = {name: torch.stack([weights[name].float() for weights in loaded]).mean(0) for name in loaded[0]}
    save(whole, models[0], folder)


def digest(model: Path) -> str:
    """The path of a model's weights and their SHA-256, in one line."""
    path = model / "model.safetensors"
    return f"{path}: sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}"


def save(weights: Mapping[str, Tensor], source: Path, folder: Path) -> None:
    """Save the weights in half precision, the tokenizer and the configuration, as the product loads them."""
    folder.mkdir(parents=True, exist_ok=True)
    halves = {name: value.half().cpu() for name, value in weights.items()}
    halves[POSITIONS] = halves[POSITIONS][:MOST_TOKENS]
    save_file({name: value.contiguous() for name, value in halves.items()}, folder / "model.safetensors")
    config = json.loads((source / "config.json").read_text(encoding="utf-8"))
    config["max_position_embeddings"] = MOST_TOKENS
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    shutil.copyfile(source / "tokenizer.json", folder / "tokenizer.json")
