"""What a training step is made of: one question with passages, one of which answers it, or none."""

from dataclasses import dataclass

from training.data import Place


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with its context line, where the answer stands in it if that is known, and search's score."""

    text: str
    context: str
    answer: Place | None
    fused: float = 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """One question with its candidates; `right` is the one that answers, -1 where none does."""

    question: str
    candidates: tuple[Candidate, ...]
    right: int
    kind: str
