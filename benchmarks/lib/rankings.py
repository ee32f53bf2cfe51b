"""Ways of ranking the same passages: the product's search, and each of its parts alone."""

import math
from collections.abc import Callable, Mapping

from benchmarks.lib import internals
from benchmarks.lib.fusion import fuse
from qa.evaluation.metrics.span_metrics import DocumentSpan
from vectorstore import Hit, Library, Span
from vectorstore.search.hybrid import CANDIDATES

Ranking = Callable[[str], list[DocumentSpan]]
"""The passages for a question, best first, by document and place."""

RRF_SMOOTHING = 60  # Cormack et al. 2009
OURS = "by evidence, then read (ours)"


def rankings(library: Library) -> dict[str, Ranking]:
    """Each way of ranking by name."""
    embedder = library.models.embedder

    def dense(question: str) -> dict[int, float]:
        return internals.nearest(library, embedder.encode([question])[0], CANDIDATES)

    def bm25(question: str) -> dict[int, float]:
        return internals.bm25(library, question, CANDIDATES)

    def by_ranks(question: str) -> dict[int, float]:
        total: dict[int, float] = {}
        for scores in (dense(question), bm25(question)):
            for rank, key in enumerate(scores, 1):
                total[key] = total.get(key, 0.0) + 1 / (RRF_SMOOTHING + rank)
        return dict(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))

    def by_scores(question: str) -> dict[int, float]:
        return fuse(dense(question), bm25(question))

    def with_missing_scores(question: str) -> dict[int, float]:
        union = dense(question).keys() | bm25(question).keys()
        keys, vectors = internals.vectors(library)
        every = internals.bm25(library, question, len(keys))
        cosines = dict(zip(keys.tolist(), (vectors @ embedder.encode([question])[0]).tolist(), strict=True))
        return fuse({key: cosines[key] for key in union}, {key: every.get(key, 0.0) for key in union})

    def placed(scores: Callable[[str], Mapping[int, float]]) -> Ranking:
        return lambda question: internals.places(library, list(scores(question)))

    return {
        "dense alone": placed(dense),
        "BM25 alone": placed(bm25),
        "fused by ranks (RRF)": placed(by_ranks),
        "fused by scores, missing looked up": placed(with_missing_scores),
        "fused by scores, missing = worst": placed(by_scores),
        "by evidence": searched(Library.open(library.store, embedder, None)),
        "by evidence, then read: relevance alone": searched(library, _relevance),
        OURS: ours(library),
    }


def ours(library: Library) -> Ranking:
    """The product's own search."""
    return searched(library)


def searched(library: Library, key: Callable[[Hit], float] = lambda hit: hit.score) -> Ranking:
    """A search whose hits are sorted by a key; equal hits keep their order."""
    return lambda question: [
        (hit.source, Span(hit.passage.start, hit.passage.end))
        for hit in sorted(library.search(question, None), key=key, reverse=True)
    ]


def _relevance(hit: Hit) -> float:
    return hit.reranked.relevance if hit.reranked else -math.inf
