"""A run, and a fitted calibration, as tables of plain text."""

from collections.abc import Callable, Iterator, Sequence

from qa.evaluation.calibrate.result import CalibrationMetrics, FittedCalibration
from qa.evaluation.runner.comparison import Difference
from qa.evaluation.runner.run import Run
from qa.evaluation.runner.summary import MetricSummary
from qa.evaluation.runner.verdicts import VerdictSummary

LENGTHS = ("characters read",)  # counts, not shares
TAG_METRICS = ("right", "any citation", "short answer right")  # shown of each tag; the run has them all
WRONG = {
    "answered": "wrong",
    "uncertain": "without the right place",
    "not found": "of questions that have an answer",
}
"""What is wrong about a verdict, in words that follow a share."""


def format_value(name: str, value: float) -> str:
    """A metric's value as text: a count, or a share in percent."""
    return f"{value:,.0f}" if name in LENGTHS else f"{value:.1%}"


def run_table(run: Run, differences: Sequence[Difference] = ()) -> str:
    """The metrics with their intervals, the stages at which cases were lost, and the comparison if there is one."""
    return "\n".join([*_summaries(run), *_verdicts(run), *_tags(run), *_details(run), *_comparison(differences)])


def calibration_table(fitted: FittedCalibration) -> str:
    """What a calibration was fitted to, and its metrics before and on held-out cases."""
    before, held_out, calibration = fitted.before, fitted.held_out, fitted.calibration
    held_out_by = f"held out by {fitted.held_out_by}"
    rows = [
        f"{calibration.questions} questions: {fitted.answerable} times with what answers them, "
        f"{fitted.unanswerable} times without",
        f"{'':28} {'as shipped':>10}  {held_out_by:>20}",
    ]
    for name, cell in _CALIBRATION_ROWS.items():
        rows.append(f"{name:28} {cell(before):>10}  {cell(held_out):>20}")
    return "\n".join(
        [
            *rows,
            f"{'area under the ROC curve':28} {fitted.area:>10.3f}  {'the same':>20}",
            f"answers from a confidence of {calibration.answered.confidence:.1%}, "
            f"refuses below {calibration.uncertain.confidence:.1%}; between them an answer is uncertain",
        ]
    )


_CALIBRATION_ROWS: dict[str, Callable[[CalibrationMetrics], str]] = {
    "of what is answered, wrong": lambda metrics: f"{metrics.wrong:.1%}",
    "answerable, answered": lambda metrics: f"{metrics.answerable_answered:.1%}",
    "answerable, refused": lambda metrics: f"{metrics.answerable_refused:.1%}",
    "without an answer, answered": lambda metrics: f"{metrics.unanswerable_answered:.1%}",
    "without an answer, refused": lambda metrics: f"{metrics.unanswerable_refused:.1%}",
    "calibration error": lambda metrics: f"{metrics.calibration_error:.3f}",
}


def _summaries(run: Run) -> Iterator[str]:
    summaries = run.summaries
    yield f"{'':20} {'mean':>8}  {'95 % interval':>18}  cases"
    for name, summary in summaries.items():
        interval = f"{format_value(name, summary.low)} – {format_value(name, summary.high)}"
        yield f"{name:20} {format_value(name, summary.mean):>8}  {interval:>18}  {_cases(summary)}"
    if any(summary.narrow for summary in summaries.values()):
        yield "* fewer than 100 cases or 30 clusters: the true interval is wider than this one"


def _cases(summary: MetricSummary) -> str:
    clusters = f" in {summary.clusters} clusters" if summary.clusters < summary.cases else ""
    return f"{summary.cases}{clusters}{' *' if summary.narrow else ''}"


def _verdicts(run: Run) -> Iterator[str]:
    verdicts = run.verdicts
    if verdicts:
        yield f"\n{'verdict':20} {'cases':>8}  of these"
    for name, summary in verdicts.items():
        yield f"{name:20} {summary.coverage.mean:8.1%}  {risk_words(name, summary)}"


def risk_words(name: str, summary: VerdictSummary) -> str:
    """The share of a verdict that is wrong, in words."""
    return f"{summary.risk.mean:.1%} {WRONG[name]}" if summary.risk else "none"


def _tags(run: Run) -> Iterator[str]:
    tags = run.tags
    if tags:
        yield f"\n{'tag':20} {'cases':>8}  {'  '.join(f'{name:>6}' for name in (*WRONG, *TAG_METRICS))}"
    for tag, summary in tags.items():
        shares = [summary.verdicts[name].coverage.mean for name in WRONG]
        means = [found.mean if (found := summary.figures.get(name)) else None for name in TAG_METRICS]
        cells = zip([*WRONG, *TAG_METRICS], [*shares, *means], strict=True)
        shown = (f"{'–' if mean is None else f'{mean:.1%}':>{max(len(name), 6)}}" for name, mean in cells)
        yield f"{tag:20} {summary.cases:8}  {'  '.join(shown)}"


def _details(run: Run) -> Iterator[str]:
    refusal = run.refusal
    if refusal.area is not None:
        coverage = ", ".join(f"{share:.0%} of the cases at {risk} wrong" for risk, share in refusal.coverage.items())
        yield f"\nanswering only the surest: {coverage}; mean risk {refusal.area:.1%}"
    if refusal.calibration_error is not None:
        yield f"confidence: calibration error {refusal.calibration_error:.3f}, Brier score {refusal.brier:.3f}"
    for stage, time in run.times.items():
        yield f"{stage} took {time.p50 * 1000:.0f} ms, 95 of 100 under {time.p95 * 1000:.0f} ms"
    read, written = (sum(getattr(result.usage, side) for result in run.results) for side in ("read", "written"))
    if read or written:
        yield f"tokens: {read:,} read, {written:,} written"
    verdicts = [result.verdict for result in run.results if result.verdict is not None]
    if verdicts:
        yield f"judged right by {run.made_with['judge']}: {sum(verdicts)} of {len(verdicts)}"
    if run.stages:
        yield "\nwhere the wrong ones were lost"
        yield from (f"{count:6}  {stage}" for stage, count in run.stages.items())


def _comparison(differences: Sequence[Difference]) -> Iterator[str]:
    if differences:
        yield f"\n{'against the baseline':20} {'before':>8} {'after':>8} {'change':>8}  {'95 % interval':>18}  verdict"
    for d in differences:
        interval = f"{d.low:+.1%} – {d.high:+.1%}"
        yield f"{d.metric:20} {d.before:8.1%} {d.after:8.1%} {d.change:+8.1%}  {interval:>18}  {d.words}"
