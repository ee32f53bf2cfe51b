"""What a batch asks of the network, by what moves when it is learned."""

from pathlib import Path

import pytest
import torch
from transformers import BertConfig

from training.examples.batches import BatchBuilder
from training.examples.encoded import encoded
from training.examples.example import Candidate, Example
from training.model.backbone import backbone_tokenizer
from training.model.losses import losses
from training.model.network import EvidenceNetwork

TEXT = "The tower was built in 1889."
KNOWN = Candidate(TEXT, "", (TEXT.index("1889"), TEXT.index("1889") + 4))
UNKNOWN = Candidate(TEXT, "", None)


@pytest.mark.parametrize(
    ("example", "says", "where"),
    [
        (Example("when", (KNOWN,), 0, "case"), True, True),
        (Example("when", (UNKNOWN,), -1, "case"), True, True),  # no answer in this passage
        (Example("when", (UNKNOWN,), 0, "case"), True, False),  # the passage answers, at an unknown place
        (Example("when", (UNKNOWN,), 0, "inverse cloze"), False, False),  # for ranking only, with nothing to rank
        (Example("when", (KNOWN,), 0, "span selection"), False, True),  # the place, but not whether it answers
    ],
)
def test_only_what_is_known_is_asked(backbone: Path, example: Example, says: bool, where: bool) -> None:
    torch.manual_seed(1)
    model = EvidenceNetwork(BertConfig.from_pretrained(backbone))
    loss, _ = losses(model, BatchBuilder(encoded([example], backbone_tokenizer()), torch.device("cpu")).build([0]))
    torch.autograd.backward(loss)
    for head, moves in ((model.relevance, says), (model.span, where)):
        assert head.weight.grad is None or bool(head.weight.grad.any()) == moves
        assert head.weight.grad is not None or not moves
