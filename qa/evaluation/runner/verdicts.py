"""What each verdict is worth: how often it is given, and how often it is wrong."""

from collections.abc import Sequence

from qa.evaluation.metrics.verdict import VERDICTS
from qa.evaluation.runner.case_result import CaseResult
from qa.evaluation.runner.summary import MetricSummary, metric_summary
from qa.types import Value, Verdict


class VerdictSummary(Value):
    """One verdict over all cases."""

    coverage: MetricSummary
    """The share of the cases that have this verdict; one that failed has none."""
    risk: MetricSummary | None
    """The share of these that is wrong, or None where no case has this verdict.

    Of `answered` and `uncertain`: what is shown is not from the evidence in the right words, or there is no answer.
    Of `not found`: there is an answer.
    """


def verdict_summaries(results: Sequence[CaseResult]) -> dict[str, VerdictSummary]:
    """Each verdict with its coverage and risk; empty where there is no case."""
    return {name: _summary(results, name) for name in VERDICTS} if results else {}


def _summary(results: Sequence[CaseResult], name: Verdict) -> VerdictSummary:
    given = [(result, result.answer is not None and result.answer.verdict == name) for result in results]
    of_this = [result for result, is_given in given if is_given]
    return VerdictSummary(
        coverage=metric_summary([float(is_given) for _, is_given in given], [result.cluster for result in results]),
        risk=metric_summary([_is_wrong(r, name) for r in of_this], [r.cluster for r in of_this]) if of_this else None,
    )


def _is_wrong(result: CaseResult, name: Verdict) -> float:
    return float(result.answerable if name == "not found" else not result.right_if_answered)
