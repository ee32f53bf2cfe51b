"""Selective answering: risk against coverage, and whether a confidence is the probability that it claims to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """The result of answering every case at or above a score, and refusing the others."""

    score: float
    coverage: float
    """The share of the cases that is answered."""
    risk: float
    """The share of the answered cases that is wrong."""


def risk_coverage(scores: Sequence[float], right: Sequence[bool]) -> list[RiskPoint]:
    """The curve from the most confident cases to all (El-Yaniv and Wiener 2010); cases of one score are one point."""
    points, answered, wrong = [], 0, 0
    ordered = sorted(zip(scores, right, strict=True), key=lambda pair: -pair[0])
    for score, group in groupby(ordered, key=lambda pair: pair[0]):
        labels = [is_right for _, is_right in group]
        answered += len(labels)
        wrong += labels.count(False)
        points.append(RiskPoint(score, answered / len(scores), wrong / answered))
    return points


def area_under_curve(curve: Sequence[RiskPoint]) -> float:
    """The mean risk over all coverages (AURC); lower is better, 0 to 1."""
    before, total = 0.0, 0.0
    for point in curve:
        total += (point.coverage - before) * point.risk
        before = point.coverage
    return total


def coverage_at(curve: Sequence[RiskPoint], risk: float) -> float:
    """The largest coverage whose risk is at most the stated one, 0 where there is none."""
    return max((point.coverage for point in curve if point.risk <= risk), default=0.0)


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Cases of similar confidence: their mean confidence, and the share of them that is true."""

    confidence: float
    true: float
    cases: int


def reliability_bins(confidences: Sequence[float], true: Sequence[bool], number: int = 15) -> list[ReliabilityBin]:
    """The cases by confidence, in bins of equal width; empty bins are left out."""
    which = np.minimum((np.asarray(confidences) * number).astype(int), number - 1)
    labels = np.asarray(true, dtype=float)
    return [
        ReliabilityBin(
            float(np.mean(np.asarray(confidences)[members])), float(labels[members].mean()), int(members.sum())
        )
        for members in (which == index for index in range(number))
        if members.any()
    ]


def expected_calibration_error(confidences: Sequence[float], true: Sequence[bool], number: int = 15) -> float:
    """The mean distance between confidence and label over bins of equal width (Naeini et al. 2015)."""
    return sum(b.cases * abs(b.confidence - b.true) for b in reliability_bins(confidences, true, number)) / len(true)


def brier_score(confidences: Sequence[float], true: Sequence[bool]) -> float:
    """The mean squared distance between confidence and label (Brier 1950)."""
    from sklearn.metrics import brier_score_loss  # takes a second to import, which few need

    return float(brier_score_loss(true, confidences, pos_label=True))
