"""The numbers of qa/calibration.json: fitted on questions that the evidence model never saw, printed with figures.

Folds are by document, never by question; every figure is of the fold that the weights were not fitted on. In the
confidence, answerable questions weigh as much as all others, and of these the ones whose document was taken away as
much as the ones written to have no answer.

Run: python -m benchmarks.fit_evidence [--write] (needs scikit-learn); writes benchmarks/results/evidence.json
"""

import argparse
import json
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from benchmarks.data import ROOT
from benchmarks.evidence_rows import ANSWERABLE, GONE, TRAP, Row, rows
from qa.answering.calibration import SHIPPED, Calibration, weighted_sum
from qa.evaluation.metrics.refusal import expected_calibration_error
from vectorstore.models.reranker import DEFAULT_RERANKER, NO_RERANKER

THRESHOLD = 0.5  # a question is refused where the documents rather do not answer it
FOLDS = 2
RANK = {DEFAULT_RERANKER: ("match", "said", "search"), NO_RERANKER: ("match", "coverage")}
ANSWERS = {DEFAULT_RERANKER: ("bias", "match", "relevance"), NO_RERANKER: ("bias", "match")}

Matrix = NDArray[np.float64]


def rank_weights(some: Sequence[Row], names: Sequence[str]) -> dict[str, float]:
    """A conditional logit by pairs: what tells the sentences that answer from the others of their question."""
    better: list[Matrix] = []
    for row in some:
        gold = np.array(row.gold)
        if row.kind == ANSWERABLE and gold.any() and not gold.all():
            table = np.array([[m.features[name] for name in names] for m in row.measured])
            better += list(table[gold].mean(0) - table[~gold])
    pairs = np.array(better)
    model = LogisticRegression(C=10, fit_intercept=False, max_iter=10_000)
    model.fit(np.vstack([pairs, -pairs]), np.repeat([1, 0], len(pairs)))
    return dict(zip(names, model.coef_[0].round(4).tolist(), strict=True))


def ranks(row: Row, weights: dict[str, float]) -> Matrix:
    """What orders the sentences of a row."""
    return np.array([weighted_sum(weights, m.features) for m in row.measured])


def summary(row: Row, weights: dict[str, float]) -> dict[str, float]:
    """What the confidence of a row is made of."""
    return row.measured[int(ranks(row, weights).argmax())].features


def importance(some: Sequence[Row]) -> Matrix:
    """Half to the answerable, a quarter each to those that are gone and to those without an answer."""
    kinds = np.array([row.kind for row in some])
    share = {ANSWERABLE: 0.5, GONE: 0.25, TRAP: 0.25}
    return np.array([share[kind] / (kinds == kind).sum() for kind in kinds]) * len(some)


def answers_weights(some: Sequence[Row], rank: dict[str, float], names: Sequence[str]) -> dict[str, float]:
    """A logistic model of whether the documents answer."""
    table = np.array([[found[name] for name in names] for found in (summary(row, rank) for row in some)])
    spread = np.where(table.std(0) > 0, table.std(0), 1)
    model = LogisticRegression(C=10, fit_intercept=False, max_iter=10_000)
    model.fit(table / spread, [row.kind == ANSWERABLE for row in some], sample_weight=importance(some))
    return dict(zip(names, (model.coef_[0] / spread).round(4).tolist(), strict=True))


def folds(some: Sequence[Row]) -> NDArray[np.int_]:
    """The fold of each row, by document."""
    documents = sorted({row.asked.document for row in some})
    return np.array([documents.index(row.asked.document) % FOLDS for row in some])


def fitted(reader: str, every: list[Row]) -> tuple[Calibration, dict[str, object]]:
    """The weighing for a reader, and what it reaches across folds."""
    every = [row for row in every if row.measured]
    fold = folds(every)
    best = np.zeros(len(every))
    logits = np.zeros(len(every))
    for part in range(FOLDS):
        others = [row for row, f in zip(every, fold, strict=True) if f != part]
        rank = rank_weights(others, RANK[reader])
        weights = answers_weights(others, rank, ANSWERS[reader])
        for i in np.flatnonzero(fold == part):
            best[i] = every[i].gold[int(ranks(every[i], rank).argmax())]
            logits[i] = weighted_sum(weights, summary(every[i], rank))
    confidences = 1 / (1 + np.exp(-logits))
    labels = np.array([row.kind == ANSWERABLE for row in every])
    names = np.array([f"{row.asked.set} {row.kind}" for row in every])
    rank = rank_weights(every, RANK[reader])
    weighing = Calibration(
        rank=rank,
        answers=answers_weights(every, rank, ANSWERS[reader]),
        threshold=THRESHOLD,
        refused=round(float((confidences[labels] < THRESHOLD).mean()), 3),
        questions=int(labels.sum()),
    )
    return weighing, {
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
            name: round(float((confidences[names == name] < THRESHOLD).mean()), 3) for name in sorted(set(names))
        },
        "ECE, 15 bins": round(_balanced(expected_calibration_error, confidences, labels, importance(every)), 3),
    }


def _auc(scores: Matrix, right: NDArray[np.bool_], wrong: NDArray[np.bool_]) -> float:
    return float(roc_auc_score(np.repeat([1, 0], [right.sum(), wrong.sum()]), np.r_[scores[right], scores[wrong]]))


def _balanced(
    error: Callable[[Sequence[float], Sequence[bool]], float],
    scores: Matrix,
    labels: NDArray[np.bool_],
    weights: Matrix,
) -> float:
    """An error over cases drawn by their weight, so that each kind counts as it does in the fit."""
    drawn = np.random.default_rng(0).choice(len(scores), 20_000, p=weights / weights.sum())
    return error(scores[drawn].tolist(), labels[drawn].tolist())


def main() -> None:
    """Print what each reader reaches; keep it in benchmarks/results, and with --write the weights in the product."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--write", action="store_true", help="put the weights into qa/calibration.json")
    write = parser.parse_args().write
    weighings, results = {}, {}
    for reader in (DEFAULT_RERANKER, NO_RERANKER):
        weighing, results[reader] = fitted(reader, rows(reader))
        weighings[reader] = weighing.model_dump(exclude_defaults=True)
        print(json.dumps({reader: weighings[reader] | results[reader]}, indent=1))
    if write:
        SHIPPED.write_text(json.dumps(weighings, indent=1) + "\n", encoding="utf-8")
        text = json.dumps({name: weighings[name] | results[name] for name in results}, indent=1) + "\n"
        (ROOT / "benchmarks/results/evidence.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
