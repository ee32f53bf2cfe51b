"""What fails a run: a metric below its threshold, or one that is worse than in the baseline."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.evaluation.cases.case import InvalidCases
from qa.evaluation.metrics.catalog import NAMES
from qa.evaluation.runner.comparison import Difference
from qa.evaluation.runner.run import Run


@dataclass(frozen=True, slots=True)
class Threshold:
    """A metric's name and the mean that it must reach."""

    metric: str
    minimum: float


def threshold(text: str) -> Threshold:
    """A threshold from `METRIC=VALUE`, a share from 0 to 1 or a percentage; raises InvalidCases for anything else."""
    name, _, value = text.rpartition("=")
    if name not in NAMES:
        raise InvalidCases(f"--fail-under {text}: no metric is called {name!r}; there are {', '.join(NAMES)}")
    try:
        return Threshold(name, float(value.removesuffix("%")) / (100 if value.endswith("%") else 1))
    except ValueError as error:
        raise InvalidCases(f"--fail-under {text}: {value!r} is not a number") from error


def below_threshold(run: Run, thresholds: Sequence[Threshold]) -> list[str]:
    """A message for each metric below its threshold; a metric that applies to no case does not reach any."""
    summaries, messages = run.summaries, []
    for required in thresholds:
        name, minimum = required.metric, required.minimum
        if name not in summaries:
            messages.append(f"{name}: no case has what it needs, so {minimum:.1%} was not reached")
        elif summaries[name].mean < minimum:
            messages.append(f"{name}: {summaries[name].mean:.1%} is under {minimum:.1%}")
    return messages


def worse_than_baseline(differences: Sequence[Difference]) -> list[str]:
    """A message for each metric that dropped by more than chance explains."""
    return [
        f"{d.metric}: {d.before:.1%} → {d.after:.1%}, worse than the baseline (p {d.adjusted:.3f} after Holm)"
        for d in differences
        if d.verdict == "worse"
    ]
