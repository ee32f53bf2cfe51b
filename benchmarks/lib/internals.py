"""Every use that the suites and studies make of the store's internals, so that a new storage layer is adapted here."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.metrics.span_metrics import Place
from vectorstore import Library, Span
from vectorstore.models.sentence_embedder import Vectors
from vectorstore.storage.model_fingerprint import remember_model
from vectorstore.storage.sqlite import documents, lexical, passages
from vectorstore.storage.sqlite.documents import DocumentName, PreparedDocument
from vectorstore.storage.sqlite.scope import Scope
from vectorstore.storage.sqlite.vector_index.flat_index import best
from vectorstore.text.analysis import content_terms

SCOPE = Scope("default")

Keys = NDArray[np.int64]


def nearest(library: Library, vector: NDArray[np.float32], k: int) -> dict[int, float]:
    """The keys of the passages with the highest cosine, by the vector index and what is newer than it."""
    with library.searcher.catalog.read() as connection:
        return library.searcher.index.nearest(connection, vector, SCOPE, k)


def exactly_nearest(keys: Keys, vectors: Vectors, vector: NDArray[np.float32], k: int) -> dict[int, float]:
    """The same by comparing every vector."""
    return best(keys, vectors, vector, k)


def bm25(library: Library, question: str, k: int) -> dict[int, float]:
    """The keys of the passages with the highest BM25 score."""
    with library.searcher.catalog.read() as connection:
        return lexical.match(connection, content_terms(question), SCOPE, k)


def vectors(library: Library) -> tuple[Keys, Vectors]:
    """The key and the vector of every passage."""
    with library.searcher.catalog.read() as connection:
        return passages.vectors(connection, SCOPE)


def vectors_by_id(library: Library) -> dict[str, NDArray[np.float32]]:
    """The vector of every passage by the passage's id."""
    with library.searcher.catalog.read() as connection:
        rows = connection.execute("SELECT passage_id, vector FROM passages").fetchall()
    return {name: np.frombuffer(vector, dtype="<f4") for name, vector in rows}


def places(library: Library, keys: Sequence[int]) -> list[Place]:
    """The document and place of each passage, in the order of the keys."""
    with library.searcher.catalog.read() as connection:
        found = passages.found(connection, keys)
    return [(found[key][1], Span(found[key][0].start, found[key][0].end)) for key in keys]


def set_surroundings_weight(library: Library, weight: float) -> None:
    """Sets what the words around a passage weigh in BM25, against 1 for its own words."""
    with library.searcher.catalog.write() as connection:
        rank = f"bm25(0.0, 1.0, {weight})"
        connection.execute("INSERT INTO lexical (lexical, rank) VALUES ('rank', ?)", (rank,))


def insert(library: Library, prepared: Iterable[PreparedDocument]) -> None:
    """Writes documents that are embedded already, one transaction each."""
    with library.searcher.catalog.write() as connection:
        remember_model(connection, library.embedder)
    for document in prepared:
        with library.searcher.catalog.write() as connection:
            key = documents.insert(connection, document)
            name = f"{document.document_id}.txt"
            documents.set_name(
                connection, DocumentName("default", name, key, "/papers", name, 0, 0, 0, document.digest)
            )


def build_snapshot(library: Library) -> None:
    """Builds the next snapshot of the vector index."""
    library.searcher.index.snapshots.build()


def has_intact_snapshot(library: Library) -> bool:
    """Whether the vector index has a snapshot that passes its checks."""
    return library.searcher.index.snapshots.facts() is not None
