"""Sets the two thresholds of qa/answering/calibration.json at stated errors, in the shares that people meet.

The weights stay: `benchmarks/studies/evidence` fits them. Every figure is of folds that were not fitted, by paragraph.

Run: python -m benchmarks.studies.verdicts [--sample 100] [--seconds 200] [--write]; run it again until every question
is known, or set them by those that are; figures: benchmarks/results/verdicts.json
"""

import argparse
import json
import os
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.__main__ import NICENESS
from benchmarks.lib import results
from benchmarks.studies.verdicts.dataset import ANSWERABLE, GONE, ORDINARY, REWORDED, TRAP, Row, rows
from qa.answering.calibration import SHIPPED, Calibration, Threshold, all_shipped, probability
from qa.evaluation.calibrate.folds import FOLDS, fold_numbers
from qa.evaluation.calibrate.platt import Numbers
from qa.evaluation.calibrate.thresholds import ErrorRates, Thresholds, fit_thresholds
from qa.evaluation.metrics.refusal import expected_calibration_error
from vectorstore.filesystem import write_atomically
from vectorstore.models.reranker import DEFAULT_RERANKER, NO_RERANKER

SHARES = {ORDINARY: 0.35, REWORDED: 0.35, TRAP: 0.15, GONE: 0.15}
"""What a person asks a library of things that it mostly holds: half of what it answers is in other words than the
documents' own, for nobody knows those before; half of what it does not answer sounds as if it were answered."""
ACCEPTED = {DEFAULT_RERANKER: ErrorRates(wrong=0.15, refused=0.35), NO_RERANKER: ErrorRates(wrong=0.3, refused=0.35)}
EVEN_ODDS = 0.5  # nothing is answered below
DRAWN = 20_000  # rows drawn by the shares


def fitted(reranker: str, every: Sequence[Row]) -> tuple[Calibration, dict[str, object]]:
    """The shipped calibration of a reranker with its thresholds, and the figures of folds that were not fitted."""
    some = [row for row in every if row.logit is not None]
    kinds = np.array([row.kind for row in some])
    confidences: Numbers = np.array([probability(row.logit) for row in some if row.logit is not None])
    fold = fold_numbers([row.cluster for row in some], np.isin(kinds, ANSWERABLE))
    answered, shown = np.zeros((2, len(some)), dtype=bool)
    for part in range(FOLDS):
        held_out = fold == part
        thresholds = _thresholds(confidences[~held_out], kinds[~held_out], ACCEPTED[reranker])
        answered[held_out] = confidences[held_out] >= thresholds.answered
        shown[held_out] = confidences[held_out] >= thresholds.uncertain
    drawn = _drawn(kinds)
    right = np.isin(kinds, ANSWERABLE)[drawn]
    shows = np.array([row.shows_evidence for row in some])
    of_kinds = {kind: kinds == kind for kind in SHARES}
    thresholds, accepted = _thresholds(confidences, kinds, ACCEPTED[reranker]), ACCEPTED[reranker]
    calibration = all_shipped()[reranker].model_copy(
        update={
            "answered": Threshold(confidence=thresholds.answered, error=accepted.wrong),
            "uncertain": Threshold(confidence=thresholds.uncertain, error=accepted.refused),
        }
    )
    return calibration, {
        "shares": SHARES,
        "questions": {kind: int(of_kind.sum()) for kind, of_kind in of_kinds.items()},
        "not read": len(every) - len(some),
        "answered": {kind: _share(answered[of_kind]) for kind, of_kind in of_kinds.items()},
        "not found": {kind: _share(~shown[of_kind]) for kind, of_kind in of_kinds.items()},
        "right place shown": {kind: _share((shows & shown)[of_kinds[kind]]) for kind in ANSWERABLE},
        "right place among the best": {kind: _share(shows[of_kinds[kind]]) for kind in ANSWERABLE},
        "AUC": {
            f"{one} against {other}": round(_area(confidences[of_kinds[one]], confidences[of_kinds[other]]), 3)
            for one in ANSWERABLE
            for other in (TRAP, GONE)
        },
        "of what is answered, wrong": _share(~right[answered[drawn]]),
        "of the answerable, not found": _share(~shown[drawn][right]),
        "ECE, 15 bins": round(expected_calibration_error(confidences[drawn].tolist(), right.tolist()), 3),
    }


def _thresholds(confidences: Numbers, kinds: NDArray[np.str_], accepted: ErrorRates) -> Thresholds:
    drawn = _drawn(kinds)
    found = fit_thresholds(confidences[drawn], np.isin(kinds, ANSWERABLE)[drawn], accepted)
    return replace(found, answered=max(found.answered, EVEN_ODDS))


def _drawn(kinds: NDArray[np.str_]) -> NDArray[np.int_]:
    """The numbers of rows drawn by the shares of their kinds."""
    shares = np.array([SHARES[kind] / (kinds == kind).sum() for kind in kinds])
    return np.random.default_rng(0).choice(len(kinds), DRAWN, p=shares / shares.sum())


def _share(true: NDArray[np.bool_]) -> float:
    return round(float(true.mean()), 3) if len(true) else 0.0


def _area(right: Numbers, wrong: Numbers) -> float:
    """Under the ROC curve: how often one of the right has a higher confidence than one of the wrong."""
    return float((right[:, None] > wrong).mean() + (right[:, None] == wrong).mean() / 2)


def main() -> None:
    """Prints the figures of each reranker; with --write, writes them and the calibrations of the product."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--sample", type=int, default=100, help="questions of each kind")
    parser.add_argument("--seconds", type=float, default=200, help="for reading questions that are not known yet")
    parser.add_argument("--write", action="store_true", help="write qa/answering/calibration.json and the figures")
    chosen = parser.parse_args()
    os.nice(NICENESS)
    every = rows(chosen.sample, chosen.seconds)
    calibrations, figures = {}, {}
    for reranker in (DEFAULT_RERANKER, NO_RERANKER):
        found, figures[reranker] = fitted(reranker, [row for row in every if row.reranker == reranker])
        calibrations[reranker] = found.model_dump(exclude_defaults=True)
        figures[reranker] = {"calibration": calibrations[reranker]} | figures[reranker]
        print(json.dumps({reranker: figures[reranker]}, indent=1))
    if chosen.write:
        write_atomically(SHIPPED, json.dumps(calibrations, indent=1) + "\n")
        results.write("verdicts", figures)


if __name__ == "__main__":
    main()
