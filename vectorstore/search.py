"""A question becomes hits, best first: dense and lexical candidates fused by their scores, the best of them read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vectorstore import identity
from vectorstore.analysis import content_terms
from vectorstore.catalog import Catalog, lexical, passages
from vectorstore.catalog.documents import name_of
from vectorstore.catalog.scope import Scope
from vectorstore.embedding import SentenceEmbedder
from vectorstore.errors import UnknownDocument
from vectorstore.index import Index
from vectorstore.passage import Hit, Passage, Reading
from vectorstore.readers import Reader

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
    fused: Mapping[int, float], readings: Mapping[int, Reading], fused_weight: float | None = None
) -> dict[int, float]:
    """Relevance plus search's score times its weight, best first, ties as in `fused`; without readings, `fused`.

    The readings are those of the first of `fused`, which is best first. What was not read counts as the least
    relevant that was, so it comes after them. Without a weight both spread alike over what was read.
    """
    if not readings:
        return dict(fused)
    relevances = [reading.relevance for reading in readings.values()]
    if fused_weight is None:
        fused_weight = float(np.std(relevances)) / _spread(np.array([fused[key] for key in readings]))
    least = min(relevances)
    scores = {
        key: (readings[key].relevance if key in readings else least) + fused_weight * score
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
    index: Index
    embedder: SentenceEmbedder
    reader: Reader | None = None

    def search(
        self, question: str, k: int | None = 5, collection: str = "default", documents: Sequence[str] | None = None
    ) -> list[Hit]:
        """Exactly k hits, best first; fewer only if the scope holds fewer passages. None: every candidate.

        Raises UnknownDocument for a name that is not there, ModelUnavailable for a store made with another model.
        """
        terms = content_terms(question)
        with self.catalog.read() as connection:
            if not identity.is_made(connection, self.embedder):
                return []
            identity.check_weights(connection, self.embedder)
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
        weight = self.reader.fused_weight if self.reader else None
        scores = ranked({key: fused[key] for key in wanted}, readings, weight)
        return [
            Hit(*texts[key], score=score, fused=fused[key], reading=readings.get(key))
            for key, score in list(scores.items())[:k]
        ]

    def _read(self, question: str, candidates: Mapping[int, Passage]) -> dict[int, Reading]:
        """What the reader says of each candidate; nothing where there is no reader."""
        if self.reader is None:
            return {}
        return dict(zip(candidates, self.reader.read(question, list(candidates.values())), strict=True))
