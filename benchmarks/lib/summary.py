"""The summary of a suite: groups of cases, each with its figures."""

from collections.abc import Mapping, Sequence

from pydantic import Field

from qa.evaluation import CaseResult, MetricSummary, Run
from qa.evaluation.runner.summary import RefusalSummary, StageTime, metric_summaries, metric_summary
from qa.types import Value


class Group(Value):
    """A part of a set, or a way of ranking, with its figures by name."""

    figures: dict[str, MetricSummary]


class Summary(Value):
    """All figures of one suite."""

    groups: dict[str, Group]
    refusal: RefusalSummary | None = None
    times: dict[str, StageTime] = Field(default_factory=dict)
    stages: dict[str, int] = Field(default_factory=dict)
    errors: dict[str, str] = Field(default_factory=dict)


def group_of_columns(columns: Mapping[str, Sequence[float]], clusters: Sequence[str]) -> Group:
    """A group from columns of values, one value and one cluster a case."""
    return Group(figures={name: metric_summary(values, clusters) for name, values in columns.items()})


def group_of_results(results: Sequence[CaseResult], **more: MetricSummary) -> Group:
    """A group with every metric of the case results, and with figures that were computed elsewhere."""
    return Group(figures={**metric_summaries(results), **more})


def right_if_answered(results: Sequence[CaseResult]) -> MetricSummary:
    """The share of cases that would be right if nothing were refused."""
    values = [float(result.right_if_answered) for result in results]
    return metric_summary(values, [result.cluster for result in results])


def summary_of_run(run: Run, groups: dict[str, Group]) -> Summary:
    """The groups with the figures of the whole run; the curve of risk against coverage is left out."""
    refusal = run.refusal.model_copy(update={"curve": ()})
    return Summary(groups=groups, refusal=refusal, times=run.times, stages=run.stages, errors=run.errors)


def confidence(outcome: CaseResult) -> float:
    """The confidence that refusal is decided by; 0 for a case that failed."""
    return (outcome.answer.confidence or 0.0) if outcome.answer else 0.0
