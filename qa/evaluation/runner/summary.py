"""Many outcomes become a few figures."""

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
from pydantic import Field

from qa.evaluation.metrics.catalog import NAMES
from qa.evaluation.metrics.refusal import Point, area, brier, coverage_at, expected_calibration_error, risk_coverage
from qa.evaluation.runner.case_result import Outcome
from qa.evaluation.statistics.bootstrap import Sample
from qa.types import Value

RISKS = (0.05, 0.10)


class Figure(Value):
    """A mean with its 95 % interval."""

    mean: float
    low: float
    high: float
    cases: int
    clusters: int
    narrow: bool
    """Whether there are too few cases for the interval to be as wide as it should be."""


class Refusal(Value):
    """What answering only the surest cases would mean, by the score that refusal is decided by."""

    cases: int = 0
    area: float | None = None
    """Under the curve of risk against coverage; lower is better."""
    coverage: dict[str, float] = Field(default_factory=dict)
    """The share that can be answered with at most the stated share of wrong answers."""
    curve: tuple[tuple[float, float, float], ...] = ()
    """Score, coverage and risk, from the surest case to all."""
    calibration_error: float | None = None
    """ECE over 15 bins: of the confidence, where answers have one, against whether the case has an answer."""
    brier: float | None = None
    """Of the same."""


class Time(Value):
    """Seconds: the median, and what 95 of 100 cases stay under."""

    p50: float
    p95: float


def figure(values: Sequence[float], clusters: Sequence[str]) -> Figure:
    """The mean of values with its interval, by clusters."""
    interval = Sample(values, clusters).interval()
    return Figure(**asdict(interval), narrow=interval.narrow)


def figures(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    """Each metric over the cases that have it."""
    found = {}
    for name in NAMES:
        held = [outcome for outcome in outcomes if name in outcome.values]
        if held:
            found[name] = figure([o.values[name] for o in held], [o.cluster for o in held])
    return found


def refusal(outcomes: Sequence[Outcome]) -> Refusal:
    """Over the cases that were asked; one that failed counts as wrong, with the lowest score."""
    scores = [o.answer.confidence or 0.0 if o.answer else 0.0 for o in outcomes]
    right = [o.right_if_answered for o in outcomes]
    curve: list[Point] = risk_coverage(scores, right)
    confidences, answerable = stated(outcomes)
    return Refusal(
        cases=len(outcomes),
        area=area(curve),
        coverage={f"{risk:.0%}": coverage_at(curve, risk) for risk in RISKS},
        curve=tuple((point.score, point.coverage, point.risk) for point in curve),
        calibration_error=expected_calibration_error(confidences, answerable) if confidences else None,
        brier=brier(confidences, answerable) if confidences else None,
    )


def stated(outcomes: Sequence[Outcome]) -> tuple[list[float], list[bool]]:
    """Each confidence that was stated, and whether the case has an answer, which is what it is the probability of."""
    sure = [(o.answer.confidence, o.answerable) for o in outcomes if o.answer and o.answer.confidence is not None]
    return [confidence for confidence, _ in sure], [answerable for _, answerable in sure]


def times(outcomes: Sequence[Outcome]) -> dict[str, Time]:
    """By stage, over the answers; `total` is a whole answer."""
    spent = [outcome.answer.seconds for outcome in outcomes if outcome.answer]
    columns = {
        "search": [s.search for s in spent],
        "read": [s.read for s in spent],
        "write": [s.write for s in spent],
        "total": [s.search + s.read + s.write for s in spent],
    }
    return {
        name: Time(p50=round(float(np.median(column)), 4), p95=round(float(np.quantile(column, 0.95)), 4))
        for name, column in columns.items()
        if column
    }
