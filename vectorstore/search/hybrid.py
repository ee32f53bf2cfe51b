"""A question becomes hits, best first: dense and lexical candidates fused by their scores, the best reranked."""

import math
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from vectorstore.errors import ModelUnavailable
from vectorstore.models.protocols import Embedder, Reranker
from vectorstore.search.coverage import coverage
from vectorstore.search.fusion import fuse, ranked
from vectorstore.storage import model_fingerprint, open_store
from vectorstore.storage.base import Snapshot, Store
from vectorstore.storage.named import named
from vectorstore.storage.records import StoredPassage
from vectorstore.text.analysis import content_terms, question_terms
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
            asked = question_terms(question)
            vector, terms = self.embedder.question_vector(question), content_terms(question)
            dense = snapshot.nearest(vector, scope, limit)
            bm25 = snapshot.match(terms, scope, limit)
            fused = fuse(dense, bm25)
            wanted = list(fused)[: None if k is None else max(RERANKED, k)]
            found = snapshot.found(wanted)
            cosines = snapshot.cosines(vector, wanted)
            rarity, held = snapshot.rarity(terms, scope), snapshot.terms(wanted)
        results = self._reranked(question, {key: found[key].passage for key in wanted[:RERANKED]})
        weight = self.reranker.fusion_weight if self.reranker else None
        scores = ranked({key: fused[key] for key in wanted}, results, weight)
        return [
            replace(
                _hit(found[key], score, fused[key], results.get(key)),
                cosine=cosines[key],
                coverage=coverage(asked, rarity, held[key]),
            )
            for key, score in list(scores.items())[:k]
        ]

    def nearest(self, vector: Sequence[float], scope: Scope, k: int) -> list[Hit]:
        """The k hits with the nearest vectors, best first, scored by their cosines; nothing is reranked.

        Raises ValueError for a vector that is none of the embedder's, otherwise as `search` does.
        """
        asked = np.asarray(vector, dtype=np.float32)
        with self.store.read() as snapshot:
            if not model_fingerprint.is_made_with(snapshot, self.embedder):
                return []
            _check_documents(snapshot, scope)
            dimension = model_fingerprint.dimension(snapshot)
            if asked.shape != (dimension,) or not np.isfinite(asked).all() or not asked.any():
                raise ValueError(f"a vector for this store has {dimension} finite numbers that are not all 0")
            scores = snapshot.nearest(asked / np.linalg.norm(asked), scope, k)
            found = snapshot.found(list(scores))
        return [replace(_hit(found[key], score, score, None), cosine=score) for key, score in scores.items()]

    def __reduce__(self) -> "tuple[Callable[[Path, bytes], Searcher], tuple[Path, bytes]]":
        """As a folder and models, so that it is opened again where it is unpickled."""
        try:
            models = pickle.dumps((self.embedder, self.reranker))
        except Exception as error:  # objects of others refuse in their own ways
            raise TypeError(
                f"a model of this library cannot be pickled ({error}): open the library where it is to be searched"
            ) from error
        return _reopened, (self.store.folder.resolve(), models)

    def _reranked(self, question: str, candidates: Mapping[int, Passage]) -> dict[int, RerankResult]:
        """What the reranker says of each candidate; nothing where there is none."""
        if self.reranker is None:
            return {}
        results = self.reranker.rerank(question, list(candidates.values()))
        if len(results) != len(candidates) or not all(map(_is_result, results)):
            name = self.reranker.identity
            raise ModelUnavailable(f"{name} does not give each passage a RerankResult with a relevance", model=name)
        return dict(zip(candidates, results, strict=True))


def _reopened(folder: Path, models: bytes) -> Searcher:
    return Searcher(open_store(folder), *pickle.loads(models))


def _is_result(result: object) -> bool:
    return isinstance(result, RerankResult) and math.isfinite(result.relevance)


def _check_documents(snapshot: Snapshot, scope: Scope) -> None:
    for name in scope.documents or ():
        named(snapshot, scope.collection, name)


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
