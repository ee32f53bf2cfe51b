"""Two runs over the same cases: which metrics are better, which are worse, and which the cases cannot tell."""

from collections.abc import Sequence
from typing import Literal

from qa.evaluation.cases.case import InvalidCases
from qa.evaluation.metrics.catalog import METRICS
from qa.evaluation.runner.run import Run
from qa.evaluation.statistics.bootstrap import Sample
from qa.evaluation.statistics.paired_test import ALPHA, PairedTest, holm, minimum_detectable_change, paired_test
from qa.types import Value

Verdict = Literal["better", "worse", "cannot tell"]


class Difference(Value):
    """One metric in both runs, over the cases that it applies to."""

    metric: str
    before: float
    after: float
    change: float
    low: float
    high: float
    """The 95 % interval of the change."""
    cases: int
    differing: int
    """The number of cases whose values differ."""
    test: str
    p: float
    adjusted: float
    """Holm's p over all metrics compared."""
    smallest: float
    """The smallest change that so many cases detect four times in five."""
    verdict: Verdict

    @property
    def words(self) -> str:
        """The verdict as a sentence."""
        if self.verdict == "cannot tell":
            return f"cannot tell with {self.cases} cases (a change of {self.smallest:.1%} could have been shown)"
        return self.verdict


def compare(before: Run, after: Run) -> tuple[Difference, ...]:
    """Every metric compared; raises InvalidCases where the runs are not about the same cases."""
    _require_same_cases(before, after)
    earlier = {result.id: result for result in before.results}
    pairs = [(earlier[result.id], result) for result in after.results]
    compared = []
    for metric in METRICS:
        measured = [(a, b) for a, b in pairs if metric.name in a.values and metric.name in b.values]
        if measured and metric.compared:
            old = [a.values[metric.name] for a, _ in measured]
            new = [b.values[metric.name] for _, b in measured]
            clusters = [b.cluster for _, b in measured]
            compared.append((metric.name, old, new, clusters, paired_test(old, new, clusters)))
    adjusted = holm([test.p for *_, test in compared])
    return tuple(_difference(*columns, p) for columns, p in zip(compared, adjusted, strict=True))


def _difference(
    name: str, old: Sequence[float], new: Sequence[float], clusters: Sequence[str], test: PairedTest, adjusted: float
) -> Difference:
    changes = [b - a for a, b in zip(old, new, strict=True)]
    sample = Sample(changes, clusters, least=-1.0)
    interval = sample.interval()
    verdict: Verdict = "cannot tell" if adjusted >= ALPHA else "better" if sample.mean > 0 else "worse"
    return Difference(
        metric=name,
        before=sum(old) / len(old),
        after=sum(new) / len(new),
        change=sample.mean,
        low=interval.low,
        high=interval.high,
        cases=len(changes),
        differing=sum(change != 0 for change in changes),
        test=test.name,
        p=test.p,
        adjusted=adjusted,
        smallest=minimum_detectable_change(sample),
        verdict=verdict,
    )


def _require_same_cases(before: Run, after: Run) -> None:
    old, new = ({result.id: result.fingerprint for result in run.results} for run in (before, after))
    for missing, what in ((new.keys() - old.keys(), "the baseline lacks"), (old.keys() - new.keys(), "these lack")):
        if missing:
            raise InvalidCases(f"the baseline is of other cases: {what} {len(missing)}, such as {min(missing)}")
    changed = sorted(name for name in new if new[name] != old[name])
    if changed:
        raise InvalidCases(
            f"the baseline is of other cases: {len(changed)} have changed since it was made, such as {changed[0]}"
        )
