"""An index snapshot: all vectors of a store in Chroma, built once by a process of its own and never written again.

Run as a program, `build DATABASE FOLDER` makes one and `check FOLDER` reads it the way a search would; the library
does both in child processes, since a fault in native code must not take the application with it.
"""

import ctypes
import os
import sys
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, cast

import numpy as np

from vectorstore.storage.sqlite.connection import Database
from vectorstore.storage.sqlite.scope import collection_token, whole
from vectorstore.storage.sqlite.tables import facts, passages
from vectorstore.storage.sqlite.vector_index.checksums import IndexDamaged, checked_manifest, write_manifest
from vectorstore.vectors import Vector

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

# Chroma takes at most 5,461 rows in one call (SQLite's 32,766 parameters, six a row).
ROWS_PER_CALL = 5_000
# A collection with fewer vectors is searched exactly, as fast as an index is opened. (Chroma never flushes one row.)
FIRST_ROWS = 32
# Twice Chroma's own graph: passages that are much alike, as versions of one document are, lie in knots that a thinner
# graph does not lead out of. Built in half as much time again; see docs/scaling.md.
NEIGHBOURS, CANDIDATES = 32, 200
CHECKED_ROWS = 50
# An approximate index misses some vectors even when they are asked for themselves, a damaged one nearly all.
MISSED = 0.3
# Chroma keeps what is open in a table of the process, by path, and is not ready for two threads there.
_registry = Lock()


class IndexSnapshot:
    """An opened snapshot: nearest vectors of one collection, by an approximate search (HNSW, cosine)."""

    def __init__(self, folder: Path) -> None:
        """Open a snapshot and load its vectors; raises IndexDamaged where it is not what was built."""
        manifest = checked_manifest(folder)
        self.folder = folder
        self.newest: int = manifest["newest"]
        """The highest passage key it can hold of its collections; newer passages are not in it."""
        self.sequence: int = manifest["sequence"]
        """The state of the store it was built from."""
        self.rows: dict[str, int] = manifest["rows"]
        """How many vectors it holds of each collection."""
        self.users = 0
        """How many searches are reading it."""
        self.dimension: int = manifest["dimension"]
        """How many numbers its vectors have; 0 where it holds none."""
        self._client = _client(folder)
        self._indices: dict[str, Collection] = {}
        try:
            self._indices = {
                name: self._client.get_collection(collection_token(name), embedding_function=None) for name in self.rows
            }
            for name in self.rows:  # Chroma reads an index when it is first asked
                self.nearest(np.full(self.dimension, 1, dtype=np.float32), name, 1)
        except BaseException:
            self.close()
            raise

    def nearest(self, vector: Vector, collection: str, limit: int) -> dict[int, float]:
        """The keys of the nearest vectors and their cosines, best first; some may have been removed since.

        Raises IndexDamaged where it does not answer.
        """
        rows = self.rows.get(collection, 0)
        if not rows:
            return {}
        try:
            answer = self._indices[collection].query(
                query_embeddings=vector,
                n_results=min(limit, rows),
                include=["distances"],
            )
        except Exception as error:  # Chroma raises its own kinds
            raise IndexDamaged(f"{type(error).__name__}: {error}") from error
        distances = answer["distances"] or [[]]
        return {int(key): 1.0 - float(d) for key, d in zip(answer["ids"][0], distances[0], strict=True)}

    def count(self, collection: str) -> int:
        """How many vectors Chroma says it holds of a collection."""
        return self._indices[collection].count()

    def close(self) -> None:
        """Let go of its files and memory."""
        self._indices.clear()
        with _registry:
            self._client.close()


def _client(folder: Path) -> "Client":
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False, is_persistent=True)
    with _registry:  # declared as an interface that lacks `close`
        return cast("Client", chromadb.PersistentClient(path=str(folder), settings=settings))


def _after_fork() -> None:
    """A forked process has none of Chroma's threads, so what its parent had open is opened anew here."""
    global _registry
    _registry = Lock()
    if "chromadb" in sys.modules:
        from chromadb.api.shared_system_client import SharedSystemClient

        # Never let go of, at exit neither: Chroma would wait for its threads.
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(SharedSystemClient._identifier_to_system))
        SharedSystemClient.clear_system_cache()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def build(database: Database, folder: Path) -> None:
    """Write every vector of the present state into a new folder, flushed exactly once a collection."""
    client = _client(folder)
    dimension = 0
    with database.read() as connection:
        known = {"newest": passages.newest(connection), "sequence": facts.state(connection)}
        rows = {name: number for name, number in passages.counts(connection).items() if number >= FIRST_ROWS}
        for collection, number in rows.items():
            index = client.create_collection(
                collection_token(collection),
                embedding_function=None,
                # One flush, when the last row is in: a collection flushed while it is live can be torn by a kill.
                configuration={
                    "hnsw": {
                        "space": "cosine",
                        "sync_threshold": max(2, number),
                        "batch_size": min(100, max(2, number)),
                        "max_neighbors": NEIGHBOURS,
                        "ef_construction": CANDIDATES,
                        "ef_search": CANDIDATES,
                    }
                },
            )
            for keys, vectors in passages.batches(connection, whole(collection), ROWS_PER_CALL):
                index.add(ids=[str(key) for key in keys], embeddings=vectors)
                dimension = vectors.shape[1]
    client.close()
    write_manifest(folder, {**known, "rows": rows, "dimension": dimension})


def check(database: Database, folder: Path) -> None:
    """Ask a snapshot for some of its own vectors; an error where it does not answer as it should."""
    snapshot = IndexSnapshot(folder)
    with database.read() as connection:
        for collection, rows in snapshot.rows.items():
            if snapshot.count(collection) != rows:
                raise ValueError(f"{snapshot.count(collection)} vectors instead of {rows}")
            keys, vectors = next(passages.batches(connection, whole(collection), CHECKED_ROWS), (None, None))
            if keys is None or vectors is None:
                continue
            present = keys <= snapshot.newest
            missed = [
                k
                for k, v in zip(keys[present], vectors[present], strict=True)
                if not _finds(snapshot, collection, k, v)
            ]
            if len(missed) > MISSED * len(keys):
                raise ValueError(f"{len(missed)} of {len(keys)} vectors are not found by themselves")


def _finds(snapshot: IndexSnapshot, collection: str, key: int, vector: Vector) -> bool:
    """Whether a vector is found by itself, or one like it: the same text in two documents has the same vector."""
    found = snapshot.nearest(vector, collection, 10)
    return int(key) in found or max(found.values(), default=0.0) >= 0.999


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, and with it the other end of our input."""
    os.read(0, 1)  # not sys.stdin, whose lock would be missed when the interpreter goes down
    os._exit(1)


if __name__ == "__main__":
    Thread(target=_end_with_parent, daemon=True).start()
    task, store, target = sys.argv[1], Database(Path(sys.argv[2])), Path(sys.argv[3])
    {"build": build, "check": check}[task](store, target)
