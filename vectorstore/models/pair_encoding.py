"""A question and passages become rows of tokens that a network reads together, padded to the longest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

if TYPE_CHECKING:
    from tokenizers import Tokenizer

QUESTION_TOKENS = 64
CONTEXT_TOKENS = 64
PASSAGE_TOKENS = 256
OVERLAP = 64  # tokens that a long passage's rows share: any answer stands whole in one of them, with neighbours
MOST_TOKENS = QUESTION_TOKENS + CONTEXT_TOKENS + PASSAGE_TOKENS + 4


@dataclass(frozen=True, slots=True)
class Markers:
    """The tokens around the parts of a row."""

    first: int
    between: tuple[int, ...]
    last: int


BERT = Markers(101, (102,), 102)  # [CLS] and [SEP]
MPNET = Markers(0, (2, 2), 2)  # <s> and </s>


@dataclass(frozen=True, slots=True)
class Encoded:
    """A question with a passage as tokens; `offsets` are the passage's tokens, which begin at `first`."""

    ids: list[int]
    types: list[int]
    first: int
    offsets: list[tuple[int, int]]
    question: int
    """How many tokens the question has."""


def encode(
    tokenizer: "Tokenizer",
    question: str,
    passages: Sequence[str],
    contexts: Sequence[str],
    markers: Markers = BERT,
) -> list[Encoded]:
    """`[CLS] question [SEP] context [SEP] passage [SEP]`, of each passage as much as fits."""
    return [first for first, *_ in windows(tokenizer, question, passages, contexts, markers)]


def windows(
    tokenizer: "Tokenizer",
    question: str,
    passages: Sequence[str],
    contexts: Sequence[str],
    markers: Markers = BERT,
) -> list[list[Encoded]]:
    """Each passage whole: one row where it fits, else rows that overlap. Without a context, its part is left out."""
    asked, *above = tokenizer.encode_batch_fast([question, *contexts], add_special_tokens=False)
    question_ids = asked.ids[:QUESTION_TOKENS]
    head = [markers.first, *question_ids, *markers.between]
    found = []
    for text, context in zip(tokenizer.encode_batch(list(passages), add_special_tokens=False), above, strict=True):
        before = [*head, *context.ids[:CONTEXT_TOKENS], *markers.between] if context.ids else head
        begins = range(0, max(1, len(text.ids) - OVERLAP), PASSAGE_TOKENS - OVERLAP)
        parts = [slice(begin, begin + PASSAGE_TOKENS) for begin in begins]
        for_each = [([*before, *text.ids[part], markers.last], text.offsets[part]) for part in parts]
        found.append(
            [
                Encoded(row, [0] * len(head) + [1] * (len(row) - len(head)), len(before), offsets, len(question_ids))
                for row, offsets in for_each
            ]
        )
    return found


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded rows, each of shape (rows, tokens); `question` and `passage` mark the tokens of these parts."""

    ids: Tensor
    types: Tensor
    mask: Tensor
    question: Tensor
    passage: Tensor

    def to(self, device: torch.device) -> "Batch":
        """The same on another device."""
        return Batch(*(t.to(device) for t in (self.ids, self.types, self.mask, self.question, self.passage)))


def collate(rows: Sequence[Encoded]) -> Batch:
    """Rows padded to the longest."""
    width = max(len(row.ids) for row in rows)
    ids = torch.zeros(len(rows), width, dtype=torch.long)
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    question, passage = (torch.zeros(len(rows), width, dtype=torch.bool) for _ in range(2))
    for i, row in enumerate(rows):
        n = len(row.ids)
        ids[i, :n], types[i, :n], mask[i, :n] = torch.tensor(row.ids), torch.tensor(row.types), 1
        question[i, 1 : 1 + row.question] = True
        passage[i, row.first : row.first + len(row.offsets)] = True
    return Batch(ids, types, mask, question, passage)
