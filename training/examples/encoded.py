"""Groups as tokens: read once, then drawn from as often as a run asks, on any device."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor

from training.data import Place
from training.groups import Group
from vectorstore.models.pair_encoding import Batch, Encoded, encode

UNJUDGED = {"cloze", "blank", "compound"}  # kinds of groups of which only the order of the passages is known


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of tokens, the rows of a group one after another; word numbers are below 32,768, so all is int16."""

    tokens: Tensor
    """The tokens of all rows, shape (tokens,)."""
    lengths: Tensor
    """How many tokens each row has, shape (rows,), as are the next five."""
    questions: Tensor
    """How many of them are the question's."""
    firsts: Tensor
    """Where the passage begins."""
    placed: Tensor
    """Whether it is known where the answer stands: bool."""
    fused: Tensor
    """Search's score: float32."""
    targets: Tensor
    """First and last token of the answer, 0 where there is none, shape (rows, 2)."""
    sizes: Tensor
    """How many rows each group has, shape (groups,), as are the next two."""
    rights: Tensor
    """Which of them answers, -1 where none does."""
    judged: Tensor
    """Whether anything but the order is known: bool."""

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self.sizes)

    def to(self, device: torch.device) -> "Rows":
        """The same on another device."""
        return Rows(*(getattr(self, f.name).to(device) for f in fields(self)))

    def chosen(self, groups: Sequence[int]) -> "Rows":
        """Some of the groups, in the order given."""
        picked = torch.tensor(groups, dtype=torch.long)
        rows = spread(begins(self.sizes)[picked], self.sizes[picked].long())
        tokens = spread(begins(self.lengths)[rows], self.lengths[rows].long())
        each = ("lengths", "questions", "firsts", "placed", "fused", "targets")
        return Rows(
            self.tokens[tokens],
            *(getattr(self, name)[rows] for name in each),
            *(getattr(self, name)[picked] for name in ("sizes", "rights", "judged")),
        )

    def widths(self) -> Tensor:
        """The tokens of the longest row of each group."""
        group = torch.repeat_interleave(torch.arange(len(self)), self.sizes.long())
        return torch.zeros(len(self), dtype=torch.int16).scatter_reduce(0, group, self.lengths, "amax")

    def save(self, path: Path) -> None:
        """Keep them in a file."""
        save_file({f.name: getattr(self, f.name) for f in fields(self)}, path)

    @classmethod
    def load(cls, path: Path) -> "Rows":
        """Those of a file."""
        return cls(**load_file(path))


def begins(sizes: Tensor) -> Tensor:
    """Where each of some stretches begins that stand one after another."""
    return sizes.long().cumsum(0) - sizes


def spread(starts: Tensor, sizes: Tensor) -> Tensor:
    """All places of some stretches, one after another."""
    return torch.repeat_interleave(starts - begins(sizes), sizes) + torch.arange(int(sizes.sum()))


def joined(parts: Sequence[Rows]) -> Rows:
    """The groups of all parts."""
    return Rows(*(torch.cat([getattr(part, f.name) for part in parts]) for f in fields(Rows)))


def rows_of(groups: Sequence[Group], tokenizer: Tokenizer) -> Rows:
    """Groups as rows; what does not fit into a row is cut off."""
    rows: list[Encoded] = []
    targets: list[tuple[int, int]] = []
    for group in groups:
        texts, contexts = [c.text for c in group.candidates], [c.context for c in group.candidates]
        found = encode(tokenizer, group.question, texts, contexts)
        targets += [target(row, c.answer) for row, c in zip(found, group.candidates, strict=True)]
        rows += found
    flat = [c for group in groups for c in group.candidates]
    return Rows(
        torch.tensor([i for row in rows for i in row.ids], dtype=torch.int16),
        torch.tensor([len(row.ids) for row in rows], dtype=torch.int16),
        torch.tensor([row.question for row in rows], dtype=torch.int16),
        torch.tensor([row.first for row in rows], dtype=torch.int16),
        torch.tensor([c.answer is not None for c in flat], dtype=torch.bool),
        torch.tensor([c.fused for c in flat], dtype=torch.float32),
        torch.tensor(targets, dtype=torch.int16).reshape(-1, 2),
        torch.tensor([len(group.candidates) for group in groups], dtype=torch.int16),
        torch.tensor([group.right for group in groups], dtype=torch.int16),
        torch.tensor([group.kind not in UNJUDGED for group in groups], dtype=torch.bool),
    )


def target(row: Encoded, answer: Place | None) -> tuple[int, int]:
    """First and last token of an answer in a row; 0, the first token of all, where there is none or it was cut off."""
    if not answer:
        return 0, 0
    first = bisect_right([start for start, _ in row.offsets], answer[0]) - 1
    last = bisect_left([end for _, end in row.offsets], answer[1])
    return (row.first + max(first, 0), row.first + last) if last < len(row.offsets) else (0, 0)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A batch with what is known of it; each of shape (rows,), but for the last two."""

    batch: Batch
    group: Tensor
    """The number of its group in the batch."""
    place: Tensor
    """Its place in the group."""
    right: Tensor
    """Whether it answers, 0 or 1."""
    placed: Tensor
    judged: Tensor
    fused: Tensor
    targets: Tensor
    rights: Tensor
    """Of each group, shape (groups,)."""


class Drawer:
    """Batches out of rows, put together on the device: nothing waits for the processor."""

    def __init__(self, rows: Rows, device: torch.device) -> None:
        """Take the rows to the device; sizes are kept here, too, to plan with."""
        self.sizes, self.starts, self.lengths = rows.sizes.long(), begins(rows.sizes), rows.lengths
        self.rows, self.tokens_from = rows.to(device), begins(rows.lengths).to(device)
        self.rows_from = self.starts.to(device)
        self.device = device

    def draw(self, groups: Sequence[int]) -> Labelled:
        """The groups of these numbers as one batch, padded to its longest row."""
        picked = torch.tensor(groups)
        sizes = self.sizes[picked]
        here = spread(self.starts[picked], sizes)
        width = int(self.lengths[here].max())
        where = torch.stack([here, torch.repeat_interleave(torch.arange(len(groups)), sizes)])
        number, group = where.to(self.device, non_blocking=True)
        at, rows = torch.arange(width, device=self.device), self.rows
        length, question, first = (t[number][:, None].long() for t in (rows.lengths, rows.questions, rows.firsts))
        inside = at < length
        ids = rows.tokens[(self.tokens_from[number][:, None] + at) * inside].long() * inside
        asked, read = (at > 0) & (at <= question), (at >= first) & (at < length - 1)
        picked = picked.to(self.device, non_blocking=True)
        rights = rows.rights[picked].long()
        place = number - self.rows_from[picked][group]
        return Labelled(
            Batch(ids, (inside & (at >= question + 2)).long(), inside.long(), asked, read),
            group,
            place,
            (place == rights[group]).float(),
            rows.placed[number],
            rows.judged[picked][group],
            rows.fused[number],
            rows.targets[number].long(),
            rights,
        )
