"""Scores of several lists become one ranking by their standing within each list."""

from collections.abc import Mapping

import numpy as np

from vectorstore.search.ranking import spread


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
        total += (column - column.mean()) / spread(column)
    ranked = sorted(zip(union, total.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return dict(ranked)
