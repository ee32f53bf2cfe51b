"""A calibration fitted to labelled logits: Platt scaling and two thresholds, measured by cross-validation."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from qa.answering.calibration import Calibration, Threshold
from qa.errors import NotToldApart, TooFewCases
from qa.evaluation.calibrate.folds import FOLDS, fold_numbers
from qa.evaluation.calibrate.platt import Labels, Numbers, PlattScaling, fit_scaling
from qa.evaluation.calibrate.result import CalibrationMetrics, FittedCalibration
from qa.evaluation.calibrate.thresholds import ErrorRates, fit_thresholds
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
    examples: Sequence[CalibrationExample], shipped: Calibration, errors: ErrorRates, fitted_to: str
) -> FittedCalibration:
    """The shipped calibration fitted to examples, so that no more is wrong, or refused wrongly, than is accepted.

    Raises TooFewCases, and NotToldApart where a higher logit does not mean that the documents rather answer.
    """
    logits = np.array([example.logit for example in examples])
    answerable = np.array([example.answerable for example in examples], dtype=bool)
    require_enough_cases(int(answerable.sum()), int((~answerable).sum()))
    scaling = fit_scaling(logits, answerable)
    if scaling.slope <= 0:
        raise NotToldApart(
            "where the documents answer the confidence is no higher than where they do not, so no threshold can tell "
            "them apart: look whether the evidence of the pairs is right"
        )
    by_document = len({example.cluster for example in examples if example.answerable}) >= FOLDS
    clusters = [example.cluster if by_document else example.case for example in examples]
    before = expit(logits)
    thresholds = fit_thresholds(scaling.confidences(logits), answerable, errors)
    return FittedCalibration(
        calibration=_scaled(
            shipped,
            scaling,
            answered=Threshold(confidence=thresholds.answered, error=errors.wrong),
            uncertain=Threshold(confidence=thresholds.uncertain, error=errors.refused),
            questions=len({example.case for example in examples}),
            fitted_to=fitted_to,
        ),
        slope=scaling.slope,
        intercept=scaling.intercept,
        answerable=int(answerable.sum()),
        unanswerable=int((~answerable).sum()),
        area=_roc_area(logits, answerable),
        before=_metrics(
            before, before >= shipped.answered.confidence, before < shipped.uncertain.confidence, answerable
        ),
        held_out=_cross_validated(logits, answerable, clusters, errors),
        held_out_by="document" if by_document else "question",
    )


def _scaled(
    shipped: Calibration,
    scaling: PlattScaling,
    answered: Threshold,
    uncertain: Threshold,
    questions: int,
    fitted_to: str,
) -> Calibration:
    answers = {name: weight * scaling.slope for name, weight in shipped.answers.items()}
    answers["bias"] = answers.get("bias", 0.0) + scaling.intercept
    return Calibration(
        rank=shipped.rank,
        answers={name: round(weight, 6) for name, weight in answers.items()},
        answered=answered,
        uncertain=uncertain,
        questions=questions,
        fitted_to=fitted_to,
    )


def _cross_validated(
    logits: Numbers, answerable: Labels, clusters: Sequence[str], errors: ErrorRates
) -> CalibrationMetrics:
    folds = fold_numbers(clusters, answerable)
    confidences = np.zeros(len(logits))
    answered, refused = np.zeros((2, len(logits)), dtype=bool)
    for number in range(FOLDS):
        held_out, others = folds == number, folds != number
        scaling = fit_scaling(logits[others], answerable[others])
        thresholds = fit_thresholds(scaling.confidences(logits[others]), answerable[others], errors)
        confidences[held_out] = scaling.confidences(logits[held_out])
        answered[held_out] = confidences[held_out] >= thresholds.answered
        refused[held_out] = confidences[held_out] < thresholds.uncertain
    return _metrics(confidences, answered, refused, answerable)


def _metrics(confidences: Numbers, answered: Labels, refused: Labels, answerable: Labels) -> CalibrationMetrics:
    return CalibrationMetrics(
        wrong=float((answered & ~answerable).sum() / max(answered.sum(), 1)),
        answerable_answered=float(answered[answerable].mean()),
        answerable_refused=float(refused[answerable].mean()),
        unanswerable_answered=float(answered[~answerable].mean()),
        unanswerable_refused=float(refused[~answerable].mean()),
        calibration_error=expected_calibration_error(confidences.tolist(), answerable.tolist()),
    )


def _roc_area(logits: Numbers, answerable: Labels) -> float:
    from sklearn.metrics import roc_auc_score  # takes a second to import, which few need

    return float(roc_auc_score(answerable, logits))
