"""The summary of a suite: groups of cases, each with its figures."""

from collections.abc import Mapping, Sequence

from pydantic import Field

from qa.evaluation import Figure, Outcome, Run
from qa.evaluation.runner.summary import Refusal, Time, figure, figures
from qa.types import Value


class Group(Value):
    """A part of a set, or a way of ranking, with its figures by name."""

    figures: dict[str, Figure]


class Summary(Value):
    """All figures of one suite."""

    groups: dict[str, Group]
    refusal: Refusal | None = None
    times: dict[str, Time] = Field(default_factory=dict)
    stages: dict[str, int] = Field(default_factory=dict)
    errors: dict[str, str] = Field(default_factory=dict)


def group_of_columns(columns: Mapping[str, Sequence[float]], clusters: Sequence[str]) -> Group:
    """A group from columns of values, one value and one cluster a case."""
    return Group(figures={name: figure(values, clusters) for name, values in columns.items()})


def group_of_outcomes(outcomes: Sequence[Outcome], **more: Figure) -> Group:
    """A group with every metric of the outcomes, and with figures that were computed elsewhere."""
    return Group(figures={**figures(outcomes), **more})


def right_if_answered(outcomes: Sequence[Outcome]) -> Figure:
    """The share of cases that would be right if nothing were refused."""
    values = [float(outcome.right_if_answered) for outcome in outcomes]
    return figure(values, [outcome.cluster for outcome in outcomes])


def summary_of_run(run: Run, groups: dict[str, Group]) -> Summary:
    """The groups with the figures of the whole run; the curve of risk against coverage is left out."""
    refusal = run.refusal.model_copy(update={"curve": ()})
    return Summary(groups=groups, refusal=refusal, times=run.times, stages=run.stages, errors=run.errors)


def confidence(outcome: Outcome) -> float:
    """The confidence that refusal is decided by; 0 for a case that failed."""
    return (outcome.answer.confidence or 0.0) if outcome.answer else 0.0
