"""A run as a table of plain text."""

from collections.abc import Callable, Iterator, Sequence

from qa.evaluation.calibrate.fit import Calibrated, Shares
from qa.evaluation.runner.comparison import Difference
from qa.evaluation.runner.run import Run
from qa.evaluation.runner.summary import Figure

LENGTHS = ("characters read",)  # counts, not shares


def shown(name: str, value: float) -> str:
    """A value of a metric, as people read it."""
    return f"{value:,.0f}" if name in LENGTHS else f"{value:.1%}"


def table(run: Run, differences: Sequence[Difference] = ()) -> str:
    """The figures with their intervals, what was lost where, and the comparison if there is one."""
    return "\n".join([*_figures(run), *_rest(run), *_compared(differences)])


def calibration(fitted: Calibrated) -> str:
    """What a calibration was fitted to and what it is worth, before and on cases held out."""
    before, held_out = fitted.before, fitted.held_out
    held = f"held out by {fitted.held_out_by}"
    rows = [
        f"{fitted.weighing.questions} questions: {fitted.answerable} times with what answers them, "
        f"{fitted.unanswerable} times without",
        f"{'':28} {'as shipped':>10}  {held:>20}",
    ]
    for name, of in _SHARES.items():
        rows.append(f"{name:28} {of(before):>10}  {of(held_out):>20}")
    return "\n".join(
        [
            *rows,
            f"{'area under the ROC curve':28} {fitted.area:>10.3f}  {'the same':>20}",
            f"refuses under a confidence of {fitted.weighing.threshold:.1%}",
        ]
    )


_SHARES: dict[str, Callable[[Shares], str]] = {
    "answerable, refused": lambda shares: f"{shares.answerable_refused:.1%}",
    "without an answer, refused": lambda shares: f"{shares.unanswerable_refused:.1%}",
    "calibration error": lambda shares: f"{shares.calibration_error:.3f}",
}


def _figures(run: Run) -> Iterator[str]:
    figures = run.figures
    yield f"{'':20} {'mean':>8}  {'95 % interval':>18}  cases"
    for name, figure in figures.items():
        interval = f"{shown(name, figure.low)} – {shown(name, figure.high)}"
        yield f"{name:20} {shown(name, figure.mean):>8}  {interval:>18}  {_cases(figure)}"
    if any(figure.narrow for figure in figures.values()):
        yield "* fewer than 100 cases or 30 clusters: the true interval is wider than this one"


def _cases(figure: Figure) -> str:
    clusters = f" in {figure.clusters} clusters" if figure.clusters < figure.cases else ""
    return f"{figure.cases}{clusters}{' *' if figure.narrow else ''}"


def _rest(run: Run) -> Iterator[str]:
    refusal = run.refusal
    if refusal.area is not None:
        coverage = ", ".join(f"{share:.0%} of the cases at {risk} wrong" for risk, share in refusal.coverage.items())
        yield f"\nanswering only the surest: {coverage}; mean risk {refusal.area:.1%}"
    if refusal.calibration_error is not None:
        yield f"confidence: calibration error {refusal.calibration_error:.3f}, Brier score {refusal.brier:.3f}"
    for stage, time in run.times.items():
        yield f"{stage} took {time.p50 * 1000:.0f} ms, 95 of 100 under {time.p95 * 1000:.0f} ms"
    read, written = (sum(getattr(o.usage, side) for o in run.outcomes) for side in ("read", "written"))
    if read or written:
        yield f"tokens: {read:,} read, {written:,} written"
    judged = [outcome.verdict for outcome in run.outcomes if outcome.verdict is not None]
    if judged:
        yield f"judged right by {run.made_with['judge']}: {sum(judged)} of {len(judged)}"
    if run.stages:
        yield "\nwhere the wrong ones were lost"
        yield from (f"{count:6}  {stage}" for stage, count in run.stages.items())


def _compared(differences: Sequence[Difference]) -> Iterator[str]:
    if differences:
        yield f"\n{'against the baseline':20} {'before':>8} {'after':>8} {'change':>8}  {'95 % interval':>18}  verdict"
    for d in differences:
        interval = f"{d.low:+.1%} – {d.high:+.1%}"
        yield f"{d.metric:20} {d.before:8.1%} {d.after:8.1%} {d.change:+8.1%}  {interval:>18}  {d.words}"
