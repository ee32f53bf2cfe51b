"""What a mean over some cases says: its interval, and whether two runs differ by more than chance.

Cases of one cluster, such as a document or a conversation, stand and fall together, so clusters are what is drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import stats

CONFIDENCE, ALPHA, POWER = 0.95, 0.05, 0.80
RESAMPLES = 9_999
SEED = 0
# Below these an interval covers the truth less often than it says: benchmarks/studies/interval_coverage.py.
ENOUGH_CASES, ENOUGH_CLUSTERS = 100, 30

# With fewer clusters BCa's corrections are noise, or cannot be computed.
CORRECTED = 10

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the 95 % interval of what it would be over all cases like these."""

    mean: float
    low: float
    high: float
    cases: int
    clusters: int

    @property
    def narrow(self) -> bool:
        """Whether there are too few cases or clusters for the interval to be as wide as it should be."""
        return self.cases < ENOUGH_CASES or self.clusters < ENOUGH_CLUSTERS


class Sample:
    """Values of cases, each with the cluster it belongs to; shares from 0 to 1, or changes of them from -1 to 1."""

    def __init__(self, values: Sequence[float], clusters: Sequence[str], least: float = 0.0) -> None:
        """Both in the order of the cases; `least` is the lowest value there can be."""
        self.least = least
        self.values = np.asarray(values, dtype=float)
        names, which = np.unique(np.asarray(clusters), return_inverse=True)
        self.clusters = len(names)
        self.sums: Numbers = np.bincount(which, weights=self.values).astype(np.float64)
        self.sizes: Numbers = np.bincount(which).astype(np.float64)

    @cached_property
    def independent(self) -> bool:
        """Whether every case is a cluster of its own."""
        return self.clusters == len(self.values)

    @property
    def mean(self) -> float:
        """The mean over the cases."""
        return float(self.sums.sum() / self.sizes.sum())

    def interval(self, resamples: int = RESAMPLES) -> Interval:
        """The bootstrap interval of the mean, by clusters: bias-corrected and accelerated (Efron 1987).

        Its confidence is widened as Student's t is against the normal (Hesterberg 2015). For yes and no it is the
        percentile interval, since BCa's corrections need values that differ; with few clusters, too.
        """
        low, high = self._bounds(resamples)
        return Interval(self.mean, low, high, len(self.values), self.clusters)

    def _bounds(self, resamples: int) -> tuple[float, float]:
        if np.ptp(self.sums / self.sizes) == 0:
            return self._bounds_without_spread()
        plain = self.clusters < CORRECTED or (self.independent and set(np.unique(self.values)) <= {0.0, 1.0})
        found = stats.bootstrap(
            (self.sums, self.sizes),
            _ratio,
            paired=True,
            vectorized=True,
            n_resamples=resamples,
            batch=max(1, 4_000_000 // self.clusters),
            confidence_level=CONFIDENCE if plain else _widened(self.clusters),
            method="percentile" if plain else "BCa",
            rng=np.random.default_rng(SEED),
        ).confidence_interval
        return float(found.low), float(found.high)

    def _bounds_without_spread(self) -> tuple[float, float]:
        """All the same: what so many clusters cannot rule out of the others (Clopper and Pearson 1934)."""
        mean, unseen = self.mean, 1 - ((1 - CONFIDENCE) / 2) ** (1 / self.clusters)
        if not self.least <= mean <= 1:
            return mean, mean
        return mean - unseen * (mean - self.least), mean + unseen * (1 - mean)


@dataclass(frozen=True, slots=True)
class Test:
    """A paired test: what it is called, and how likely a difference like this is by chance alone."""

    name: str
    p: float


def paired_test(before: Sequence[float], after: Sequence[float], clusters: Sequence[str]) -> Test:
    """Whether the same cases differ between two runs.

    McNemar's exact test for yes and no of independent cases; else a permutation test that swaps whole clusters.
    """
    change = Sample(np.subtract(after, before).tolist(), clusters, least=-1.0)
    if change.independent and {*before, *after} <= {0.0, 1.0}:
        gained, lost = int((change.values > 0).sum()), int((change.values < 0).sum())
        return Test("McNemar", float(stats.binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0)
    moved = change.sums[change.sums != 0]
    if not len(moved):
        return Test("permutation", 1.0)
    found = stats.permutation_test(
        (moved,),
        lambda sums, axis: sums.sum(axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=max(1, 4_000_000 // len(moved)),
        rng=np.random.default_rng(SEED),
    )
    return Test("permutation", float(found.pvalue))


def holm(p: Sequence[float]) -> list[float]:
    """The values adjusted so that all tests together raise a false alarm at most as often as one (Holm 1979)."""
    adjusted, highest = [0.0] * len(p), 0.0
    for rank, index in enumerate(sorted(range(len(p)), key=lambda i: p[i])):
        highest = max(highest, min(1.0, (len(p) - rank) * p[index]))
        adjusted[index] = highest
    return adjusted


def smallest_shown(change: Sample) -> float:
    """The smallest difference of means that so many cases show four times in five, given how much they vary.

    Never under six cases in clusters of their own that all move one way: fewer cannot be told from chance.
    """
    g, n = change.clusters, len(change.values)
    residuals = change.sums - change.mean * change.sizes
    error = float(np.sqrt((residuals @ residuals) * g / max(g - 1, 1))) / n
    needed = float(stats.norm.ppf(1 - ALPHA / 2) + stats.norm.ppf(POWER)) * error
    return min(1.0, max(needed, 6 / n))


def _ratio(sums: Numbers, sizes: Numbers, axis: int) -> Numbers:
    return np.asarray(sums.sum(axis=axis) / sizes.sum(axis=axis))


def _widened(clusters: int) -> float:
    """The confidence level whose normal quantile is Student's at 95 %."""
    quantile = stats.t.ppf((1 - CONFIDENCE) / 2, clusters - 1) * np.sqrt(clusters / (clusters - 1))
    return float(1 - 2 * stats.norm.cdf(quantile))
