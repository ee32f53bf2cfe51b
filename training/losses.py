"""What a batch of groups costs: ranking, answering or not, and where the answer stands."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from training.data import Place
from training.groups import Group
from training.network import EvidenceNetwork
from vectorstore.pairs import Encoded, collate, encode

# The listwise loss ranks by relevance + FUSED × search's score, as the product does, or by relevance alone.
FUSED, FUSED_SHARE = 0.5, 0.5
LIST, POINT, SPAN, NO_SPAN, SHARED_SPAN = 1.0, 1.0, 0.5, 0.15, 0.25
RIGHT_WEIGHT = 2.0  # of a passage that answers against one that does not: there are about four of these


def target(row: Encoded, answer: Place | None) -> tuple[int, int]:
    """First and last token of an answer in a row; 0, the first token of all, where there is none or it was cut off."""
    if not answer:
        return 0, 0
    first = bisect_right([start for start, _ in row.offsets], answer[0]) - 1
    last = bisect_left([end for _, end in row.offsets], answer[1])
    return (row.first + max(first, 0), row.first + last) if last < len(row.offsets) else (0, 0)


def losses(
    model: EvidenceNetwork, tokenizer: Tokenizer, groups: Sequence[Group], device: torch.device
) -> tuple[Tensor, dict[str, float]]:
    """The loss of one batch, and figures for the log."""
    rows: list[Encoded] = []
    targets: list[tuple[int, int]] = []
    places: list[tuple[int, int]] = []  # group and place in it of each row
    for number, group in enumerate(groups):
        texts, contexts = [c.text for c in group.candidates], [c.context for c in group.candidates]
        found = encode(tokenizer, group.question, texts, contexts)
        places += [(number, k) for k in range(len(found))]
        targets += [target(row, c.answer) for row, c in zip(found, group.candidates, strict=True)]
        rows += found
    flat = [(g, c) for g in groups for c in g.candidates]
    gold = torch.tensor([float(k == groups[number].right) for number, k in places], device=device)
    judged = torch.tensor([float(g.kind != "cloze") for g, _ in flat], device=device)
    unknown = gold * torch.tensor([float(c.answer is None) for _, c in flat], device=device)  # it answers, but where?
    with torch.autocast(device.type, torch.bfloat16):
        relevance, spans = model(collate(rows).to(device))
    where = torch.tensor(places, device=device).T
    right = torch.tensor([g.right for g in groups], device=device)
    ranked = (right >= 0) & torch.tensor([len(g.candidates) > 1 for g in groups], device=device)

    def lists(scores: Tensor) -> Tensor:
        table = scores.new_full((len(groups), int(where[1].max()) + 1), float("-inf"))
        return table.index_put((where[0], where[1]), scores)

    offset = torch.tensor([c.fused * FUSED for _, c in flat], device=device)
    # Every second group by the sum, every other by relevance alone: both have to be good.
    summed = (torch.arange(len(groups), device=device) % 2 < 2 * FUSED_SHARE - 0.5)[where[0]]
    table = lists(relevance + offset * summed)
    listwise = functional.cross_entropy(table[ranked], right[ranked]) if ranked.any() else relevance.sum() * 0
    each = functional.binary_cross_entropy_with_logits(
        relevance, gold, reduction="none", pos_weight=relevance.new_tensor(RIGHT_WEIGHT)
    )
    pointwise = (each * judged).sum() / judged.sum().clamp(min=1)
    wanted = torch.tensor(targets, device=device)
    alone = sum(functional.cross_entropy(spans[:, :, i], wanted[:, i], reduction="none") for i in (0, 1)) / 2
    found_span = (wanted[:, 0] > 0).float()
    weight = torch.where(found_span > 0, SPAN, NO_SPAN) * judged * (1 - unknown)
    span = (alone * weight).sum() / found_span.sum().clamp(min=1)
    # All passages of a group compete for the answer (shared normalisation: Clark and Gardner 2018).
    total = torch.stack([lists(spans[:, 1:, i].logsumexp(1)).logsumexp(1) for i in (0, 1)], 1)
    hit = spans.gather(1, wanted[:, None, :])[:, 0]
    shared = ((total[where[0]] - hit).sum(1) / 2).masked_fill(found_span == 0, 0).sum() / found_span.sum().clamp(min=1)
    figures = {
        "list": listwise.item(),
        "point": pointwise.item(),
        "span": (alone * found_span).sum().item() / max(1.0, found_span.sum().item()),
        "shared": shared.item(),
        "first": (table[ranked].argmax(1) == right[ranked]).float().mean().item() if ranked.any() else 0.0,
        "rows": float(len(rows)),
    }
    return LIST * listwise + POINT * pointwise + span + SHARED_SPAN * shared, figures
