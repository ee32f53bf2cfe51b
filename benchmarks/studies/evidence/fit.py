"""The fit of a calibration: weights that rank sentences, and weights that say whether a question is answered.

Answerable questions count as much as all others together; of the others, those whose document was taken out count as
much as those that were written to have no answer.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from benchmarks.studies.evidence.dataset import ANSWERABLE, GONE, TRAP, Row
from qa.answering.calibration import weighted_sum

Matrix = NDArray[np.float64]


def rank_weights(some: Sequence[Row], names: Sequence[str]) -> dict[str, float]:
    """Weights that rank the answering sentences of a question above its other sentences: a pairwise logistic model."""
    better: list[Matrix] = []
    for row in some:
        gold = np.array(row.gold)
        if row.kind == ANSWERABLE and gold.any() and not gold.all():
            table = np.array([[m.features[name] for name in names] for m in row.sentences])
            better += list(table[gold].mean(0) - table[~gold])
    pairs = np.array(better)
    model = LogisticRegression(C=10, fit_intercept=False, max_iter=10_000)
    model.fit(np.vstack([pairs, -pairs]), np.repeat([1, 0], len(pairs)))
    return dict(zip(names, model.coef_[0].round(4).tolist(), strict=True))


def ranks(row: Row, weights: dict[str, float]) -> Matrix:
    """The ranking score of each sentence of a row."""
    return np.array([weighted_sum(weights, m.features) for m in row.sentences])


def best_features(row: Row, weights: dict[str, float]) -> dict[str, float]:
    """The features of the highest-ranked sentence, which the confidence is computed from."""
    return row.sentences[int(ranks(row, weights).argmax())].features


def importance(some: Sequence[Row]) -> Matrix:
    """The weight of each row: the answerable ones together count half, each other kind a quarter."""
    kinds = np.array([row.kind for row in some])
    share = {ANSWERABLE: 0.5, GONE: 0.25, TRAP: 0.25}
    return np.array([share[kind] / (kinds == kind).sum() for kind in kinds]) * len(some)


def answers_weights(some: Sequence[Row], rank: dict[str, float], names: Sequence[str]) -> dict[str, float]:
    """Weights of a logistic model of whether the documents answer the question."""
    table = np.array([[found[name] for name in names] for found in (best_features(row, rank) for row in some)])
    spread = np.where(table.std(0) > 0, table.std(0), 1)
    model = LogisticRegression(C=10, fit_intercept=False, max_iter=10_000)
    model.fit(table / spread, [row.kind == ANSWERABLE for row in some], sample_weight=importance(some))
    return dict(zip(names, (model.coef_[0] / spread).round(4).tolist(), strict=True))


def folds(some: Sequence[Row], number: int) -> NDArray[np.int_]:
    """The fold of each row, by document."""
    documents = sorted({row.question.document for row in some})
    return np.array([documents.index(row.question.document) % number for row in some])
