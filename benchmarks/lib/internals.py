"""What suites and studies do to the storage engine, but for the stopwatch of `studies.ingest.profile`."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from vectorstore import Library, Span
from vectorstore.storage import model_fingerprint
from vectorstore.storage.records import DocumentName, Keys, PreparedDocument
from vectorstore.storage.sqlite.connection import Database
from vectorstore.storage.sqlite.store import DATABASE, INDEX, SqliteStore
from vectorstore.storage.sqlite.vector_index.flat_index import best
from vectorstore.storage.sqlite.vector_index.snapshots import IndexSnapshots
from vectorstore.text.analysis import content_terms
from vectorstore.types import Scope
from vectorstore.vectors import Vector, Vectors

SCOPE = Scope("default")


@lru_cache(maxsize=8)
def store_of(library: Library) -> SqliteStore:
    """The library's store, opened a second time."""
    return SqliteStore(library.store)


def nearest(library: Library, vector: Vector, k: int) -> dict[int, float]:
    """The keys of the passages with the highest cosine, by the vector index and what is newer than it."""
    with store_of(library).read() as snapshot:
        return snapshot.nearest(vector, SCOPE, k)


def exactly_nearest(keys: Keys, vectors: Vectors, vector: Vector, k: int) -> dict[int, float]:
    """The same by comparing every vector."""
    return best(keys, vectors, vector, k)


def bm25(library: Library, question: str, k: int) -> dict[int, float]:
    """The keys of the passages with the highest BM25 score."""
    with store_of(library).read() as snapshot:
        return snapshot.match(content_terms(question), SCOPE, k)


def vectors(library: Library) -> tuple[Keys, Vectors]:
    """The key and the vector of every passage."""
    with store_of(library).read() as snapshot:
        batches = list(snapshot.vectors(SCOPE))
    return np.concatenate([keys for keys, _ in batches]), np.concatenate([rows for _, rows in batches])


def vectors_by_id(library: Library) -> dict[str, Vector]:
    """The vector of every passage by the passage's id."""
    keys, rows = vectors(library)
    with store_of(library).read() as snapshot:
        found = snapshot.found([int(key) for key in keys])
    return {found[int(key)].passage.passage_id: row for key, row in zip(keys, rows, strict=True)}


def places(library: Library, keys: Sequence[int]) -> list[tuple[str, Span]]:
    """The document and place of each passage, in the order of the keys."""
    with store_of(library).read() as snapshot:
        found = snapshot.found(keys)
    return [(found[key].source, Span(found[key].passage.start, found[key].passage.end)) for key in keys]


def set_surroundings_weight(library: Library, weight: float) -> None:
    """Sets what the words around a passage weigh in BM25, against 1 for its own words."""
    with Database(library.store / DATABASE).write() as connection:
        rank = f"bm25(0.0, 1.0, {weight})"
        connection.execute("INSERT INTO lexical (lexical, rank) VALUES ('rank', ?)", (rank,))


def insert(library: Library, prepared: Iterable[PreparedDocument]) -> None:
    """Writes documents that are embedded already, one change each."""
    store = store_of(library)
    with store.write() as change:
        model_fingerprint.remember(change, library.models.embedder)
    for document in prepared:
        with store.write() as change:
            name = f"{document.document_id}.txt"
            key = change.insert(document)
            change.set_name(DocumentName("default", name, key, "/papers", name, 0, 0, 0, document.digest))


def _snapshots(library: Library) -> IndexSnapshots:
    return IndexSnapshots(Database(library.store / DATABASE), library.store / INDEX)


def build_snapshot(library: Library) -> None:
    """Builds the next snapshot of the vector index."""
    _snapshots(library).build()


def has_intact_snapshot(library: Library) -> bool:
    """Whether the vector index has a snapshot that passes its checks."""
    return _snapshots(library).facts() is not None
