"""Logits become probabilities by two numbers: Platt's method (1999).

A logistic fit whose targets are drawn in a little from 0 and 1, so that a few cases that are told apart perfectly do
not make it boundlessly sure; computed without overflow, as Lin, Lin and Weng (2007) have it. The problem is convex.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

STEPS = 10_000  # a threshold has four decimals

Numbers = NDArray[np.float64]
Labels = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scaling:
    """A line over logits, and the confidence under which a question is refused."""

    slope: float
    intercept: float
    threshold: float

    def confidences(self, logits: Numbers) -> Numbers:
        """Of each logit, 0 to 1."""
        found: Numbers = expit(self.slope * logits + self.intercept)
        return found


def scale(logits: Numbers, answerable: Labels, refused: float) -> Scaling:
    """Platt's fit, and the largest threshold under which at most a share of the answerable falls."""
    slope, intercept = platt(logits, answerable)
    confidences = np.sort(expit(slope * logits[answerable] + intercept))
    at = confidences[int(refused * len(confidences))]
    return Scaling(slope, intercept, float(np.floor(at * STEPS) / STEPS))


def platt(logits: Numbers, true: Labels) -> tuple[float, float]:
    """Slope and intercept that make a logit the log-odds of being true; both kinds must be there."""
    trues, falses = int(true.sum()), int((~true).sum())
    targets = np.where(true, (trues + 1) / (trues + 2), 1 / (falses + 2))

    def loss(line: Numbers) -> float:
        z = line[0] * logits + line[1]
        return float((np.logaddexp(0, z) - targets * z).sum())

    def gradient(line: Numbers) -> Numbers:
        off = expit(line[0] * logits + line[1]) - targets
        return np.array([off @ logits, off.sum()])

    def curvature(line: Numbers) -> Numbers:
        p = expit(line[0] * logits + line[1])
        columns = np.stack([logits, np.ones_like(logits)])
        found: Numbers = columns * (p * (1 - p)) @ columns.T
        return found

    start = np.array([0.0, np.log((trues + 1) / (falses + 1))])
    slope, intercept = minimize(loss, start, method="trust-exact", jac=gradient, hess=curvature).x
    return float(slope), float(intercept)
