"""Many case results become a few numbers, each over all cases that it applies to."""

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
from pydantic import Field

from qa.evaluation.metrics.catalog import NAMES
from qa.evaluation.metrics.refusal import (
    area_under_curve,
    brier_score,
    coverage_at,
    expected_calibration_error,
    risk_coverage,
)
from qa.evaluation.runner.case_result import CaseResult
from qa.evaluation.statistics.bootstrap import Sample
from qa.types import Answer, Value

RISKS = (0.05, 0.10)


class MetricSummary(Value):
    """A mean with its 95 % interval."""

    mean: float
    low: float
    high: float
    cases: int
    clusters: int
    narrow: bool
    """Whether there are too few cases for the interval to be as wide as it should be."""


class RefusalSummary(Value):
    """The result of answering only the most confident cases, by the score that refusal is decided by."""

    cases: int = 0
    area: float | None = None
    """Under the curve of risk against coverage; lower is better."""
    coverage: dict[str, float] = Field(default_factory=dict)
    """The share that can be answered with at most the stated share of wrong answers."""
    curve: tuple[tuple[float, float, float], ...] = ()
    """Score, coverage and risk, from the most confident case to all."""
    calibration_error: float | None = None
    """ECE over 15 bins: of the confidence, where answers have one, against whether the case has an answer."""
    brier: float | None = None
    """The Brier score of the same."""


class StageTime(Value):
    """Seconds: the median and the 95th percentile."""

    p50: float
    p95: float


def metric_summary(values: Sequence[float], clusters: Sequence[str]) -> MetricSummary:
    """The mean of values with its interval, by clusters."""
    interval = Sample(values, clusters).interval()
    return MetricSummary(**asdict(interval), narrow=interval.narrow)


def metric_summaries(results: Sequence[CaseResult]) -> dict[str, MetricSummary]:
    """Each metric over the cases that have a value of it."""
    summaries = {}
    for name in NAMES:
        measured = [result for result in results if name in result.values]
        if measured:
            summaries[name] = metric_summary([r.values[name] for r in measured], [r.cluster for r in measured])
    return summaries


def refusal_summary(results: Sequence[CaseResult]) -> RefusalSummary:
    """The summary over all cases; a case that failed counts as wrong, with the lowest score."""
    scores = [_score(result.answer) for result in results]
    curve = risk_coverage(scores, [r.right_if_answered for r in results])
    confidences, answerable = labelled_confidences(results)
    return RefusalSummary(
        cases=len(results),
        area=area_under_curve(curve),
        coverage={f"{risk:.0%}": coverage_at(curve, risk) for risk in RISKS},
        curve=tuple((point.score, point.coverage, point.risk) for point in curve),
        calibration_error=expected_calibration_error(confidences, answerable) if confidences else None,
        brier=brier_score(confidences, answerable) if confidences else None,
    )


def _score(answer: Answer | None) -> float:
    """How sure an answer is: its confidence; of what is computed, which has none, as sure as can be."""
    if answer is None:
        return 0.0
    return float(answer.verdict == "answered") if answer.confidence is None else answer.confidence


def labelled_confidences(results: Sequence[CaseResult]) -> tuple[list[float], list[bool]]:
    """The confidence of each answer that has one, and as its label whether the case has an answer."""
    labelled = [(r.answer.confidence, r.answerable) for r in results if r.answer and r.answer.confidence is not None]
    return [confidence for confidence, _ in labelled], [answerable for _, answerable in labelled]


def stage_times(results: Sequence[CaseResult]) -> dict[str, StageTime]:
    """The times by stage, over all answers; `total` is a whole answer."""
    seconds = [result.answer.seconds for result in results if result.answer]
    columns = {
        "search": [s.search for s in seconds],
        "read": [s.read for s in seconds],
        "write": [s.write for s in seconds],
        "total": [s.search + s.read + s.write for s in seconds],
    }
    return {
        name: StageTime(p50=round(float(np.median(column)), 4), p95=round(float(np.quantile(column, 0.95)), 4))
        for name, column in columns.items()
        if column
    }
