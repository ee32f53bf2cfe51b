"""Fits the weights of qa/answering/calibration.json, and prints the figures.

Asked are questions that the evidence model never saw. The thresholds stay: `benchmarks/studies/verdicts`, to be run
after it, sets them. Folds are by document, never by question; every figure is of the fold that the weights were not
fitted on.

Run: python -m benchmarks.studies.evidence [--write] (needs scikit-learn); figures: benchmarks/results/evidence.json
"""

import argparse
import json
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from benchmarks.lib import results
from benchmarks.studies.evidence.dataset import ANSWERABLE, Row, rows
from benchmarks.studies.evidence.fit import (
    Matrix,
    answers_weights,
    best_features,
    folds,
    importance,
    rank_weights,
    ranks,
)
from qa.answering.calibration import SHIPPED, Calibration, all_shipped, weighted_sum
from qa.evaluation.metrics.refusal import expected_calibration_error
from vectorstore.filesystem import write_atomically
from vectorstore.models.reranker import DEFAULT_RERANKER, NO_RERANKER

EVEN_ODDS = 0.5  # refused in the figures: less likely than not, before the confidence is rescaled
FOLDS = 2
RANK = {DEFAULT_RERANKER: ("match", "said", "search"), NO_RERANKER: ("match", "coverage")}
ANSWERS = {DEFAULT_RERANKER: ("bias", "match", "relevance"), NO_RERANKER: ("bias", "match")}


def fitted(reranker: str, every: Sequence[Row]) -> tuple[Calibration, dict[str, object]]:
    """The calibration for a reranker, and its figures across folds."""
    every = [row for row in every if row.sentences]
    fold = folds(every, FOLDS)
    best = np.zeros(len(every))
    logits = np.zeros(len(every))
    for part in range(FOLDS):
        others = [row for row, f in zip(every, fold, strict=True) if f != part]
        rank = rank_weights(others, RANK[reranker])
        weights = answers_weights(others, rank, ANSWERS[reranker])
        for i in np.flatnonzero(fold == part):
            best[i] = every[i].gold[int(ranks(every[i], rank).argmax())]
            logits[i] = weighted_sum(weights, best_features(every[i], rank))
    confidences: Matrix = 1 / (1 + np.exp(-logits))
    labels = np.array([row.kind == ANSWERABLE for row in every])
    names = np.array([f"{row.question.set} {row.kind}" for row in every])
    rank = rank_weights(every, RANK[reranker])
    drawn = _drawn(importance(every))
    shipped = all_shipped()[reranker]
    calibration = Calibration(
        rank=rank,
        answers=answers_weights(every, rank, ANSWERS[reranker]),
        answered=shipped.answered,
        uncertain=shipped.uncertain,
        questions=int(labels.sum()),
    )
    return calibration, {
        "best sentence answers": {
            name: round(float(best[names == name].mean()), 3) for name in sorted(set(names[labels]))
        },
        "AUC": {
            f"{right} against {wrong}": round(_auc(confidences, names == right, names == wrong), 3)
            for right in sorted(set(names[labels]))
            for wrong in sorted(set(names[~labels]))
            if right.split()[0] == wrong.split()[0]
        }
        | {"all": round(float(roc_auc_score(labels, confidences, sample_weight=importance(every))), 3)},
        "refused, by kind": {
            name: round(float((confidences[names == name] < EVEN_ODDS).mean()), 3) for name in sorted(set(names))
        },
        "ECE, 15 bins": round(expected_calibration_error(confidences[drawn].tolist(), labels[drawn].tolist()), 3),
    }


def _auc(scores: Matrix, right: NDArray[np.bool_], wrong: NDArray[np.bool_]) -> float:
    return float(roc_auc_score(np.repeat([1, 0], [right.sum(), wrong.sum()]), np.r_[scores[right], scores[wrong]]))


def _drawn(weights: Matrix) -> NDArray[np.int_]:
    """The numbers of rows drawn by weight, so that each kind counts as it does in the fit."""
    return np.random.default_rng(0).choice(len(weights), 20_000, p=weights / weights.sum())


def main() -> None:
    """Prints the figures of each reranker; with --write, writes them and the weights of the product."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="write the weights to qa/answering/calibration.json")
    write = parser.parse_args().write
    calibrations, figures = {}, {}
    for reranker in (DEFAULT_RERANKER, NO_RERANKER):
        calibration, figures[reranker] = fitted(reranker, rows(reranker))
        calibrations[reranker] = calibration.model_dump(exclude_defaults=True)
        print(json.dumps({reranker: calibrations[reranker] | figures[reranker]}, indent=1))
    if write:
        write_atomically(SHIPPED, json.dumps(calibrations, indent=1) + "\n")
        results.write("evidence", {name: calibrations[name] | figures[name] for name in figures})


if __name__ == "__main__":
    main()
