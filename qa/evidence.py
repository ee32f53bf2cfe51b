"""Which sentences answer a question, and whether any does: decided before a word is written.

Question and sentence are compared token by token: each token of the question looks for its nearest in the sentence,
and the mean of these cosines is the match (late interaction: Khattab and Zaharia 2020). Beside it stands the coverage,
the share of the question's terms, weighted by rarity, that the sentence holds. Both go into two logistic models of
three or four numbers, fitted by `benchmarks/fit_evidence.py`: one ranks sentences, one says whether the best answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vectorstore import Hit, Passage, SentenceEmbedder, Span
from vectorstore.analysis import analyse

# Fitted on 2,350 questions over the development parts of squad2 and clapnq, half of them without an answer there.
RANK_MATCH, RANK_COVERAGE = 14.60, 2.23
ANSWERS_BIAS, ANSWERS_MATCH, ANSWERS_COVERAGE, ANSWERS_OTHERS = -7.22, 15.45, 4.14, -11.92
# The score under which a question is refused: one answerable development question in ten falls below it.
ANSWERS_FROM = 0.32
# What other sentences match on average, and how many sentences it counts as: few sentences say little of their mean.
USUAL_MATCH, USUAL_WEIGHT = 0.389, 10

# A further sentence is quoted if it is nearly as good as the best one and says something else.
NEARLY = 0.7
MOST_SENTENCES = 3
SAME_WORDS = 0.8


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a passage that answers, `document[start:end]`."""

    hit: Hit
    start: int
    end: int
    quote: str
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in the passages for a question: the best sentences, and how sure it is that they answer."""

    evidence: tuple[Evidence, ...]
    score: float
    """0 to 1, higher where the best sentence answers; not calibrated as a probability."""

    @property
    def answers(self) -> bool:
        """Whether anything answers the question."""
        return bool(self.evidence) and self.score >= ANSWERS_FROM


def read(question: str, hits: Sequence[Hit], rarity: Mapping[str, float], embedder: SentenceEmbedder) -> Reading:
    """The sentences of the hits that answer best, best first; `rarity` weighs the question's terms."""
    found = [(hit, span, _quote(hit.passage, span)) for hit in hits for span in hit.passage.sentences]
    if not found:
        return Reading((), 0.0)
    asked, *read = embedder.token_vectors([question, *(f"{_place(hit)}: {quote}" for hit, _, quote in found)])
    match = np.array([_match(asked, tokens) for tokens in read])
    coverage = np.array([_coverage(rarity, quote) for _, _, quote in found])
    rank = RANK_MATCH * match + RANK_COVERAGE * coverage
    order = np.argsort(-rank, kind="stable")
    best = int(order[0])
    evidence = [
        Evidence(found[i][0], found[i][1].start, found[i][1].end, found[i][2], float(match[i]))
        for i in order
        if rank[i] >= rank[best] - NEARLY
    ]
    others = (match.sum() - match[best] + USUAL_WEIGHT * USUAL_MATCH) / (len(match) - 1 + USUAL_WEIGHT)
    answers = (
        ANSWERS_BIAS + ANSWERS_MATCH * match[best] + ANSWERS_COVERAGE * coverage[best] + ANSWERS_OTHERS * others
    )
    return Reading(tuple(_distinct(evidence)[:MOST_SENTENCES]), float(1 / (1 + np.exp(-answers))))


def _quote(passage: Passage, span: Span) -> str:
    return passage.text[span.start - passage.start : span.end - passage.start]


def _place(hit: Hit) -> str:
    """Where a sentence stands, as it is read with it: the nearest heading and a table's header."""
    header = hit.passage.context.partition("\n")[2]
    return ": ".join(part for part in (hit.passage.heading or hit.title, header) if part)


def _match(asked: NDArray[np.float32], tokens: NDArray[np.float32]) -> float:
    """The mean over the question's tokens of the cosine to the nearest token; shapes (question, d), (sentence, d)."""
    if not len(asked) or not len(tokens):
        return 0.0
    return float((asked @ tokens.T).max(axis=1).mean())


def _coverage(rarity: Mapping[str, float], quote: str) -> float:
    total = sum(rarity.values())
    terms = set(analyse(quote))
    return sum(weight for term, weight in rarity.items() if term in terms) / total if total else 0.0


def _distinct(evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence without what repeats something better in nearly the same words."""
    kept: list[tuple[Evidence, set[str]]] = []
    for piece in evidence:
        terms = set(analyse(piece.quote))
        if all(len(terms & other) < SAME_WORDS * len(terms | other) for _, other in kept):
            kept.append((piece, terms))
    return [piece for piece, _ in kept]
