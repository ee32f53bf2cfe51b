"""A training example: one question with candidate passages, of which one answers it, or none."""

from dataclasses import dataclass

from training.data.reading_set import ANSWERED, Place

ORDER_ONLY = {"inverse cloze", "span selection", "compound"}
"""Kinds of examples that say how passages rank, not whether they answer the question."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with its context line, the place of the answer in it if that is known, and search's score."""

    text: str
    context: str
    answer: Place | None
    fused: float = 0.0
    evidence: tuple[Place, ...] = ()
    """The sentences that answer, if they are known."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question with its candidates; `right` is the index of the one that answers, -1 if none does."""

    question: str
    candidates: tuple[Candidate, ...]
    right: int
    kind: str
    verdict: int = ANSWERED
    """What the right candidate says."""
