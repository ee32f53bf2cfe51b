"""Which sentences answer a question, and whether any does: decided before a word is written."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vectorstore import Hit, SentenceEmbedder

# Cosine of question and sentence below which nothing is said to answer.
ANSWERS_FROM = 0.45
# A further sentence is quoted if it is nearly as good as the best one.
NEARLY = 0.9
MOST_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a passage that answers, `document[start:end]`."""

    hit: Hit
    start: int
    end: int
    quote: str
    page: int | None
    score: float


def find(question: str, hits: Sequence[Hit], embedder: SentenceEmbedder) -> list[Evidence]:
    """The sentences that answer the question, best first; empty where none does."""
    pieces = [
        Evidence(
            hit,
            s.start,
            s.end,
            hit.passage.text[s.start - hit.passage.start : s.end - hit.passage.start],
            hit.passage.page,
            0.0,
        )
        for hit in hits
        for s in hit.passage.sentences
    ]
    if not pieces:
        return []
    vectors = embedder.encode([question, *(piece.quote for piece in pieces)])
    scores = vectors[1:] @ vectors[0]
    order = np.argsort(-scores, kind="stable")
    best = float(scores[order[0]])
    if best < ANSWERS_FROM:
        return []
    return [
        Evidence(p.hit, p.start, p.end, p.quote, p.page, float(scores[i]))
        for i in order[:MOST_SENTENCES]
        if scores[i] >= NEARLY * best
        for p in (pieces[i],)
    ]
