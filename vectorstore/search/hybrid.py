"""A question becomes hits, best first: dense and lexical candidates fused by their scores, the best reranked."""

from collections.abc import Mapping
from dataclasses import dataclass

from vectorstore.errors import UnknownDocument
from vectorstore.models.base import Embedder, Reranker
from vectorstore.search.fusion import fuse, ranked
from vectorstore.storage import model_fingerprint
from vectorstore.storage.base import Snapshot, Store
from vectorstore.storage.records import StoredPassage
from vectorstore.text.analysis import content_terms
from vectorstore.types import Hit, Passage, RerankResult, Scope

# Candidates from each side: more of them only move the mean that scores are measured from. See docs/evaluation.md.
CANDIDATES = 30
RERANKED = 20  # the best of them


@dataclass(frozen=True, slots=True)
class Searcher:
    """Dense and lexical search over a store's present state."""

    store: Store
    embedder: Embedder
    reranker: Reranker | None = None

    def search(self, question: str, scope: Scope, k: int | None = 5) -> list[Hit]:
        """Exactly k hits, best first; fewer only if the scope holds fewer passages. None: every candidate.

        Raises UnknownDocument for a name that is not there, DifferentEmbedder for a store made with another model.
        """
        with self.store.read() as snapshot:
            if not model_fingerprint.is_made_with(snapshot, self.embedder):
                return []
            model_fingerprint.check_weights(snapshot, self.embedder)
            _check_documents(snapshot, scope)
            limit = max(CANDIDATES, k or 0)
            dense = snapshot.nearest(self.embedder.encode([question])[0], scope, limit)
            bm25 = snapshot.match(content_terms(question), scope, limit)
            fused = fuse(dense, bm25)
            wanted = list(fused)[: None if k is None else max(RERANKED, k)]
            found = snapshot.found(wanted)
        results = self._reranked(question, {key: found[key].passage for key in wanted[:RERANKED]})
        weight = self.reranker.fusion_weight if self.reranker else None
        scores = ranked({key: fused[key] for key in wanted}, results, weight)
        return [_hit(found[key], score, fused[key], results.get(key)) for key, score in list(scores.items())[:k]]

    def _reranked(self, question: str, candidates: Mapping[int, Passage]) -> dict[int, RerankResult]:
        """What the reranker says of each candidate; nothing where there is none."""
        if self.reranker is None:
            return {}
        return dict(zip(candidates, self.reranker.rerank(question, list(candidates.values())), strict=True))


def _check_documents(snapshot: Snapshot, scope: Scope) -> None:
    for name in scope.documents or ():
        if snapshot.name(scope.collection, name) is None:
            raise UnknownDocument(
                f"{name}: no document of that name in the collection {scope.collection!r}",
                document=name,
                collection=scope.collection,
            )


def _hit(found: StoredPassage, score: float, fused: float, result: RerankResult | None) -> Hit:
    return Hit(
        passage=found.passage,
        source=found.source,
        title=found.title,
        collection=found.collection,
        score=score,
        fused=fused,
        reranked=result,
        metadata=found.metadata,
        is_whole_document=found.is_whole,
    )
