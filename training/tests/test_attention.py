"""The attention of training gives what transformers' own gives, and learns the same."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor
from transformers import BertConfig

from training.attention import PLAIN
from training.corpus import words
from training.groups import Candidate, Group
from training.network import EvidenceNetwork
from training.rows import Drawer, rows_of

SHORT, LONG = (Candidate(text, "", None) for text in ("Rain.", "The tower was built of stone, long before the bridge."))
ROWS = rows_of([Group("when was it built", (SHORT, LONG), -1, "trap")], words())


def learned(backbone: Path, attention: str) -> tuple[Tensor, Tensor]:
    torch.manual_seed(1)
    model = EvidenceNetwork(BertConfig.from_pretrained(backbone, attn_implementation=attention)).eval()
    relevance, _ = model(Drawer(ROWS, torch.device("cpu")).draw([0]).batch)
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
    batch = Drawer(ROWS, torch.device("cpu")).draw([0]).batch
    assert not batch.mask[0].all()
    changed = torch.where(batch.mask.bool(), batch.ids, 5)
    with torch.no_grad():
        torch.testing.assert_close(model(replace(batch, ids=changed)), model(batch))
