"""Whether the same cases differ between two runs by more than chance, and which change could have been shown."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from qa.evaluation.statistics.bootstrap import BATCH_VALUES, RESAMPLES, SEED, Sample

ALPHA, POWER = 0.05, 0.80


@dataclass(frozen=True, slots=True)
class PairedTest:
    """The result of a paired test: the name of the test, and its p-value."""

    name: str
    p: float


def paired_test(before: Sequence[float], after: Sequence[float], clusters: Sequence[str]) -> PairedTest:
    """Whether the same cases differ between two runs.

    McNemar's exact test for binary values of independent cases; else a permutation test that swaps whole clusters.
    """
    change = Sample(np.subtract(after, before).tolist(), clusters, least=-1.0)
    if change.independent and {*before, *after} <= {0.0, 1.0}:
        gained, lost = int((change.values > 0).sum()), int((change.values < 0).sum())
        return PairedTest("McNemar", float(stats.binomtest(gained, gained + lost).pvalue) if gained + lost else 1.0)
    moved = change.sums[change.sums != 0]
    if not len(moved):
        return PairedTest("permutation", 1.0)
    result = stats.permutation_test(
        (moved,),
        lambda sums, axis: sums.sum(axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=max(1, BATCH_VALUES // len(moved)),
        rng=np.random.default_rng(SEED),
    )
    return PairedTest("permutation", float(result.pvalue))


def holm(p: Sequence[float]) -> list[float]:
    """The p-values adjusted so that all tests together raise a false alarm at most as often as one (Holm 1979)."""
    adjusted, highest = [0.0] * len(p), 0.0
    for rank, index in enumerate(sorted(range(len(p)), key=lambda i: p[i])):
        highest = max(highest, min(1.0, (len(p) - rank) * p[index]))
        adjusted[index] = highest
    return adjusted


def minimum_detectable_change(change: Sample) -> float:
    """The smallest difference of means that a test of this size detects four times in five (power 0.8).

    The result is never under six cases in clusters of their own that all change in one direction: fewer cannot be told
    from chance.
    """
    g, n = change.clusters, len(change.values)
    residuals = change.sums - change.mean * change.sizes
    error = float(np.sqrt((residuals @ residuals) * g / max(g - 1, 1))) / n
    needed = float(stats.norm.ppf(1 - ALPHA / 2) + stats.norm.ppf(POWER)) * error
    return min(1.0, max(needed, 6 / n))
