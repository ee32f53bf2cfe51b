"""The fit of ranking weights: a softmax over the candidates of each question, its answer among them."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks.studies.ranking.dataset import WEIGHTS, Row
from vectorstore.search.ranking import MOST_SPAN

Matrix = NDArray[np.float64]
Features = Callable[[Row], Matrix]
"""The evidence of each candidate, shape (candidates, features); NaN where it was not read."""

REGULARISATION = 1e-3


def evidence(row: Row) -> Matrix:
    """What search alone knows."""
    return np.array([row.cosine, row.coverage, row.bm25]).T


def read(search: Matrix) -> Features:
    """What is known after reading: relevance, the score of the best answer, and search's score by these weights."""

    def features(row: Row) -> Matrix:
        span = np.clip(np.array(row.span, dtype=float), -MOST_SPAN, MOST_SPAN)
        return np.column_stack([np.array(row.relevance, dtype=float), span, evidence(row) @ search])

    return features


def fitted(some: Sequence[Row], features: Features) -> Matrix:
    """The weights under which the answers are likeliest, each question counted by its group."""
    data = []
    for row in some:
        table, gold = features(row), np.array(row.gold)
        is_read = ~np.isnan(table).any(axis=1)
        if 0 < gold[is_read].sum() < is_read.sum():
            data.append((table[is_read], gold[is_read], WEIGHTS[row.group]))

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        total, gradient = REGULARISATION * float(weights @ weights), 2 * REGULARISATION * weights
        for table, gold, importance in data:
            scores = table @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            right = float(chances[gold].sum())
            total -= importance * np.log(max(right, 1e-300))
            gradient = gradient - importance * (np.where(gold, chances / max(right, 1e-300), 0) - chances) @ table
        return total, gradient

    width = features(some[0]).shape[1]
    return np.asarray(minimize(loss, np.zeros(width), jac=True, method="L-BFGS-B").x, dtype=np.float64)


def is_first(row: Row, scores: Matrix) -> bool:
    """Whether an answer is ranked first; what was not read comes last."""
    return row.gold[int(np.nan_to_num(scores, nan=-np.inf).argmax())]


def balanced(row: Row, search: Matrix) -> Matrix:
    """How a reranker of unknown scale ranks: relevance and search's score, both of the same spread."""
    relevance, score = np.array(row.relevance, dtype=float), evidence(row) @ search
    is_read = ~np.isnan(relevance)
    return relevance / max(float(relevance[is_read].std()), 1e-9) + score / max(float(score[is_read].std()), 1e-9)
