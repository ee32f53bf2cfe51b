"""The figures of each tag: of the cases that carry it."""

from collections.abc import Sequence

from qa.evaluation.runner.case_result import CaseResult
from qa.evaluation.runner.summary import MetricSummary, metric_summaries
from qa.evaluation.runner.verdicts import VerdictSummary, verdict_summaries
from qa.types import Value


class TagSummary(Value):
    """The figures of the cases that carry one tag."""

    cases: int
    figures: dict[str, MetricSummary]
    verdicts: dict[str, VerdictSummary]


def tag_summaries(results: Sequence[CaseResult]) -> dict[str, TagSummary]:
    """Each tag in the order in which the cases name them."""
    tags = dict.fromkeys(tag for result in results for tag in result.tags)
    return {tag: _summary([result for result in results if tag in result.tags]) for tag in tags}


def _summary(results: Sequence[CaseResult]) -> TagSummary:
    return TagSummary(cases=len(results), figures=metric_summaries(results), verdicts=verdict_summaries(results))
