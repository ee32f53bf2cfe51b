"""How good a ranking is, by the ranks of what is relevant. Ties are broken before: a ranking is a list of ids.

As trec_eval and ir-measures define them; proven equal in tests/unit/evaluation/test_metrics.py.
"""

import math
from collections.abc import Mapping, Sequence, Set


def recall(ranked: Sequence[str], pieces: Sequence[Set[str]], k: int) -> float:
    """The share of the pieces of evidence of which one id is among the first k; 0 to 1."""
    first = set(ranked[:k])
    return sum(not first.isdisjoint(piece) for piece in pieces) / len(pieces)


def precision(ranked: Sequence[str], relevant: Mapping[str, int], k: int) -> float:
    """The share of the first k that is relevant; a list shorter than k counts as filled up; 0 to 1."""
    return sum(relevant.get(name, 0) > 0 for name in ranked[:k]) / k


def reciprocal_rank(ranked: Sequence[str], relevant: Mapping[str, int]) -> float:
    """1 / the rank of the first that is relevant, 0 where there is none."""
    return next((1 / rank for rank, name in enumerate(ranked, 1) if relevant.get(name, 0) > 0), 0.0)


def ndcg(ranked: Sequence[str], relevant: Mapping[str, int], k: int) -> float:
    """Discounted cumulative gain of the first k over the best there could be (Järvelin and Kekäläinen 2002); 0 to 1."""
    best = _gain(sorted(relevant.values(), reverse=True)[:k])
    return _gain([relevant.get(name, 0) for name in ranked[:k]]) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))
