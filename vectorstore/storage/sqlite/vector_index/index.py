"""The nearest vectors: a snapshot for what it holds, an exact search for what is newer, chosen or without one."""

from pathlib import Path
from sqlite3 import Connection
from threading import Lock

from vectorstore.storage.sqlite.connection import Database
from vectorstore.storage.sqlite.scope import SqlScope
from vectorstore.storage.sqlite.tables import facts, passages
from vectorstore.storage.sqlite.vector_index.checksums import IndexDamaged
from vectorstore.storage.sqlite.vector_index.flat_index import FlatIndex, best
from vectorstore.storage.sqlite.vector_index.snapshot import FIRST_ROWS, IndexSnapshot
from vectorstore.storage.sqlite.vector_index.snapshots import IndexSnapshots
from vectorstore.vectors import Vector

# The next snapshot is built when this many rows, and this share of the last one, were added or removed since.
STALE_ROWS, STALE_SHARE = 256, 0.2


class VectorIndex:
    """Every vector of the present state, whatever snapshot there is."""

    def __init__(self, database: Database, folder: Path) -> None:
        """Remember where snapshots are kept; none is opened yet."""
        self.snapshots = IndexSnapshots(database, folder)
        self._lock = Lock()
        self._exact: dict[str, FlatIndex] = {}

    def nearest(self, connection: Connection, vector: Vector, scope: SqlScope, limit: int) -> dict[int, float]:
        """The keys of the passages nearest to a vector and their cosines, best first, all within the scope."""
        if not scope.is_whole:  # few vectors, and an exact search cannot miss the chosen ones
            return best(*passages.vectors(connection, scope), vector, limit)
        with self.snapshots.borrowed() as snapshot:
            if snapshot and scope.collection in snapshot.rows and snapshot.dimension == len(vector):
                newer = self._newer(scope.collection, snapshot.newest).nearest(connection, vector, limit)
                try:
                    older = _still_there(snapshot, connection, vector, scope, limit)
                    return dict(sorted((newer | older).items(), key=lambda pair: (-pair[1], pair[0]))[:limit])
                except IndexDamaged as damage:
                    self.snapshots.give_up(snapshot, damage)
        return self._newer(scope.collection, 0).nearest(connection, vector, limit)

    def is_stale(self, connection: Connection) -> bool:
        """Whether the present snapshot is missing, damaged, old, or holds vectors of what was removed."""
        rows = passages.counts(connection)
        worthy = {name for name, number in rows.items() if number >= FIRST_ROWS}
        manifest = self.snapshots.facts()
        if manifest is None:
            return bool(worthy) or self.snapshots.current() is not None
        newest, held, state = manifest
        if state < int(facts.fact(connection, facts.REMOVED) or 0):
            return True
        kept = passages.counts(connection, newest)
        changed = sum(held[name] + rows.get(name, 0) - 2 * kept.get(name, 0) for name in held)
        changed += sum(rows[name] for name in worthy - held.keys())
        return changed > max(STALE_ROWS, STALE_SHARE * sum(held.values()))

    def close(self) -> None:
        """Let go of what is open and in memory; the next search opens it again."""
        self.snapshots.close()
        with self._lock:
            self._exact.clear()

    def _newer(self, collection: str, after: int) -> FlatIndex:
        with self._lock:
            exact = self._exact.get(collection)
            if exact is None or exact.after != after:
                exact = self._exact[collection] = FlatIndex(collection, after)
            return exact


def _still_there(
    snapshot: IndexSnapshot, connection: Connection, vector: Vector, scope: SqlScope, limit: int
) -> dict[int, float]:
    """What a snapshot finds and the database still holds, with cosines by its own vectors.

    What was removed since takes places among the nearest, so more are asked for until enough are left.
    """
    asked = limit
    while True:
        found = snapshot.nearest(vector, scope.collection, asked)
        keys, vectors = passages.within(connection, scope, found)
        if len(keys) >= limit or asked >= snapshot.rows[scope.collection]:
            return best(keys, vectors, vector, limit)
        asked *= 4
