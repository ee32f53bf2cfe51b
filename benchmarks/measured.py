"""What a set gave: groups of cases, each with its figures and the values behind them."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import Field

from qa.evaluation import CaseResult, MetricSummary, Run
from qa.evaluation.runner.summary import RefusalSummary, StageTime, metric_summaries, metric_summary
from qa.types import Value

CURVE_STEPS = 20  # points kept of a curve of risk against coverage


class Group(Value):
    """Cases that belong together: a part of a set, or a way of ranking."""

    figures: dict[str, MetricSummary]
    columns: tuple[str, ...] = ()
    cases: dict[str, tuple[float | None, ...]] = Field(default_factory=dict)
    """The values of each case, in the order of the columns, by id."""


class Measured(Value):
    """All that one set gave."""

    groups: dict[str, Group]
    refusal: RefusalSummary | None = None
    times: dict[str, StageTime] = Field(default_factory=dict)
    stages: dict[str, int] = Field(default_factory=dict)
    errors: dict[str, str] = Field(default_factory=dict)


def rows(ids: Sequence[str], columns: Mapping[str, Sequence[float]], clusters: Sequence[str] | None = None) -> Group:
    """A group from columns of values, one value a case."""
    return Group(
        figures={name: metric_summary(values, clusters or ids) for name, values in columns.items()},
        columns=tuple(columns),
        cases={
            case: tuple(round(value, 4) for value in row)
            for case, row in zip(ids, zip(*columns.values(), strict=True), strict=True)
        },
    )


def group(results: Sequence[CaseResult], headline: Sequence[str] = ()) -> Group:
    """A group from case results: all their figures, and of each case the headline values."""
    return Group(
        figures=metric_summaries(results),
        columns=tuple(headline),
        cases={r.id: tuple(_value(r, name) for name in headline) for r in results} if headline else {},
    )


def measured(run: Run, groups: dict[str, Group]) -> Measured:
    """A run's groups, with what is said of the run as a whole."""
    return Measured(groups=groups, refusal=_thinned(run.refusal), times=run.times, stages=run.stages, errors=run.errors)


def score(result: CaseResult) -> float:
    """What refusal is decided by; a case that failed has the lowest."""
    return (result.answer.confidence or 0.0) if result.answer else 0.0


def _value(result: CaseResult, name: str) -> float | None:
    known: dict[str, Any] = {
        **result.values,
        "score": score(result),
        "right if answered": float(result.right_if_answered),
    }
    value = known.get(name)
    return None if value is None else round(value, 4)


def _thinned(refusal: RefusalSummary) -> RefusalSummary:
    points = refusal.curve
    at = sorted({round(step * (len(points) - 1) / CURVE_STEPS) for step in range(CURVE_STEPS + 1)}) if points else []
    kept = tuple((round(s, 4), round(c, 4), round(r, 4)) for s, c, r in (points[index] for index in at))
    return refusal.model_copy(update={"curve": kept})
