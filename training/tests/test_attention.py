"""The attention of training gives what transformers' own gives, and learns the same."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor
from transformers import BertConfig

from training.examples.batches import BatchBuilder
from training.examples.encoded import encoded
from training.examples.example import Candidate, Example
from training.model.attention import PLAIN
from training.model.backbone import backbone_tokenizer
from training.model.network import EvidenceNetwork

SHORT, LONG = (Candidate(text, "", None) for text in ("Rain.", "The tower was built of stone, long before the bridge."))
ROWS = encoded([Example("when was it built", (SHORT, LONG), -1, "trap")], backbone_tokenizer())


def learned(backbone: Path, attention: str) -> tuple[Tensor, Tensor]:
    torch.manual_seed(1)
    model = EvidenceNetwork(BertConfig.from_pretrained(backbone, attn_implementation=attention)).eval()
    relevance, _ = model(BatchBuilder(ROWS, torch.device("cpu")).build([0]).batch)
    torch.autograd.backward(relevance.sum())
    gradient = model.backbone.encoder.layer[0].attention.self.query.weight.grad
    assert gradient is not None
    return relevance.detach(), gradient


@pytest.mark.parametrize("other", ["eager", "sdpa"])
def test_it_is_the_same_attention_with_padding_left_out(backbone: Path, other: str) -> None:
    for ours, theirs in zip(learned(backbone, PLAIN), learned(backbone, other), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-6)


def test_what_is_padded_does_not_count(backbone: Path) -> None:
    torch.manual_seed(1)
    model = EvidenceNetwork(BertConfig.from_pretrained(backbone, attn_implementation=PLAIN)).eval()
    batch = BatchBuilder(ROWS, torch.device("cpu")).build([0]).batch
    assert not batch.mask[0].all()
    changed = torch.where(batch.mask.bool(), batch.ids, 5)
    with torch.no_grad():
        torch.testing.assert_close(model(replace(batch, ids=changed)), model(batch))
