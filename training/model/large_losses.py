"""The losses of the large network: the ranking of passages, what each says, where the answer stands, and by what."""

import torch
from torch import Tensor
from torch.nn import functional

from training.data.reading_set import OPEN, YES
from training.examples.batches import LabelledBatch
from training.model.losses import MOST, masked_mean
from vectorstore.models.evidence.large_network import Reading

SPAN, NO_SPAN, SHARED_SPAN = 1.0, 0.3, 0.25
YES_NO_WEIGHT = 3.0  # of a row that affirms or denies: few do, and only they tell yes from no


def losses(reading: Reading, part: LabelledBatch) -> tuple[Tensor, dict[str, Tensor]]:
    """The loss of what was read of a batch, and figures for the log."""
    judged = part.judged.float()
    listwise, first, ranked = _ranking(reading, part)
    weight = judged * torch.where(part.verdict >= YES, YES_NO_WEIGHT, 1.0)
    verdict = masked_mean(functional.cross_entropy(reading.verdict, part.verdict, reduction="none"), weight)
    span, shared, found = _places(reading, part)
    read = part.batch.passage
    flags = functional.binary_cross_entropy_with_logits(reading.evidence, part.evidence.float(), reduction="none")
    # A row that answers at an unknown place says nothing about its sentences.
    known = judged * ((part.right == 0) | part.evidence.any(1))
    evidence = masked_mean((flags * read).sum(1) / read.sum(1).clamp(min=1), known)
    yes_no = (part.verdict >= YES).float()
    figures = {
        "list": listwise,
        "verdict": verdict,
        "span": span,
        "shared": shared,
        "evidence": evidence,
        "first": first,
        "open": masked_mean(((reading.verdict.argmax(1) == OPEN) == (part.verdict == OPEN)).float(), judged),
        "yes_no": masked_mean((reading.verdict[:, YES:].argmax(1) == part.verdict - YES).float(), yes_no),
    }
    counts = {"first": ranked, "list": ranked, "yes_no": yes_no, "span": found, "shared": found}
    loss = listwise + verdict + span + SHARED_SPAN * shared + evidence
    weights = {name: counts.get(name, judged).sum() for name in figures}
    return loss, {k: torch.stack([v.detach() * weights[k], weights[k]]) for k, v in figures.items()}


def _ranking(reading: Reading, part: LabelledBatch) -> tuple[Tensor, Tensor, Tensor]:
    """The listwise loss, how often the right row is first, and which examples have one to rank."""
    table = lists(reading.relevance, part)
    ranked = ((part.rights >= 0) & (table.isfinite().sum(1) > 1)).float()
    each = functional.cross_entropy(table, part.rights.clamp(min=0), reduction="none")
    return masked_mean(each, ranked), masked_mean((table.argmax(1) == part.rights).float(), ranked), ranked


def _places(reading: Reading, part: LabelledBatch) -> tuple[Tensor, Tensor, Tensor]:
    """The loss of start and end, that of all rows of an example together, and which rows have a known place.

    Where only the sentences are known that answer, start and end may be anywhere in them.
    """
    tokens = torch.arange(part.batch.ids.shape[1], device=part.batch.ids.device)
    alone, apart = torch.zeros_like(part.right), torch.zeros_like(part.right)
    exact = part.targets[:, :1] > 0
    found = (exact[:, 0] | (part.evidence.any(1) & (part.right > 0))).float()
    for i in (0, 1):
        logits = reading.spans[:, :, i]
        here = torch.where(exact, tokens == part.targets[:, i, None], part.evidence & (part.right > 0)[:, None])
        here[:, 0] |= found == 0
        hit = logits.masked_fill(~here, float("-inf")).logsumexp(1)
        alone = alone + (logits.logsumexp(1) - hit) / 2
        total = lists(logits[:, 1:].logsumexp(1), part).logsumexp(1)
        apart = apart + (total[part.example] - hit) / 2
    unknown = part.right * (1 - found)
    weight = torch.where(found > 0, SPAN, NO_SPAN * part.judged * (1 - unknown))
    return masked_mean(alone, weight), masked_mean(apart.masked_fill(found == 0, 0), found), found


def lists(scores: Tensor, part: LabelledBatch) -> Tensor:
    """The scores of the rows of each example, shape (examples, MOST), -inf where there is no row."""
    table = scores.new_full((len(part.rights), MOST), float("-inf"))
    return table.index_put((part.example, part.place), scores)
