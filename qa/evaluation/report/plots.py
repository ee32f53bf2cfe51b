"""The plots of a run, each with a sentence on how to read it, and with its numbers as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.ticker import PercentFormatter

from qa.evaluation.metrics.catalog import DEPTHS
from qa.evaluation.metrics.refusal import reliability_bins
from qa.evaluation.report.drawing import FAINT, INK, RED, drawing, empty_plot, svg
from qa.evaluation.runner.case_result import CaseResult
from qa.evaluation.runner.summary import MetricSummary, RefusalSummary, StageTime, labelled_confidences

TENTHS = tuple(tenth / 10 for tenth in range(1, 11))


@dataclass(frozen=True, slots=True)
class Plot:
    """A plot as SVG, with its explanation and its numbers."""

    name: str
    title: str
    explanation: str
    """How to read it."""
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    finding: str = ""
    """What it shows of this run, in words."""


def plots(
    results: Sequence[CaseResult],
    summaries: Mapping[str, MetricSummary],
    refusal: RefusalSummary,
    times: Mapping[str, StageTime],
) -> list[Plot]:
    """The plots for which the run has numbers."""
    with drawing():
        drawn = (_risk_coverage(results, refusal), _recall(summaries), _calibration(results, refusal), _times(times))
        return [plot for plot in drawn if plot]


def _risk_coverage(results: Sequence[CaseResult], refusal: RefusalSummary) -> Plot | None:
    curve = [(coverage, risk, score) for score, coverage, risk in refusal.curve]
    if not curve:
        return None
    title = "Risk and coverage"
    figure, plot = empty_plot()
    plot.plot([point[0] for point in curve], [point[1] for point in curve], color=RED, linewidth=2)
    answered = [r.right for r in results if r.answer and not r.answer.refused]
    as_run = (len(answered) / len(results), answered.count(False) / len(answered)) if answered else None
    if as_run:
        plot.plot(*as_run, "o", color=INK, markersize=7, clip_on=False)
    plot.set(xlim=(0, 1), xlabel="cases answered, the surest first", ylabel="wrong among them")
    plot.set_ylim(0, max(0.05, *(risk for _, risk, _ in curve), as_run[1] if as_run else 0) * 1.05)
    for axis in (plot.xaxis, plot.yaxis):
        axis.set_major_formatter(PercentFormatter(1, decimals=0))
    rows = []
    for tenth in TENTHS:
        coverage, risk, score = next(point for point in curve if point[0] >= tenth - 1e-9)
        rows.append((f"{coverage:.1%}", f"{risk:.1%}", f"{score:.3f}"))
    findings = [f"The dot is this run: {as_run[0]:.1%} answered, {as_run[1]:.1%} of them wrong."] if as_run else []
    findings += [f"At {risk} wrong, {share:.1%} could be answered." for risk, share in refusal.coverage.items()]
    return Plot(
        "risk",
        title,
        "If only the surest cases were answered, this share of the answers would be wrong; lower is better, and a line "
        "that rises to the right means that the score knows what it does not know.",
        svg(figure, "risk", title),
        ("answered", "wrong among them", "down to a score of"),
        tuple(dict.fromkeys(rows)),
        " ".join(findings),
    )


def _recall(summaries: Mapping[str, MetricSummary]) -> Plot | None:
    by_depth = {depth: summaries[f"recall@{depth}"] for depth in DEPTHS if f"recall@{depth}" in summaries}
    if not by_depth:
        return None
    title, places = "Recall by depth", range(len(by_depth))
    figure, plot = empty_plot()
    for place, summary in zip(places, by_depth.values(), strict=True):
        plot.plot(
            (place, place), (summary.low, summary.high), color=FAINT, linewidth=6, solid_capstyle="butt", alpha=0.45
        )
    plot.plot(places, [summary.mean for summary in by_depth.values()], "o-", color=RED, linewidth=2, markersize=6)
    plot.set(ylim=(0, 1.03), xlabel="first passages looked at", ylabel="evidence among them")
    plot.set_xticks(places, [str(depth) for depth in by_depth])
    plot.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    return Plot(
        "recall",
        title,
        "How much of the evidence stands among the first passages that were found; the bars are 95 % intervals, and "
        "what the last point lacks is lost before anything is read.",
        svg(figure, "recall", title),
        ("passages", "recall", "95 % interval"),
        tuple((str(depth), f"{s.mean:.1%}", f"{s.low:.1%} – {s.high:.1%}") for depth, s in by_depth.items()),
    )


def _calibration(results: Sequence[CaseResult], refusal: RefusalSummary) -> Plot | None:
    confidences, answerable = labelled_confidences(results)
    if not confidences:
        return None
    bins = reliability_bins(confidences, answerable)
    title, most = "Confidence and truth", max(b.cases for b in bins)
    figure, plot = empty_plot()
    plot.plot((0, 1), (0, 1), color=FAINT, linewidth=1, dashes=(4, 4))
    plot.scatter(
        [b.confidence for b in bins],
        [b.true for b in bins],
        s=[20 + 180 * b.cases / most for b in bins],
        color=RED,
        clip_on=False,
        zorder=3,
    )
    plot.set(xlim=(0, 1), ylim=(0, 1.03), xlabel="confidence that was stated", ylabel="answerable")
    for axis in (plot.xaxis, plot.yaxis):
        axis.set_major_formatter(PercentFormatter(1, decimals=0))
    return Plot(
        "calibration",
        title,
        "Cases of like confidence, larger dots for more of them; on the dashed line a confidence means what it says, "
        "below it more of them have no answer than it says.",
        svg(figure, "calibration", title),
        ("confidence", "answerable", "cases"),
        tuple((f"{b.confidence:.1%}", f"{b.true:.1%}", str(b.cases)) for b in bins),
        f"Calibration error {refusal.calibration_error:.3f}, Brier score {refusal.brier:.3f}; 0 is best.",
    )


def _times(times: Mapping[str, StageTime]) -> Plot | None:
    nonzero = {stage: time for stage, time in times.items() if time.p95 > 0}
    if not nonzero:
        return None
    title, places = "Time by stage", range(len(nonzero))
    figure, plot = empty_plot()
    for place, time in zip(places, nonzero.values(), strict=True):
        plot.plot((time.p50, time.p95), (place, place), color=RED, linewidth=2)
        plot.plot(time.p50, place, "o", color=RED, markersize=8)
        plot.plot(time.p95, place, "|", color=RED, markersize=14, markeredgewidth=2)
    plot.set(xlim=(0, None), ylim=(len(nonzero) - 0.5, -0.5), xlabel="seconds")
    plot.set_yticks(places, list(nonzero))
    plot.grid(axis="y", visible=False)
    return Plot(
        "time",
        title,
        "The dot is the median case; 95 of 100 cases take no longer than the stroke at the end of the line.",
        svg(figure, "time", title),
        ("stage", "median", "95 of 100 under"),
        tuple((stage, f"{time.p50:.3f} s", f"{time.p95:.3f} s") for stage, time in nonzero.items()),
    )
