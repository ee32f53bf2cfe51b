"""A calibration fitted to labelled logits: Platt scaling with a threshold, measured by cross-validation."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from qa.answering.calibration import Calibration
from qa.errors import NotToldApart, TooFewCases
from qa.evaluation.calibrate.folds import FOLDS, fold_numbers
from qa.evaluation.calibrate.platt import Labels, Numbers, PlattScaling, fit_scaling
from qa.evaluation.calibrate.result import CalibrationMetrics, FittedCalibration
from qa.evaluation.metrics.refusal import expected_calibration_error

FEWEST = 20  # cases of each label


@dataclass(frozen=True, slots=True)
class CalibrationExample:
    """A question as it was read: the logit that the documents answer it, and whether they do."""

    logit: float
    answerable: bool
    cluster: str
    """The cluster of the case, such as its document."""
    case: str
    """The id of the case: one case may be two examples."""


def require_enough_cases(answerable: int, unanswerable: int) -> None:
    """Raise TooFewCases where there are fewer than 20 cases of either label: a fit to fewer says nothing."""
    if min(answerable, unanswerable) < FEWEST:
        raise TooFewCases(
            f"{answerable} questions that the documents answer and {unanswerable} that they do not: at least {FEWEST} "
            "of each are needed; add pairs with their evidence, which count as both, or with answerable: false"
        )


def fit_calibration(
    examples: Sequence[CalibrationExample], shipped: Calibration, refused: float, fitted_to: str
) -> FittedCalibration:
    """The shipped calibration fitted to examples, so that at most a share of the answerable ones is refused.

    Raises TooFewCases, and NotToldApart where a higher logit does not mean that the documents rather answer.
    """
    logits = np.array([example.logit for example in examples])
    answerable = np.array([example.answerable for example in examples], dtype=bool)
    require_enough_cases(int(answerable.sum()), int((~answerable).sum()))
    scaling = fit_scaling(logits, answerable, refused)
    if scaling.slope <= 0:
        raise NotToldApart(
            "where the documents answer the confidence is no higher than where they do not, so no threshold can tell "
            "them apart: look whether the evidence of the pairs is right"
        )
    by_document = len({example.cluster for example in examples if example.answerable}) >= FOLDS
    clusters = [example.cluster if by_document else example.case for example in examples]
    before = expit(logits)
    return FittedCalibration(
        calibration=_scaled(
            shipped,
            scaling,
            refused=refused,
            questions=len({example.case for example in examples}),
            fitted_to=fitted_to,
        ),
        slope=scaling.slope,
        intercept=scaling.intercept,
        answerable=int(answerable.sum()),
        unanswerable=int((~answerable).sum()),
        area=_roc_area(logits, answerable),
        before=_metrics(before, before < shipped.threshold, answerable),
        held_out=_cross_validated(logits, answerable, clusters, refused),
        held_out_by="document" if by_document else "question",
    )


def _scaled(shipped: Calibration, scaling: PlattScaling, refused: float, questions: int, fitted_to: str) -> Calibration:
    answers = {name: weight * scaling.slope for name, weight in shipped.answers.items()}
    answers["bias"] = answers.get("bias", 0.0) + scaling.intercept
    return Calibration(
        rank=shipped.rank,
        answers={name: round(weight, 6) for name, weight in answers.items()},
        threshold=scaling.threshold,
        refused=refused,
        questions=questions,
        fitted_to=fitted_to,
    )


def _cross_validated(
    logits: Numbers, answerable: Labels, clusters: Sequence[str], refused: float
) -> CalibrationMetrics:
    folds = fold_numbers(clusters, answerable)
    confidences, below = np.zeros(len(logits)), np.zeros(len(logits), dtype=bool)
    for number in range(FOLDS):
        held_out, others = folds == number, folds != number
        scaling = fit_scaling(logits[others], answerable[others], refused)
        confidences[held_out] = scaling.confidences(logits[held_out])
        below[held_out] = confidences[held_out] < scaling.threshold
    return _metrics(confidences, below, answerable)


def _metrics(confidences: Numbers, below: Labels, answerable: Labels) -> CalibrationMetrics:
    return CalibrationMetrics(
        answerable_refused=float(below[answerable].mean()),
        unanswerable_refused=float(below[~answerable].mean()),
        calibration_error=expected_calibration_error(confidences.tolist(), answerable.tolist()),
    )


def _roc_area(logits: Numbers, answerable: Labels) -> float:
    from sklearn.metrics import roc_auc_score  # takes a second to import, which few need

    return float(roc_auc_score(answerable, logits))
