"""The losses of a batch: the ranking of passages, whether each answers, and where the answer stands."""

import torch
from torch import Tensor
from torch.nn import functional

from training.examples.batches import LabelledBatch
from training.model.network import EvidenceNetwork

# The listwise loss ranks by relevance + FUSED × search's score, as the product does, or by relevance alone.
FUSED = 0.5
LIST, POINT, SPAN, NO_SPAN, SHARED_SPAN = 1.0, 1.0, 0.5, 0.15, 0.25
RIGHT_WEIGHT = 2.0  # of an answering passage: there are about four others for each
MOST = 8  # rows of an example


def losses(model: EvidenceNetwork, part: LabelledBatch) -> tuple[Tensor, dict[str, Tensor]]:
    """The loss of a batch, and figures for the log; nothing in here waits for the device."""
    with torch.autocast(part.right.device.type, torch.bfloat16):
        relevance, spans = model(part.batch)
    examples = len(part.rights)

    def lists(scores: Tensor) -> Tensor:
        table = scores.new_full((examples, MOST), float("-inf"))
        return table.index_put((part.example, part.place), scores)

    # Every other example is ranked by the sum, the rest by relevance alone: both have to be good.
    ranked_by = relevance + FUSED * part.fused * (part.example % 2 == 0)
    table = lists(ranked_by)
    to_rank = ((part.rights >= 0) & (table.isfinite().sum(1) > 1)).float()
    each_list = functional.cross_entropy(table, part.rights.clamp(min=0), reduction="none")
    listwise = masked_mean(each_list, to_rank)
    each = functional.binary_cross_entropy_with_logits(
        relevance, part.right, reduction="none", pos_weight=relevance.new_tensor(RIGHT_WEIGHT)
    )
    judged = part.judged.float()
    pointwise = masked_mean(each, judged)
    alone = sum(functional.cross_entropy(spans[:, :, i], part.targets[:, i], reduction="none") for i in (0, 1)) / 2
    found = (part.targets[:, 0] > 0).float()
    unknown = part.right * ~part.placed  # the row answers, at an unknown place
    weight = torch.where(found > 0, SPAN, NO_SPAN * judged * (1 - unknown))
    span = (alone * weight).sum() / found.sum().clamp(min=1)
    # All passages of an example compete for the answer (shared normalisation: Clark and Gardner 2018).
    total = torch.stack([lists(spans[:, 1:, i].logsumexp(1)).logsumexp(1) for i in (0, 1)], 1)
    hit = spans.gather(1, part.targets[:, None, :])[:, 0]
    shared = masked_mean((total[part.example] - hit).sum(1).masked_fill(found == 0, 0) / 2, found)
    figures = {
        "list": listwise,
        "point": pointwise,
        "span": masked_mean(alone.masked_fill(found == 0, 0), found),
        "shared": shared,
        "first": masked_mean((table.argmax(1) == part.rights).float(), to_rank),
        "rows": torch.ones_like(found).sum(),
    }
    return LIST * listwise + POINT * pointwise + span + SHARED_SPAN * shared, {
        k: v.detach() for k, v in figures.items()
    }


def masked_mean(values: Tensor, mask: Tensor) -> Tensor:
    """The mean of the values where the mask is 1."""
    return (values * mask).sum() / mask.sum().clamp(min=1)
