"""Exact search of vectors in memory: of what no snapshot holds yet."""

from sqlite3 import Connection
from threading import Lock

import numpy as np

from vectorstore.storage.records import Keys
from vectorstore.storage.sqlite.scope import whole
from vectorstore.storage.sqlite.tables import facts, passages
from vectorstore.vectors import Vector, Vectors


class FlatIndex:
    """The vectors of a collection newer than a snapshot, kept in memory and searched exactly."""

    def __init__(self, collection: str, after: int) -> None:
        """Nothing is loaded yet."""
        self.scope = whole(collection)
        self.after = after
        self._state = -1
        self._keys: Keys = np.zeros(0, dtype=np.int64)
        self._vectors: Vectors = np.zeros((0, 0), dtype=np.float32)
        self._lock = Lock()

    def nearest(self, connection: Connection, vector: Vector, limit: int) -> dict[int, float]:
        """The keys of the nearest vectors of the snapshot and their cosines, best first."""
        with self._lock:
            keys, vectors = self._present(connection)
        return best(keys, vectors, vector, limit)

    def _present(self, connection: Connection) -> tuple[Keys, Vectors]:
        """What the snapshot holds: usually what is kept and a little more, but it may be an older one."""
        now = facts.state(connection)
        if now == self._state:
            return self._keys, self._vectors
        present = passages.keys(connection, self.scope, self.after)
        lacking = present[~np.isin(present, self._keys)]
        kept = np.isin(self._keys, present)
        if len(lacking):
            kept &= self._keys < lacking[0]
        if not kept.all():
            self._keys, self._vectors = self._keys[kept], self._vectors[kept]
        if len(lacking):
            keys, vectors = passages.vectors(connection, self.scope, int(lacking[0]) - 1)
            self._vectors = np.concatenate([self._vectors, vectors]) if len(self._keys) else vectors
            self._keys = np.concatenate([self._keys, keys])
        self._state = now
        return self._keys, self._vectors


def best(keys: Keys, vectors: Vectors, vector: Vector, limit: int) -> dict[int, float]:
    """The keys with the highest dot products, best first, ties by key."""
    if not len(keys):
        return {}
    scores = vectors @ vector
    worst = np.partition(scores, -limit)[-limit] if len(scores) > limit else -np.inf
    top = np.flatnonzero(scores >= worst)
    order = top[np.lexsort((keys[top], -scores[top]))][:limit]
    return {int(keys[i]): float(scores[i]) for i in order}
