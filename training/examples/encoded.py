"""Examples as tokens, in a few flat tensors that can be saved, joined and moved to any device."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor

from training.data.reading_set import Place
from training.examples.example import ORDER_ONLY, Candidate, Example
from vectorstore.models.pair_encoding import BERT, Encoded, Markers, encode


@dataclass(frozen=True, slots=True)
class EncodedExamples:
    """Rows of tokens, one for each candidate; the rows of an example are consecutive. Token ids fit into int16."""

    tokens: Tensor
    """The tokens of all rows, shape (tokens,), like the next."""
    evidence: Tensor
    """Whether the token stands in a sentence that answers: bool."""
    lengths: Tensor
    """The number of tokens of each row, shape (rows,), like the next five."""
    questions: Tensor
    """The number of the question's tokens."""
    firsts: Tensor
    """The first token of the passage."""
    placed: Tensor
    """Whether the place of the answer is known: bool."""
    fused: Tensor
    """Search's score: float32."""
    targets: Tensor
    """First and last token of the answer, 0 if there is none, shape (rows, 2)."""
    sizes: Tensor
    """The number of rows of each example, shape (examples,), like the next three."""
    rights: Tensor
    """The row that answers, within the example; -1 if none does."""
    judged: Tensor
    """Whether the example says which rows answer, and not only their order: bool."""
    verdicts: Tensor
    """What the right row says: OPEN, ANSWERED, YES or NO."""

    def __len__(self) -> int:
        """The number of examples."""
        return len(self.sizes)

    def to(self, device: torch.device) -> "EncodedExamples":
        """The same on another device."""
        return EncodedExamples(*(getattr(self, f.name).to(device) for f in fields(self)))

    def subset(self, examples: Sequence[int]) -> "EncodedExamples":
        """Some of the examples, in the order given."""
        picked = torch.tensor(examples, dtype=torch.long)
        rows = positions(starts_of(self.sizes)[picked], self.sizes[picked].long())
        tokens = positions(starts_of(self.lengths)[rows], self.lengths[rows].long())
        each = ("lengths", "questions", "firsts", "placed", "fused", "targets")
        return EncodedExamples(
            self.tokens[tokens],
            self.evidence[tokens],
            *(getattr(self, name)[rows] for name in each),
            *(getattr(self, name)[picked] for name in ("sizes", "rights", "judged", "verdicts")),
        )

    def widths(self) -> Tensor:
        """The tokens of the longest row of each example."""
        example = torch.repeat_interleave(torch.arange(len(self)), self.sizes.long())
        return torch.zeros(len(self), dtype=torch.int16).scatter_reduce(0, example, self.lengths, "amax")

    def save(self, path: Path) -> None:
        """Save them in a file, whose folder is created."""
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file({f.name: getattr(self, f.name) for f in fields(self)}, path)

    @classmethod
    def load(cls, path: Path) -> "EncodedExamples":
        """The examples in a file."""
        return cls(**load_file(path))


def starts_of(sizes: Tensor) -> Tensor:
    """The start of each of some consecutive stretches of these sizes."""
    return sizes.long().cumsum(0) - sizes


def positions(starts: Tensor, sizes: Tensor) -> Tensor:
    """All positions of some stretches, one stretch after another."""
    return torch.repeat_interleave(starts - starts_of(sizes), sizes) + torch.arange(int(sizes.sum()))


def concatenated(parts: Sequence[EncodedExamples]) -> EncodedExamples:
    """The examples of all parts."""
    return EncodedExamples(*(torch.cat([getattr(part, f.name) for part in parts]) for f in fields(EncodedExamples)))


def encoded(examples: Sequence[Example], tokenizer: Tokenizer, markers: Markers = BERT) -> EncodedExamples:
    """The examples as tokens; what does not fit into a row is cut off."""
    rows: list[Encoded] = []
    targets: list[tuple[int, int]] = []
    for example in examples:
        texts, contexts = [c.text for c in example.candidates], [c.context for c in example.candidates]
        found = encode(tokenizer, example.question, texts, contexts, markers)
        targets += [target(row, c.answer) for row, c in zip(found, example.candidates, strict=True)]
        rows += found
    flat = [c for example in examples for c in example.candidates]
    return EncodedExamples(
        torch.tensor([i for row in rows for i in row.ids], dtype=torch.int16),
        torch.tensor([flag for row, c in zip(rows, flat, strict=True) for flag in flags(row, c)], dtype=torch.bool),
        torch.tensor([len(row.ids) for row in rows], dtype=torch.int16),
        torch.tensor([row.question for row in rows], dtype=torch.int16),
        torch.tensor([row.first for row in rows], dtype=torch.int16),
        torch.tensor([c.answer is not None for c in flat], dtype=torch.bool),
        torch.tensor([c.fused for c in flat], dtype=torch.float32),
        torch.tensor(targets, dtype=torch.int16).reshape(-1, 2),
        torch.tensor([len(example.candidates) for example in examples], dtype=torch.int16),
        torch.tensor([example.right for example in examples], dtype=torch.int16),
        torch.tensor([example.kind not in ORDER_ONLY for example in examples], dtype=torch.bool),
        torch.tensor([example.verdict for example in examples], dtype=torch.int8),
    )


def flags(row: Encoded, candidate: Candidate) -> list[bool]:
    """For each token of a row whether it stands in the evidence."""
    found = [False] * len(row.ids)
    for number, (begin, end) in enumerate(row.offsets, row.first):
        found[number] = any(start <= begin and end <= stop for start, stop in candidate.evidence)
    return found


def target(row: Encoded, answer: Place | None) -> tuple[int, int]:
    """First and last token of an answer in a row; 0, the first token of the row, if there is none or it was cut off."""
    if not answer:
        return 0, 0
    first = bisect_right([start for start, _ in row.offsets], answer[0]) - 1
    last = bisect_left([end for _, end in row.offsets], answer[1])
    return (row.first + max(first, 0), row.first + last) if last < len(row.offsets) else (0, 0)
