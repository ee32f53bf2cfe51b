"""Answering less to be wrong less: risk against coverage, and whether a confidence means what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from scipy.stats import rankdata


@dataclass(frozen=True, slots=True)
class Point:
    """What answering every case at or above a score means."""

    score: float
    coverage: float
    """The share of the cases that is answered."""
    risk: float
    """The share of the answered cases that is wrong."""


def risk_coverage(scores: Sequence[float], right: Sequence[bool]) -> list[Point]:
    """The curve from the surest cases to all of them (El-Yaniv and Wiener 2010); cases of one score come together."""
    points, answered, wrong = [], 0, 0
    ordered = sorted(zip(scores, right, strict=True), key=lambda pair: -pair[0])
    for score, group in groupby(ordered, key=lambda pair: pair[0]):
        outcomes = [ok for _, ok in group]
        answered += len(outcomes)
        wrong += outcomes.count(False)
        points.append(Point(score, answered / len(scores), wrong / answered))
    return points


def area(curve: Sequence[Point]) -> float:
    """The mean risk over all coverages; lower is better, 0 to 1."""
    before, total = 0.0, 0.0
    for point in curve:
        total += (point.coverage - before) * point.risk
        before = point.coverage
    return total


def coverage_at(curve: Sequence[Point], risk: float) -> float:
    """The largest coverage whose risk is at most the stated one, 0 where there is none."""
    return max((point.coverage for point in curve if point.risk <= risk), default=0.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases of like confidence: what was said, and the share of them of which it is true."""

    confidence: float
    true: float
    cases: int


def bins(confidences: Sequence[float], true: Sequence[bool], number: int = 15) -> list[Bin]:
    """Cases by confidence in bins of equal width; empty bins are left out."""
    which = np.minimum((np.asarray(confidences) * number).astype(int), number - 1)
    outcomes = np.asarray(true, dtype=float)
    return [
        Bin(float(np.mean(np.asarray(confidences)[held])), float(outcomes[held].mean()), int(held.sum()))
        for held in (which == index for index in range(number))
        if held.any()
    ]


def expected_calibration_error(confidences: Sequence[float], true: Sequence[bool], number: int = 15) -> float:
    """The mean distance between confidence and outcome over bins of equal width (Naeini et al. 2015)."""
    return sum(b.cases * abs(b.confidence - b.true) for b in bins(confidences, true, number)) / len(true)


def brier(confidences: Sequence[float], true: Sequence[bool]) -> float:
    """The mean squared distance between confidence and outcome (Brier 1950)."""
    return float(np.mean((np.asarray(confidences) - np.asarray(true, dtype=float)) ** 2))


def roc_area(scores: Sequence[float], true: Sequence[bool]) -> float:
    """How often a true case scores above a false one, ties counting half: the area under the ROC curve, 0 to 1."""
    held = np.asarray(true, dtype=bool)
    trues, falses = int(held.sum()), int((~held).sum())
    above = rankdata(scores)[held].sum() - trues * (trues + 1) / 2
    return float(above / (trues * falses))
