"""The confidence interval of a mean over cases, by a bootstrap that draws whole clusters.

Cases of one cluster, such as a document or a conversation, are not independent of each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import stats

CONFIDENCE = 0.95
RESAMPLES = 9_999
SEED = 0
BATCH_VALUES = 4_000_000  # drawn at a time, which bounds the memory
# With fewer cases or clusters an interval covers the truth less often than 95 times in 100: benchmarks/studies.
ENOUGH_CASES, ENOUGH_CLUSTERS = 100, 30
# With fewer clusters BCa's corrections are noise, or cannot be computed.
BCA_CLUSTERS = 10

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % confidence interval."""

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
    """One value a case, each with its cluster; shares from 0 to 1, or changes of shares from -1 to 1."""

    def __init__(self, values: Sequence[float], clusters: Sequence[str], least: float = 0.0) -> None:
        """Take values and clusters in the order of the cases; `least` is the lowest possible value."""
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
        """The bootstrap interval of the mean, by clusters: bias-corrected and accelerated (BCa, Efron 1987).

        The confidence level is widened as Student's t is against the normal (Hesterberg 2015). Binary values, and
        samples of few clusters, get the percentile interval, since BCa's corrections need values that differ.
        """
        low, high = self._bounds(resamples)
        return Interval(self.mean, low, high, len(self.values), self.clusters)

    def _bounds(self, resamples: int) -> tuple[float, float]:
        if np.ptp(self.sums / self.sizes) == 0:
            return self._bounds_without_spread()
        percentile = self.clusters < BCA_CLUSTERS or (self.independent and set(np.unique(self.values)) <= {0.0, 1.0})
        interval = stats.bootstrap(
            (self.sums, self.sizes),
            _ratio,
            paired=True,
            vectorized=True,
            n_resamples=resamples,
            batch=max(1, BATCH_VALUES // self.clusters),
            confidence_level=CONFIDENCE if percentile else _widened_level(self.clusters),
            method="percentile" if percentile else "BCa",
            rng=np.random.default_rng(SEED),
        ).confidence_interval
        return float(interval.low), float(interval.high)

    def _bounds_without_spread(self) -> tuple[float, float]:
        """All values are equal: what so many clusters cannot rule out of the others (Clopper and Pearson 1934)."""
        mean, unseen = self.mean, 1 - ((1 - CONFIDENCE) / 2) ** (1 / self.clusters)
        if not self.least <= mean <= 1:
            return mean, mean
        return mean - unseen * (mean - self.least), mean + unseen * (1 - mean)


def _ratio(sums: Numbers, sizes: Numbers, axis: int) -> Numbers:
    return np.asarray(sums.sum(axis=axis) / sizes.sum(axis=axis))


def _widened_level(clusters: int) -> float:
    """The confidence level whose normal quantile is Student's at 95 %."""
    quantile = stats.t.ppf((1 - CONFIDENCE) / 2, clusters - 1) * np.sqrt(clusters / (clusters - 1))
    return float(1 - 2 * stats.norm.cdf(quantile))
