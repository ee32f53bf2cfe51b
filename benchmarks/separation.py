"""How well a score tells what has an answer from what has none: the area under the ROC curve."""

from collections.abc import Sequence

import numpy as np
from scipy.stats import rankdata

from qa.evaluation import MetricSummary
from qa.evaluation.statistics.bootstrap import CONFIDENCE, SEED, Interval, Numbers

RESAMPLES = 2_000


def auc(scores: Sequence[float], answerable: Sequence[bool], clusters: Sequence[str]) -> MetricSummary:
    """The chance that an answerable case has the higher score, half for a tie (Hanley and McNeil 1982).

    The interval is the percentile bootstrap's, clusters drawn whole.
    """
    values, positive = np.asarray(scores, dtype=float), np.asarray(answerable, dtype=bool)
    names, which = np.unique(np.asarray(clusters), return_inverse=True)
    members = [np.flatnonzero(which == index) for index in range(len(names))]
    generator = np.random.default_rng(SEED)
    drawn = (
        np.concatenate([members[index] for index in generator.integers(len(names), size=len(names))])
        for _ in range(RESAMPLES)
    )
    areas = [_area(values[rows], positive[rows]) for rows in drawn if 0 < positive[rows].sum() < len(rows)]
    low, high = np.quantile(areas, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    narrow = Interval(0.0, 0.0, 0.0, len(values), len(names)).narrow
    return MetricSummary(
        mean=_area(values, positive),
        low=float(low),
        high=float(high),
        cases=len(values),
        clusters=len(names),
        narrow=narrow,
    )


def _area(scores: Numbers, positive: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    """By ranks: the statistic of Mann and Whitney over the number of pairs."""
    above = int(positive.sum())
    ranks = rankdata(scores)[positive].sum() - above * (above + 1) / 2
    return float(ranks / (above * (len(scores) - above)))
