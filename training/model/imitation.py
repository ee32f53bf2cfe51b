"""The loss of a network that learns to say what its teacher says (Hinton et al. 2015)."""

import torch
from torch import Tensor
from torch.nn import functional

from training.examples.batches import LabelledBatch
from training.model.large_losses import SHARED_SPAN, SPAN, lists
from training.model.losses import masked_mean
from vectorstore.models.evidence.large_network import Reading

TEMPERATURE = 2.0  # above 1, what the teacher holds less likely counts for more


def imitation(reading: Reading, teacher: Reading, part: LabelledBatch) -> Tensor:
    """How far a reading of a batch is from the teacher's: the order of passages, verdicts, places and evidence."""
    judged = part.judged.float()
    several = (part.example.bincount(minlength=len(part.rights)) > 1).float()
    order = _divergence(lists(reading.relevance, part), lists(teacher.relevance, part))
    verdict = _divergence(reading.verdict, teacher.verdict)
    places = sum((_divergence(reading.spans[:, :, i], teacher.spans[:, :, i]) for i in (0, 1)), torch.zeros(())) / 2
    read = part.batch.passage
    flags = functional.binary_cross_entropy_with_logits(reading.evidence, teacher.evidence.sigmoid(), reduction="none")
    evidence = (flags * read).sum(1) / read.sum(1).clamp(min=1)
    return (
        masked_mean(order, several)
        + masked_mean(verdict, judged)
        + (SPAN + SHARED_SPAN) * masked_mean(places, judged)
        + masked_mean(evidence, judged)
    )


def _divergence(scores: Tensor, teacher: Tensor) -> Tensor:
    """Kullback and Leibler's divergence along the last dimension, where both are -inf in the same places."""
    absent = teacher.isinf()
    ours = (scores / TEMPERATURE).log_softmax(-1).masked_fill(absent, 0)
    theirs = (teacher / TEMPERATURE).log_softmax(-1).masked_fill(absent, 0)
    share = theirs.exp().masked_fill(absent, 0)
    return TEMPERATURE**2 * (share * (theirs - ours)).sum(-1)
