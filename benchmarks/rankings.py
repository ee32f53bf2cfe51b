"""Ways of ranking the same passages: our search and its parts, each alone."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from qa.evaluation.metrics.span_metrics import DocumentSpan
from vectorstore import Hit, Library, Span
from vectorstore.search.hybrid import CANDIDATES, Searcher, fuse
from vectorstore.storage.sqlite import lexical, passages
from vectorstore.storage.sqlite.scope import Scope
from vectorstore.text.analysis import content_terms

Ranking = Callable[[str], list[DocumentSpan]]
"""The passages found for a question, best first, by document and place."""

RRF_SMOOTHING = 60  # Cormack et al. 2009
SCOPE = Scope("default")
OURS = "fused, then read: relevance + 0.75 × fused (ours)"


def rankings(library: Library) -> dict[str, Ranking]:
    """Each way by name."""
    catalog, index, embedder = library.searcher.catalog, library.searcher.index, library.embedder

    def dense(question: str) -> dict[int, float]:
        with catalog.read() as connection:
            return index.nearest(connection, embedder.encode([question])[0], SCOPE, CANDIDATES)

    def bm25(question: str) -> dict[int, float]:
        with catalog.read() as connection:
            return lexical.match(connection, content_terms(question), SCOPE, CANDIDATES)

    def by_ranks(question: str) -> dict[int, float]:
        total: dict[int, float] = {}
        for scores in (dense(question), bm25(question)):
            for rank, key in enumerate(scores, 1):
                total[key] = total.get(key, 0.0) + 1 / (RRF_SMOOTHING + rank)
        return dict(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))

    def looked_up(question: str) -> dict[int, float]:
        union = dense(question).keys() | bm25(question).keys()
        with catalog.read() as connection:
            keys, vectors = passages.vectors(connection, SCOPE)
            every = lexical.match(connection, content_terms(question), SCOPE, len(keys))
        cosines = dict(zip(keys.tolist(), (vectors @ embedder.encode([question])[0]).tolist(), strict=True))
        return fuse({key: cosines[key] for key in union}, {key: every.get(key, 0.0) for key in union})

    def placed(scores: Callable[[str], Mapping[int, float]]) -> Ranking:
        def ranking(question: str) -> list[DocumentSpan]:
            keys = list(scores(question))
            with catalog.read() as connection:
                found = passages.found(connection, keys)
            return [(found[key][1], Span(found[key][0].start, found[key][0].end)) for key in keys]

        return ranking

    return {
        "dense alone": placed(dense),
        "BM25 alone": placed(bm25),
        "fused by ranks (RRF)": placed(by_ranks),
        "fused by scores, missing looked up": placed(looked_up),
        "fused by scores, missing = worst": by(replace(library.searcher, reader=None)),
        "fused, then read: relevance alone": by(library.searcher, _relevance),
        OURS: ours(library),
    }


def ours(library: Library) -> Ranking:
    """The product's own search."""
    return by(library.searcher)


def by(searcher: Searcher, key: Callable[[Hit], float] = lambda hit: hit.score) -> Ranking:
    """A search, its hits ranked anew by a key; equal ones stay as they were."""
    return lambda question: [
        (hit.source, Span(hit.passage.start, hit.passage.end))
        for hit in sorted(searcher.search(question, None), key=key, reverse=True)
    ]


def _relevance(hit: Hit) -> float:
    return hit.reranked.relevance if hit.reranked else -math.inf
