"""Which sentences answer a question, and whether any does: decided before a word is written.

Question and sentence are compared token by token: each token of the question looks for its nearest in the sentence,
and the mean of these cosines is the match (late interaction: Khattab and Zaharia 2020). Beside it stands the coverage,
the share of the question's terms, weighted by rarity, that the sentence holds. Both go into two logistic models of
a few numbers each, fitted by `benchmarks/fit_evidence.py`: one ranks sentences, one says whether the best answers.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vectorstore import Hit, Passage, SentenceEmbedder, Span
from vectorstore.analysis import analyse
from vectorstore.embedding import Vectors

# Fitted on 1,000 questions of squad2 and clapnq, 850 of them also with the paragraph that answers taken away.
RANK_MATCH, RANK_COVERAGE = 13.45, 3.00
ANSWERS_BIAS, ANSWERS_MATCH, ANSWERS_COVERAGE, ANSWERS_OTHERS = -6.66, 15.56, 4.08, -13.23
# The score under which a question is refused: one answerable development question in ten falls below it.
ANSWERS_FROM = 0.321
# What other sentences match on average, and how many sentences it counts as: few sentences say little of their mean.
USUAL_MATCH, USUAL_WEIGHT = 0.39, 10

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


@dataclass(frozen=True, slots=True)
class Measured:
    """A sentence and how it meets a question."""

    hit: Hit
    span: Span
    quote: str
    match: float
    """Mean cosine of the question's tokens to their nearest in the sentence, -1 to 1."""
    coverage: float
    """Share of the question's terms, weighted by rarity, that the sentence holds, 0 to 1."""

    @property
    def rank(self) -> float:
        """What sentences are ordered by."""
        return RANK_MATCH * self.match + RANK_COVERAGE * self.coverage


def read(question: str, hits: Sequence[Hit], rarity: Mapping[str, float], embedder: SentenceEmbedder) -> Reading:
    """The sentences of the hits that answer best, best first; `rarity` weighs the question's terms."""
    measured = sorted(measure(question, hits, rarity, embedder), key=lambda m: -m.rank)
    if not measured:
        return Reading((), 0.0)
    best, *others = measured
    usual = (sum(m.match for m in others) + USUAL_WEIGHT * USUAL_MATCH) / (len(others) + USUAL_WEIGHT)
    answers = ANSWERS_BIAS + ANSWERS_MATCH * best.match + ANSWERS_COVERAGE * best.coverage + ANSWERS_OTHERS * usual
    nearly = [m for m in measured if m.rank >= best.rank - NEARLY]
    evidence = [Evidence(m.hit, m.span.start, m.span.end, m.quote, m.match) for m in nearly]
    return Reading(tuple(_distinct(evidence)[:MOST_SENTENCES]), 1 / (1 + math.exp(-answers)))


def measure(
    question: str, hits: Sequence[Hit], rarity: Mapping[str, float], embedder: SentenceEmbedder
) -> list[Measured]:
    """Every sentence of the hits, in order, with how it meets the question."""
    found = [(hit, span, _quote(hit.passage, span)) for hit in hits for span in hit.passage.sentences]
    if not found:
        return []
    asked, *read = embedder.token_vectors([question, *(f"{_place(hit)}: {quote}" for hit, _, quote in found)])
    return [
        Measured(hit, span, quote, _match(asked, tokens), _coverage(rarity, quote))
        for (hit, span, quote), tokens in zip(found, read, strict=True)
    ]


def _quote(passage: Passage, span: Span) -> str:
    return passage.text[span.start - passage.start : span.end - passage.start]


def _place(hit: Hit) -> str:
    """Where a sentence stands, as it is read with it: the nearest heading and a table's header."""
    header = hit.passage.context.partition("\n")[2]
    return ": ".join(part for part in (hit.passage.heading or hit.title, header) if part)


def _match(asked: Vectors, tokens: Vectors) -> float:
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
