"""What fails a run: a figure under its floor, or one that is worse than before."""

from collections.abc import Sequence

from qa.evaluation.cases.case import InvalidCases
from qa.evaluation.metrics.catalog import NAMES
from qa.evaluation.runner.comparison import Difference
from qa.evaluation.runner.run import Run

Floor = tuple[str, float]
"""A metric's name and the mean it must reach."""


def floor(text: str) -> Floor:
    """`METRIC=VALUE`, a share from 0 to 1 or a percentage; raises InvalidCases for anything else."""
    name, _, value = text.rpartition("=")
    if name not in NAMES:
        raise InvalidCases(f"--fail-under {text}: no metric is called {name!r}; there are {', '.join(NAMES)}")
    try:
        return name, float(value.removesuffix("%")) / (100 if value.endswith("%") else 1)
    except ValueError as error:
        raise InvalidCases(f"--fail-under {text}: {value!r} is not a number") from error


def below(run: Run, floors: Sequence[Floor]) -> list[str]:
    """What is under its floor, in words; a metric that applies to no case cannot have reached its floor."""
    figures, found = run.figures, []
    for name, least in floors:
        if name not in figures:
            found.append(f"{name}: no case has what it needs, so {least:.1%} was not reached")
        elif figures[name].mean < least:
            found.append(f"{name}: {figures[name].mean:.1%} is under {least:.1%}")
    return found


def worse(differences: Sequence[Difference]) -> list[str]:
    """What dropped by more than chance explains, in words."""
    return [
        f"{d.metric}: {d.before:.1%} → {d.after:.1%}, worse than the baseline (p {d.adjusted:.3f} after Holm)"
        for d in differences
        if d.verdict == "worse"
    ]
