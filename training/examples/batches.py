"""Batches of examples: which examples come together, and their tokens and labels on the device."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from training.data.reading_set import OPEN
from training.examples.encoded import EncodedExamples, positions, starts_of
from vectorstore.models.pair_encoding import Batch

JITTER = 24  # tokens by which the rows of a batch may differ in length, beyond what they must


def packed_batches(examples: EncodedExamples, tokens: int, seed: int) -> list[list[int]]:
    """Batches of examples of about the same length, in random order, of about so many tokens each, padded."""
    rng = random.Random(seed)
    widths, sizes = examples.widths().tolist(), examples.sizes.tolist()
    keys = [width + rng.random() * JITTER for width in widths]
    packed: list[list[int]] = [[]]
    count = widest = 0
    for number in sorted(range(len(keys)), key=keys.__getitem__):
        count, widest = count + sizes[number], max(widest, widths[number])
        if packed[-1] and count * widest > tokens:
            packed.append([])
            count, widest = sizes[number], widths[number]
        packed[-1].append(number)
    for part in packed:
        rng.shuffle(part)
    rng.shuffle(packed)
    return packed


@dataclass(frozen=True, slots=True)
class LabelledBatch:
    """A batch with its labels, each of shape (rows,) unless noted."""

    batch: Batch
    example: Tensor
    """The number of the row's example in the batch."""
    place: Tensor
    """The row's place in the example."""
    right: Tensor
    """Whether the row answers, 0 or 1."""
    placed: Tensor
    judged: Tensor
    fused: Tensor
    targets: Tensor
    rights: Tensor
    """The answering row of each example, shape (examples,)."""
    verdict: Tensor
    """What the row says to the question."""
    evidence: Tensor
    """Whether each token stands in the evidence, shape (rows, tokens)."""
    row: Tensor
    """The number of the row among all examples' rows."""


class BatchBuilder:
    """Builds batches on the device, so that nothing waits for the processor."""

    def __init__(self, examples: EncodedExamples, device: torch.device) -> None:
        """Move the tokens to the device; sizes stay on the processor, too, for planning."""
        self.sizes, self.starts, self.lengths = examples.sizes.long(), starts_of(examples.sizes), examples.lengths
        self.rows, self.tokens_from = examples.to(device), starts_of(examples.lengths).to(device)
        self.rows_from = self.starts.to(device)
        self.device = device

    def build(self, numbers: Sequence[int]) -> LabelledBatch:
        """The examples with these numbers as one batch, padded to its longest row."""
        picked = torch.tensor(numbers)
        sizes = self.sizes[picked]
        here = positions(self.starts[picked], sizes)
        width = int(self.lengths[here].max())
        where = torch.stack([here, torch.repeat_interleave(torch.arange(len(numbers)), sizes)])
        row, example = where.to(self.device, non_blocking=True)
        at, rows = torch.arange(width, device=self.device), self.rows
        length, question, first = (t[row][:, None].long() for t in (rows.lengths, rows.questions, rows.firsts))
        inside = at < length
        here_from = (self.tokens_from[row][:, None] + at) * inside
        ids = rows.tokens[here_from].long() * inside
        asked, read = (at > 0) & (at <= question), (at >= first) & (at < length - 1)
        picked = picked.to(self.device, non_blocking=True)
        rights = rows.rights[picked].long()
        place = row - self.rows_from[picked][example]
        right = place == rights[example]
        return LabelledBatch(
            Batch(ids, (inside & (at >= question + 2)).long(), inside.long(), asked, read),
            example,
            place,
            right.float(),
            rows.placed[row],
            rows.judged[picked][example],
            rows.fused[row],
            rows.targets[row].long(),
            rights,
            torch.where(right, rows.verdicts[picked][example].long(), OPEN),
            rows.evidence[here_from] & inside,
            row,
        )
