"""The evaluation view: the form that starts an evaluation, its progress, and its result."""

import time
from typing import TYPE_CHECKING

from qa.answering.generation.writer import EXTRACTIVE
from qa.jobs.evaluation import EvaluationState
from qa.jobs.saved_runs import SavedRun
from qa.web.views.rendering import render

if TYPE_CHECKING:  # importing it takes a second, which a page without an evaluation need not wait for
    from qa.evaluation import Difference, MetricSummary
    from qa.evaluation.metrics.catalog import Metric

SHOWN = (
    "right",
    "answered",
    "not answered",
    "short answer right",
    "recall@5",
    "first citation",
)  # the report has them all
MOST_ERRORS = 20  # named in the page; the report has them all


def form(limit_mb: int, model: str) -> str:
    """The HTML that explains files of pairs, takes one, and starts the evaluation."""
    return render("evaluation/form.html", limit_mb=limit_mb, model=model, is_extractive=model == EXTRACTIVE)


def status(state: EvaluationState, marked: int) -> str:
    """The HTML of a running evaluation; or else of the last result, and of the start with cases marked in the chat."""
    return render(
        "evaluation/status.html",
        state=state,
        marked=marked,
        seconds=time.monotonic() - state.began,
        figures=_figures(state.result) if state.result else [],
        most_errors=MOST_ERRORS,
    )


def _figures(run: SavedRun) -> "list[tuple[Metric, MetricSummary, Difference | None]]":
    """The metrics to be shown, in the order of the catalog, each with its summary and its change since a baseline."""
    from qa.evaluation.metrics.catalog import METRICS

    changes = {difference.metric: difference for difference in run.differences}
    shown = [metric for metric in METRICS if metric.name in SHOWN and metric.name in run.summaries]
    return [(metric, run.summaries[metric.name], changes.get(metric.name)) for metric in shown]
