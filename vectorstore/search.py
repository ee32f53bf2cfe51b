"""A question becomes hits, best first: dense and lexical candidates, fused by standardised scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from vectorstore import identity
from vectorstore.analysis import content_terms
from vectorstore.catalog import Catalog, lexical, passages
from vectorstore.catalog.documents import name_of
from vectorstore.catalog.scope import Scope
from vectorstore.embedding import SentenceEmbedder
from vectorstore.errors import UnknownDocument
from vectorstore.index import Index
from vectorstore.passage import Hit

# Candidates from each side: more of them only move the mean that scores are measured from. See docs/evaluation.md.
CANDIDATES = 30


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
        spread = column.std()
        if spread > 1e-12:
            total += (column - column.mean()) / spread
    ranked = sorted(zip(union, total.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return dict(ranked)


@dataclass(frozen=True, slots=True)
class Searcher:
    """Dense and lexical search over the catalog's present state."""

    catalog: Catalog
    index: Index
    embedder: SentenceEmbedder

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
            best = list(fused)[:k]
            texts = passages.found(connection, best)
        return [Hit(*texts[key], score=fused[key]) for key in best]
