"""How central each of a few sentences is to all of them: LexRank with a bias (Otterbacher, Erkan and Radev 2005).

A sentence is central if it shares its rarer words with many others that are central themselves; those that share
words with the title above them, and those that come first, begin with more. Sentences are compared by the cosine of
their terms, weighted by their rarity among the sentences; no model is asked, and a few hundred take milliseconds.
"""

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore.text.analysis import content_terms

DAMPING = 0.5  # the share of its rank that a sentence has from others, the rest being the bias
ROUNDS = 50  # of the power iteration; the ranks hardly move after twenty
ALIKE = 0.5  # two sentences that share so much say one thing

Matrix = NDArray[np.float64]
Ranks = NDArray[np.float64]


def central(sentences: Sequence[str], number: int, title: str = "") -> list[int]:
    """The places of the most central sentences, in their order; none that says the same as a better one."""
    if not sentences:
        return []
    *_, titled = alike = _similarities([*sentences, title])
    among, bias = alike[:-1, :-1], titled[:-1] + 1 / np.arange(1, len(sentences) + 1)
    ranks = _ranks(among, bias / bias.sum())
    chosen: list[int] = []
    for candidate in sorted(range(len(sentences)), key=lambda i: (-ranks[i], i)):
        if len(chosen) < number and all(among[candidate, other] < ALIKE for other in chosen):
            chosen.append(candidate)
    return sorted(chosen)


def _similarities(sentences: Sequence[str]) -> Matrix:
    """The cosine of each two sentences, shape (n, n)."""
    counts = [Counter(content_terms(sentence)) for sentence in sentences]
    held = Counter(term for terms in counts for term in terms)
    places = {term: place for place, term in enumerate(held)}
    rows = np.zeros((len(sentences), len(places)))
    for row, terms in zip(rows, counts, strict=True):
        for term, number in terms.items():
            row[places[term]] = number * math.log(1 + len(sentences) / held[term])
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows /= np.where(lengths, lengths, 1.0)
    return np.asarray(rows @ rows.T)


def _ranks(alike: Matrix, bias: Ranks) -> Ranks:
    """The stationary distribution of a walk from sentence to similar sentence that begins anew by the bias."""
    others = alike - np.diag(np.diag(alike))
    sums = others.sum(axis=1, keepdims=True)
    walk = np.divide(others, sums, out=np.full_like(others, 1 / len(others)), where=sums > 0)
    ranks = bias
    for _ in range(ROUNDS):
        ranks = (1 - DAMPING) * bias + DAMPING * walk.T @ ranks
    return ranks
