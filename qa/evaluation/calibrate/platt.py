"""Logits become probabilities by a slope and an intercept: Platt scaling (Platt 1999).

A logistic regression whose targets are a little above 0 and below 1, so that a few cases that are separated perfectly
do not lead to unbounded confidence.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Numbers = NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PlattScaling:
    """A line over logits."""

    slope: float
    intercept: float

    def confidences(self, logits: Numbers) -> Numbers:
        """The confidence of each logit, 0 to 1."""
        confidences: Numbers = expit(self.slope * logits + self.intercept)
        return confidences


def fit_scaling(logits: Numbers, true: Labels) -> PlattScaling:
    """The slope and intercept that make a logit the log-odds of being true.

    A target between 0 and 1 is expressed by weights: each case counts once as true and once as false.
    """
    from sklearn.linear_model import LogisticRegression  # takes a second to import, which few need

    positives, negatives = int(true.sum()), int((~true).sum())
    targets = np.where(true, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    # Of the solvers only this one converges on every sample, also where all logits are the same.
    model = LogisticRegression(C=np.inf, solver="newton-cg", tol=1e-8, max_iter=1_000).fit(
        np.concatenate([logits, logits])[:, None],
        np.repeat([True, False], len(logits)),
        sample_weight=np.concatenate([targets, 1 - targets]),
    )
    return PlattScaling(float(model.coef_[0, 0]), float(model.intercept_[0]))
