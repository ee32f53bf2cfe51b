"""Folds of cases for cross-validation."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.calibrate.platt import Labels

FOLDS = 5


def fold_numbers(clusters: Sequence[str], answerable: Labels) -> NDArray[np.int_]:
    """The fold of each case. Clusters stay whole, and answerable and unanswerable cases are spread over all folds."""
    from sklearn.model_selection import StratifiedGroupKFold  # takes a second to import, which few need

    numbers = np.zeros(len(clusters), dtype=np.int_)
    splits = StratifiedGroupKFold(FOLDS).split(numbers, answerable, clusters)
    for number, (_, members) in enumerate(splits):
        numbers[members] = number
    return numbers
