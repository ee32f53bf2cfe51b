"""Figures with their 95 % intervals, by bootstrap over groups (articles, documents) or single questions."""

import re
import string
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

Numbers = NDArray[np.float64]
DRAWS = 500


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its interval and how many questions it rests on."""

    value: float
    low: float
    high: float
    count: int

    def __str__(self) -> str:
        """As it stands in a table."""
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] n={self.count}"


def figure(of: Callable[..., float], *columns: Sequence[float] | Numbers, by: Sequence[str] | None = None) -> Figure:
    """`of` the columns; the interval draws questions, or whole groups where `by` names each question's."""
    arrays = [np.asarray(column, dtype=float) for column in columns]
    count, dice = len(arrays[0]), np.random.default_rng(0)
    members = [np.array([i]) for i in range(count)]
    if by is not None:
        names = np.asarray(by)
        members = [np.flatnonzero(names == name) for name in sorted(set(by))]
    values = []
    for _ in range(DRAWS):
        drawn = np.concatenate([members[i] for i in dice.integers(0, len(members), len(members))])
        values.append(of(*(a[drawn] for a in arrays)))
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return Figure(float(of(*arrays)), float(low), float(high), count)


def mean(values: Numbers) -> float:
    """The mean."""
    return float(values.mean()) if len(values) else float("nan")


def auc(right: Numbers, scores: Numbers) -> float:
    """The area under the ROC curve; not a number where all are right or none is."""
    return float(roc_auc_score(right, scores)) if 0 < right.mean() < 1 else float("nan")


def words(text: str) -> list[str]:
    """The words that SQuAD's measures compare."""
    plain = "".join(c for c in text.lower() if c not in string.punctuation)
    return re.sub(r"\b(a|an|the)\b", " ", plain).split()


def f1(said: str, wanted: str) -> float:
    """SQuAD's F1 of an answer against one reference."""
    a, b = words(said), words(wanted)
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / (len(a) + len(b)) if common else 0.0


def best_of(said: str, references: Sequence[str]) -> tuple[float, float]:
    """SQuAD's F1 of an answer and whether it is exact, against the references it fits best."""
    return max(f1(said, r) for r in references), float(any(words(said) == words(r) for r in references))
