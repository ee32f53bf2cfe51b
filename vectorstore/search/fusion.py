"""Scores of several lists become one ranking."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from vectorstore.types import RerankResult


def fuse(*lists: Mapping[int, float]) -> dict[int, float]:
    """The sum of each list's scores standardised over the union of all lists, best first, ties by key.

    A candidate that a list lacks counts there as that list's worst. A list without spread says nothing and adds 0.
    """
    union = sorted(set().union(*lists))
    total = np.zeros(len(union))
    for scores in lists:
        if not scores:
            continue
        worst = min(scores.values())
        column = np.array([scores.get(key, worst) for key in union])
        total += (column - column.mean()) / _spread(column)
    ranked = sorted(zip(union, total.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return dict(ranked)


def ranked(
    fused: Mapping[int, float], results: Mapping[int, RerankResult], fusion_weight: float | None = None
) -> dict[int, float]:
    """Relevance plus search's score times its weight, best first, ties as in `fused`; without results, `fused`.

    The results are those of the first of `fused`, which is best first. A passage that was not reranked counts as the
    least relevant that was, so it comes after them. Without a weight both spread alike over what was reranked.
    """
    if not results:
        return dict(fused)
    relevances = [result.relevance for result in results.values()]
    if fusion_weight is None:
        fusion_weight = float(np.std(relevances)) / _spread(np.array([fused[key] for key in results]))
    least = min(relevances)
    scores = {
        key: (results[key].relevance if key in results else least) + fusion_weight * score
        for key, score in fused.items()
    }
    return dict(sorted(scores.items(), key=lambda pair: -pair[1]))


def _spread(column: NDArray[np.float64]) -> float:
    """The standard deviation; infinite where it is mere rounding, so that a column divided by it says nothing."""
    spread = float(column.std())
    return spread if spread > 1e-9 * np.abs(column).max() else float("inf")
