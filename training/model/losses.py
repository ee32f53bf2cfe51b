"""What a batch of groups costs: ranking, answering or not, and where the answer stands."""

import torch
from torch import Tensor
from torch.nn import functional

from training.network import EvidenceNetwork
from training.rows import Labelled

# The listwise loss ranks by relevance + FUSED × search's score, as the product does, or by relevance alone.
FUSED = 0.5
LIST, POINT, SPAN, NO_SPAN, SHARED_SPAN = 1.0, 1.0, 0.5, 0.15, 0.25
RIGHT_WEIGHT = 2.0  # of a passage that answers against one that does not: there are about four of these
MOST = 8  # rows of a group


def losses(model: EvidenceNetwork, part: Labelled) -> tuple[Tensor, dict[str, Tensor]]:
    """The loss of one batch, and figures for the log; nothing in here waits for the device."""
    with torch.autocast(part.right.device.type, torch.bfloat16):
        relevance, spans = model(part.batch)
    groups = len(part.rights)

    def lists(scores: Tensor) -> Tensor:
        table = scores.new_full((groups, MOST), float("-inf"))
        return table.index_put((part.group, part.place), scores)

    # Every second group by the sum, every other by relevance alone: both have to be good.
    ranked_by = relevance + FUSED * part.fused * (part.group % 2 == 0)
    table = lists(ranked_by)
    to_rank = ((part.rights >= 0) & (table.isfinite().sum(1) > 1)).float()
    each_list = functional.cross_entropy(table, part.rights.clamp(min=0), reduction="none")
    listwise = share(each_list, to_rank)
    each = functional.binary_cross_entropy_with_logits(
        relevance, part.right, reduction="none", pos_weight=relevance.new_tensor(RIGHT_WEIGHT)
    )
    judged = part.judged.float()
    pointwise = share(each, judged)
    alone = sum(functional.cross_entropy(spans[:, :, i], part.targets[:, i], reduction="none") for i in (0, 1)) / 2
    found = (part.targets[:, 0] > 0).float()
    unknown = part.right * ~part.placed  # it answers, but where?
    weight = torch.where(found > 0, SPAN, NO_SPAN * judged * (1 - unknown))
    span = (alone * weight).sum() / found.sum().clamp(min=1)
    # All passages of a group compete for the answer (shared normalisation: Clark and Gardner 2018).
    total = torch.stack([lists(spans[:, 1:, i].logsumexp(1)).logsumexp(1) for i in (0, 1)], 1)
    hit = spans.gather(1, part.targets[:, None, :])[:, 0]
    shared = share((total[part.group] - hit).sum(1).masked_fill(found == 0, 0) / 2, found)
    figures = {
        "list": listwise,
        "point": pointwise,
        "span": share(alone.masked_fill(found == 0, 0), found),
        "shared": shared,
        "first": share((table.argmax(1) == part.rights).float(), to_rank),
        "rows": torch.ones_like(found).sum(),
    }
    return LIST * listwise + POINT * pointwise + span + SHARED_SPAN * shared, {
        k: v.detach() for k, v in figures.items()
    }


def share(values: Tensor, of: Tensor) -> Tensor:
    """The mean of the values that count."""
    return (values * of).sum() / of.sum().clamp(min=1)
