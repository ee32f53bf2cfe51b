"""The two thresholds over confidences, each at a stated share of errors (selective classification: Geifman 2017)."""

from dataclasses import dataclass

import numpy as np

from qa.evaluation.calibrate.platt import Labels, Numbers
from qa.evaluation.metrics.refusal import risk_coverage

STEPS = 10_000  # a threshold has four decimals


@dataclass(frozen=True, slots=True)
class ErrorRates:
    """The errors that are accepted, each a share from 0 to 1."""

    wrong: float
    """Of the questions that are answered, those that the documents do not answer."""
    refused: float
    """Of the questions that the documents answer, those whose verdict is "not found"."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The confidences from which on a question is answered, and from which on the verdict is uncertain."""

    answered: float
    uncertain: float


def fit_thresholds(confidences: Numbers, answerable: Labels, errors: ErrorRates) -> Thresholds:
    """As many answers and as few uncertain verdicts as the accepted errors allow; at worst everything is uncertain."""
    steps = np.floor(confidences * STEPS) / STEPS
    true = np.sort(steps[answerable])
    uncertain = float(true[int(errors.refused * len(true))])
    curve = risk_coverage(steps.tolist(), answerable.tolist())
    answered = min((point.score for point in curve if point.risk <= errors.wrong), default=1.0)
    return Thresholds(max(answered, uncertain), uncertain)
