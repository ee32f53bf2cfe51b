"""The plots of a run, each with a sentence that says how to read it, and with its numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.ticker import PercentFormatter

from qa.evaluation.metrics.catalog import DEPTHS
from qa.evaluation.metrics.refusal import bins
from qa.evaluation.report.drawing import FAINT, INK, RED, drawing, empty, svg
from qa.evaluation.runner.case_result import Outcome
from qa.evaluation.runner.summary import Figure, Refusal, Time, stated

TENTHS = tuple(tenth / 10 for tenth in range(1, 11))


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture and what it shows."""

    name: str
    title: str
    says: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    fact: str = ""
    """What it comes to, in words."""


def plots(
    outcomes: Sequence[Outcome], figures: Mapping[str, Figure], refusal: Refusal, times: Mapping[str, Time]
) -> list[Plot]:
    """Those that there are numbers for."""
    with drawing():
        made = (_risk_coverage(outcomes, refusal), _recall(figures), _calibration(outcomes, refusal), _times(times))
        return [plot for plot in made if plot]


def _risk_coverage(outcomes: Sequence[Outcome], refusal: Refusal) -> Plot | None:
    curve = [(coverage, risk, score) for score, coverage, risk in refusal.curve]
    if not curve:
        return None
    title = "Risk and coverage"
    canvas, plot = empty()
    plot.plot([point[0] for point in curve], [point[1] for point in curve], color=RED, linewidth=2)
    answered = [o.right for o in outcomes if o.answer and not o.answer.refused]
    as_run = (len(answered) / len(outcomes), answered.count(False) / len(answered)) if answered else None
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
    facts = [f"The dot is this run: {as_run[0]:.1%} answered, {as_run[1]:.1%} of them wrong."] if as_run else []
    facts += [f"At {risk} wrong, {share:.1%} could be answered." for risk, share in refusal.coverage.items()]
    return Plot(
        "risk",
        title,
        "If only the surest cases were answered, this share of the answers would be wrong; lower is better, and a line "
        "that rises to the right means that the score knows what it does not know.",
        svg(canvas, "risk", title),
        ("answered", "wrong among them", "down to a score of"),
        tuple(dict.fromkeys(rows)),
        " ".join(facts),
    )


def _recall(figures: Mapping[str, Figure]) -> Plot | None:
    found = {depth: figures[f"recall@{depth}"] for depth in DEPTHS if f"recall@{depth}" in figures}
    if not found:
        return None
    title, places = "Recall by depth", range(len(found))
    canvas, plot = empty()
    for place, figure in zip(places, found.values(), strict=True):
        plot.plot(
            (place, place), (figure.low, figure.high), color=FAINT, linewidth=6, solid_capstyle="butt", alpha=0.45
        )
    plot.plot(places, [figure.mean for figure in found.values()], "o-", color=RED, linewidth=2, markersize=6)
    plot.set(ylim=(0, 1.03), xlabel="first passages looked at", ylabel="evidence among them")
    plot.set_xticks(places, [str(depth) for depth in found])
    plot.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    return Plot(
        "recall",
        title,
        "How much of the evidence stands among the first passages that were found; the bars are 95 % intervals, and "
        "what the last point lacks is lost before anything is read.",
        svg(canvas, "recall", title),
        ("passages", "recall", "95 % interval"),
        tuple((str(depth), f"{f.mean:.1%}", f"{f.low:.1%} – {f.high:.1%}") for depth, f in found.items()),
    )


def _calibration(outcomes: Sequence[Outcome], refusal: Refusal) -> Plot | None:
    confidences, answerable = stated(outcomes)
    if not confidences:
        return None
    grouped = bins(confidences, answerable)
    title, most = "Confidence and truth", max(group.cases for group in grouped)
    canvas, plot = empty()
    plot.plot((0, 1), (0, 1), color=FAINT, linewidth=1, dashes=(4, 4))
    plot.scatter(
        [group.confidence for group in grouped],
        [group.true for group in grouped],
        s=[20 + 180 * group.cases / most for group in grouped],
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
        svg(canvas, "calibration", title),
        ("confidence", "answerable", "cases"),
        tuple((f"{group.confidence:.1%}", f"{group.true:.1%}", str(group.cases)) for group in grouped),
        f"Calibration error {refusal.calibration_error:.3f}, Brier score {refusal.brier:.3f}; 0 is best.",
    )


def _times(times: Mapping[str, Time]) -> Plot | None:
    spent = {stage: time for stage, time in times.items() if time.p95 > 0}
    if not spent:
        return None
    title, places = "Time by stage", range(len(spent))
    canvas, plot = empty()
    for place, time in zip(places, spent.values(), strict=True):
        plot.plot((time.p50, time.p95), (place, place), color=RED, linewidth=2)
        plot.plot(time.p50, place, "o", color=RED, markersize=8)
        plot.plot(time.p95, place, "|", color=RED, markersize=14, markeredgewidth=2)
    plot.set(xlim=(0, None), ylim=(len(spent) - 0.5, -0.5), xlabel="seconds")
    plot.set_yticks(places, list(spent))
    plot.grid(axis="y", visible=False)
    return Plot(
        "time",
        title,
        "The dot is the median case; 95 of 100 cases take no longer than the stroke at the end of the line.",
        svg(canvas, "time", title),
        ("stage", "median", "95 of 100 under"),
        tuple((stage, f"{time.p50:.3f} s", f"{time.p95:.3f} s") for stage, time in spent.items()),
    )
