"""What a trained large network says of the rows of examples, for a smaller one to learn from (Hinton et al. 2015)."""

from dataclasses import dataclass, fields
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from training.examples.batches import BatchBuilder, LabelledBatch, packed_batches
from training.examples.encoded import EncodedExamples, positions, starts_of
from training.model.large_network import LargeNetwork
from vectorstore.models.evidence.large_network import Reading
from vectorstore.models.evidence.layers import within_passage

PART = 2000  # tokens that are read at once


@dataclass(frozen=True, slots=True)
class TeacherScores:
    """Scores in half precision, in the order of the rows of the examples."""

    relevance: Tensor
    """Shape (rows,)."""
    verdict: Tensor
    """Shape (rows, 4)."""
    tokens: Tensor
    """Logits of start, end and evidence of the tokens of all rows, one row after the other, shape (tokens, 3)."""
    lengths: Tensor
    """The number of tokens of each row, shape (rows,)."""

    def of(self, part: LabelledBatch) -> Reading:
        """The teacher's reading of a batch."""
        sizes = self.lengths[part.row].long()
        found = torch.zeros(*part.batch.ids.shape, 3)
        found[part.batch.mask.bool()] = self.tokens[positions(starts_of(self.lengths)[part.row], sizes)].float()
        return Reading(
            self.relevance[part.row].float(),
            self.verdict[part.row].float(),
            within_passage(found[:, :, :2], part.batch.passage),
            found[:, :, 2],
        )

    def save(self, path: Path) -> None:
        """Save them in a file."""
        save_file({field.name: getattr(self, field.name) for field in fields(self)}, path)

    @classmethod
    def load(cls, path: Path) -> "TeacherScores":
        """The scores in a file."""
        return cls(**load_file(path))


def teacher_scores(network: LargeNetwork, examples: EncodedExamples) -> TeacherScores:
    """The network's scores of all rows."""
    lengths, builder = examples.lengths, BatchBuilder(examples, torch.device("cpu"))
    starts, rows = starts_of(lengths), len(lengths)
    relevance, verdict, tokens = torch.zeros(rows), torch.zeros(rows, 4), torch.zeros(int(lengths.sum()), 3)
    for numbers in packed_batches(examples, PART, 0):
        part = builder.build(numbers)
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            reading = network(part.batch)
        relevance[part.row], verdict[part.row] = reading.relevance, reading.verdict
        # Nothing outside the passage is asked for; half precision has no room for -inf in a difference.
        spans = reading.spans.masked_fill(reading.spans.isinf(), 0)
        both = torch.cat([spans, reading.evidence[:, :, None]], 2)[part.batch.mask.bool()]
        tokens[positions(starts[part.row], lengths[part.row].long())] = both
    return TeacherScores(relevance.half(), verdict.half(), tokens.half(), lengths)
