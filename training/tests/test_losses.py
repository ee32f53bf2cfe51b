"""What a batch asks of the network, by what moves when it is learned."""

from pathlib import Path

import pytest
import torch
from transformers import BertConfig

from training.corpus import words
from training.groups import Candidate, Group
from training.losses import losses
from training.network import EvidenceNetwork
from training.rows import Drawer, rows_of

TEXT = "The tower was built in 1889."
KNOWN = Candidate(TEXT, "", (TEXT.index("1889"), TEXT.index("1889") + 4))
UNKNOWN = Candidate(TEXT, "", None)


@pytest.mark.parametrize(
    ("group", "says", "where"),
    [
        (Group("when", (KNOWN,), 0, "own"), True, True),
        (Group("when", (UNKNOWN,), -1, "own"), True, True),  # nowhere in here
        (Group("when", (UNKNOWN,), 0, "own"), True, False),  # it answers, but where is not known
        (Group("when", (UNKNOWN,), 0, "cloze"), False, False),  # for ranking only, and there is nothing to rank
        (Group("when", (KNOWN,), 0, "blank"), False, True),  # where, but whether anybody is told anything is not judged
    ],
)
def test_only_what_is_known_is_asked(backbone: Path, group: Group, says: bool, where: bool) -> None:
    torch.manual_seed(1)
    model = EvidenceNetwork(BertConfig.from_pretrained(backbone))
    loss, _ = losses(model, Drawer(rows_of([group], words()), torch.device("cpu")).draw([0]))
    torch.autograd.backward(loss)
    for head, moves in ((model.relevance, says), (model.span, where)):
        assert head.weight.grad is None or bool(head.weight.grad.any()) == moves
        assert head.weight.grad is not None or not moves
