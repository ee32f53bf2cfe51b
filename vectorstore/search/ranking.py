"""What passages are ranked by: how near each is to the question, how much of it each holds, and what a reranker says.

Search alone ranks by a logit of absolute evidence, fitted as a softmax over the candidates of each question
(`benchmarks/studies/ranking`): the cosine of the vectors; the share of what the question names, by rarity, that the
passage holds with its context and its document's name; and the BM25 score by the rarity of all that is named. Scores
that are standardised within a question would say the same of a passage that fits by chance and of one that fits.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from vectorstore.types import RerankResult

# The fitted weights: a cosine higher by .05 weighs as much as an eighth more of what the question names.
COSINE, COVERAGE, BM25 = 15.9, 6.3, 3.4
# Beside the relevance of a reranker that finds answers, too: how much the best answer's score against none counts.
SPAN = 0.2  # the fit is flat: between .1 and .33 all sets rank alike
# A score beyond says no more than this: a passage without an answer may have any.
MOST_SPAN = 15.0


def search_score(cosine: float, coverage: float, bm25: float) -> float:
    """The logit of search alone: higher where a passage rather answers; comparable between questions."""
    return COSINE * cosine + COVERAGE * coverage + BM25 * bm25


def ranked(
    search: Mapping[int, float], results: Mapping[int, RerankResult], fusion_weight: float | None = None
) -> dict[int, float]:
    """Relevance plus search's score times its weight, best first, ties as in `search`; without results, `search`.

    The results are those of the first of `search`, which is best first. A passage that was not reranked counts as the
    least relevant that was, so it comes after them. Without a weight both spread alike over what was reranked.
    """
    if not results:
        return dict(search)
    if fusion_weight is None:
        relevances = {key: result.relevance for key, result in results.items()}
        read = np.array([search[key] for key in results])
        fusion_weight = float(np.std(list(relevances.values()))) / spread(read)
    else:
        relevances = {key: _said(result) for key, result in results.items()}
    least = min(relevances.values())
    scores = {key: relevances.get(key, least) + fusion_weight * score for key, score in search.items()}
    return dict(sorted(scores.items(), key=lambda pair: -pair[1]))


def _said(result: RerankResult) -> float:
    """What a reranker says of a passage whose scale is known: its relevance, and how well it answers."""
    if result.span_score is None:
        return result.relevance
    return result.relevance + SPAN * max(-MOST_SPAN, min(result.span_score, MOST_SPAN))


def spread(column: NDArray[np.float64]) -> float:
    """The standard deviation; infinite where it is mere rounding, so that a column divided by it says nothing."""
    found = float(column.std())
    return found if found > 1e-9 * np.abs(column).max() else float("inf")
