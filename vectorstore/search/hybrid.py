"""A question becomes hits, best first: dense and lexical candidates fused by their scores, the best of them read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import UnknownDocument
from vectorstore.models.reranker import Reranker
from vectorstore.models.sentence_embedder import SentenceEmbedder
from vectorstore.storage import model_fingerprint
from vectorstore.storage.sqlite import lexical, passages
from vectorstore.storage.sqlite.connection import Catalog
from vectorstore.storage.sqlite.documents import name_of
from vectorstore.storage.sqlite.scope import Scope
from vectorstore.storage.sqlite.vector_index.index import VectorIndex
from vectorstore.text.analysis import content_terms
from vectorstore.types import Hit, Passage, RerankResult

# Candidates from each side: more of them only move the mean that scores are measured from. See docs/evaluation.md.
CANDIDATES = 30
READ = 20  # the best of them are read


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
    fused: Mapping[int, float], readings: Mapping[int, RerankResult], fusion_weight: float | None = None
) -> dict[int, float]:
    """Relevance plus search's score times its weight, best first, ties as in `fused`; without readings, `fused`.

    The readings are those of the first of `fused`, which is best first. What was not read counts as the least
    relevant that was, so it comes after them. Without a weight both spread alike over what was read.
    """
    if not readings:
        return dict(fused)
    relevances = [reading.relevance for reading in readings.values()]
    if fusion_weight is None:
        fusion_weight = float(np.std(relevances)) / _spread(np.array([fused[key] for key in readings]))
    least = min(relevances)
    scores = {
        key: (readings[key].relevance if key in readings else least) + fusion_weight * score
        for key, score in fused.items()
    }
    return dict(sorted(scores.items(), key=lambda pair: -pair[1]))


def _spread(column: NDArray[np.float64]) -> float:
    """The standard deviation; infinite where it is mere rounding, so that a column divided by it says nothing."""
    spread = float(column.std())
    return spread if spread > 1e-9 * np.abs(column).max() else float("inf")


@dataclass(frozen=True, slots=True)
class Searcher:
    """Dense and lexical search over the catalog's present state."""

    catalog: Catalog
    index: VectorIndex
    embedder: SentenceEmbedder
    reranker: Reranker | None = None

    def search(
        self, question: str, k: int | None = 5, collection: str = "default", documents: Sequence[str] | None = None
    ) -> list[Hit]:
        """Exactly k hits, best first; fewer only if the scope holds fewer passages. None: every candidate.

        Raises UnknownDocument for a name that is not there, ModelUnavailable for a store made with another model.
        """
        terms = content_terms(question)
        with self.catalog.read() as connection:
            if not model_fingerprint.is_made(connection, self.embedder):
                return []
            model_fingerprint.check_weights(connection, self.embedder)
            keys = None
            if documents is not None:
                names = {name: name_of(connection, collection, name) for name in documents}
                for name, record in names.items():
                    if record is None:
                        raise UnknownDocument(f"{name}: no document of that name in the collection {collection!r}")
                keys = tuple(sorted({record.document_key for record in names.values() if record}))
            scope = Scope(collection, keys)
            vector = self.embedder.encode([question])[0]
            limit = max(CANDIDATES, k or 0)
            dense = self.index.nearest(connection, vector, scope, limit)
            bm25 = lexical.match(connection, terms, scope, limit)
            fused = fuse(dense, bm25)
            wanted = list(fused)[: None if k is None else max(READ, k)]
            texts = passages.found(connection, wanted)
        readings = self._read(question, {key: texts[key][0] for key in wanted[:READ]})
        weight = self.reranker.fusion_weight if self.reranker else None
        scores = ranked({key: fused[key] for key in wanted}, readings, weight)
        return [
            Hit(*texts[key], score=score, fused=fused[key], reranked=readings.get(key))
            for key, score in list(scores.items())[:k]
        ]

    def _read(self, question: str, candidates: Mapping[int, Passage]) -> dict[int, RerankResult]:
        """What the reader says of each candidate; nothing where there is no reader."""
        if self.reranker is None:
            return {}
        return dict(zip(candidates, self.reranker.rerank(question, list(candidates.values())), strict=True))
