"""The area under the ROC curve with an interval: how well a score separates answerable questions from others."""

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
from sklearn.metrics import roc_auc_score

from qa.evaluation import MetricSummary
from qa.evaluation.statistics.bootstrap import CONFIDENCE, SEED, Interval

RESAMPLES = 2_000


def roc_area(scores: Sequence[float], answerable: Sequence[bool], clusters: Sequence[str]) -> MetricSummary:
    """The area under the ROC curve with the percentile bootstrap interval over whole clusters.

    A resample in which all cases or none are answerable has no area and is left out.
    """
    values, positive = np.asarray(scores, dtype=float), np.asarray(answerable, dtype=bool)
    names, which = np.unique(np.asarray(clusters), return_inverse=True)
    members = [np.flatnonzero(which == index) for index in range(len(names))]
    rng = np.random.default_rng(SEED)
    resamples = (
        np.concatenate([members[index] for index in rng.integers(len(names), size=len(names))])
        for _ in range(RESAMPLES)
    )
    areas = [roc_auc_score(positive[rows], values[rows]) for rows in resamples if 0 < positive[rows].sum() < len(rows)]
    low, high = np.quantile(areas, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    area = float(roc_auc_score(positive, values))
    interval = Interval(area, float(low), float(high), len(values), len(names))
    return MetricSummary(**asdict(interval), narrow=interval.narrow)
