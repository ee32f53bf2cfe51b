"""A question becomes hits, best first: dense and lexical candidates ranked by evidence, the best of them reranked."""

import math
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from vectorstore.errors import ModelUnavailable
from vectorstore.models.protocols import Embedder, Reranker
from vectorstore.search.candidates import CANDIDATES, Candidate, candidates
from vectorstore.search.question.document_names import KnownNames
from vectorstore.search.question.understanding import understood, unknown
from vectorstore.search.ranking import ranked
from vectorstore.storage import model_fingerprint, open_store
from vectorstore.storage.base import Snapshot, Store
from vectorstore.storage.named import named
from vectorstore.text.analysis import content_terms, question_terms
from vectorstore.types import Hit, Passage, RerankResult, Scope, UnderstoodQuestion

RERANKED = 20  # the best of the candidates


@dataclass(frozen=True, slots=True)
class Searcher:
    """Dense and lexical search over a store's present state."""

    store: Store
    embedder: Embedder
    reranker: Reranker | None = None
    names: KnownNames = field(default_factory=KnownNames, compare=False, repr=False)
    """What documents are called, kept between questions."""

    def search(self, question: str, scope: Scope, k: int | None = 5) -> list[Hit]:
        """Exactly k hits, best first; fewer only if the scope holds fewer passages. None: every candidate.

        Raises UnknownDocument for a name that is not there, DifferentEmbedder for a store made with another model.
        """
        with self.store.read() as snapshot:
            if not model_fingerprint.is_made_with(snapshot, self.embedder):
                return []
            model_fingerprint.check_weights(snapshot, self.embedder)
            _check_documents(snapshot, scope)
            names = self.names.of(snapshot, scope.collection)
            meant = understood(question, snapshot, scope, names, self.embedder)
            if meant.documents:
                scope = replace(scope, documents=meant.documents)
            vector = self.embedder.question_vector(meant.text)
            found = candidates(meant.text, vector, snapshot, scope, names, max(CANDIDATES, k or 0))
        wanted = list(found)[: None if k is None else max(RERANKED, k)]
        results = self._reranked(meant.text, {key: found[key].found.passage for key in wanted[:RERANKED]})
        weight = self.reranker.fusion_weight if self.reranker else None
        scores = ranked({key: found[key].score for key in wanted}, results, weight)
        return [_hit(found[key], score, results.get(key)) for key, score in list(scores.items())[:k]]

    def understood(self, question: str, scope: Scope) -> UnderstoodQuestion:
        """The question in the library's own words, as `search` searches for it. Raises UnknownDocument."""
        with self.store.read() as snapshot:
            if not model_fingerprint.is_made_with(snapshot, self.embedder):
                return UnderstoodQuestion(question)
            _check_documents(snapshot, scope)
            names = self.names.of(snapshot, scope.collection)
            return understood(question, snapshot, scope, names, self.embedder)

    def unknown(self, question: str, scope: Scope) -> tuple[str, ...]:
        """What the question names that nothing in the scope says in any form."""
        with self.store.read() as snapshot:
            names = self.names.of(snapshot, scope.collection)
            return tuple(one.text for one in unknown(question_terms(question), snapshot, scope, names))

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
        return [_hit(Candidate(found[key], score, 0.0, 0.0), score, None) for key, score in scores.items()]

    def matching(self, words: str, scope: Scope, k: int) -> list[Hit]:
        """The k hits that share most with some words, by BM25 alone; no model is asked."""
        with self.store.read() as snapshot:
            _check_documents(snapshot, scope)
            scores = snapshot.match(content_terms(words), scope, k)
            found = snapshot.found(list(scores))
        return [_hit(Candidate(found[key], 0.0, 0.0, 0.0), score, None) for key, score in scores.items()]

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


def _hit(candidate: Candidate, score: float, result: RerankResult | None) -> Hit:
    found = candidate.found
    return Hit(
        passage=found.passage,
        source=found.source,
        title=found.title,
        collection=found.collection,
        score=score,
        fused=candidate.score,
        reranked=result,
        metadata=found.metadata,
        is_whole_document=found.is_whole,
        cosine=candidate.cosine,
        coverage=candidate.coverage,
        bm25=candidate.bm25,
    )
