"""The SQLite engine: one database file, an index of its vectors, and a lock."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from vectorstore.storage.records import Copy, DeletionProof, DocumentName, MaintenanceStep, Traces
from vectorstore.storage.sqlite import erasure, faults, traces
from vectorstore.storage.sqlite.connection import Database
from vectorstore.storage.sqlite.lock import WriterLock
from vectorstore.storage.sqlite.tables import facts, names, passages
from vectorstore.storage.sqlite.transactions import SqliteChange, SqliteSnapshot
from vectorstore.storage.sqlite.vector_index.index import VectorIndex
from vectorstore.types import Cure, Fault

DATABASE = "catalog.sqlite3"
INDEX = "index"
SECONDS_BETWEEN_STEPS = 0.05  # of erasing: others write meanwhile


class SqliteStore:
    """A store in a folder; what each method says stands in `vectorstore.storage.base.Store`."""

    def __init__(self, folder: Path) -> None:
        """Remember where the files are or will be; nothing is opened yet."""
        self.folder = folder
        self._database = Database(folder / DATABASE)
        self._index = VectorIndex(self._database, folder / INDEX)
        self._lock = WriterLock.of(folder)

    @contextmanager
    def read(self) -> Iterator[SqliteSnapshot]:
        """The present state."""
        with self._database.read() as connection:
            yield SqliteSnapshot(connection, self._index)

    @contextmanager
    def write(self) -> Iterator[SqliteChange]:
        """One change on top of the present state."""
        with self.turn(), self._database.write() as connection:
            yield SqliteChange(connection, self._index)

    def hold(self, task: str) -> AbstractContextManager[None]:
        """The right to write."""
        self._database.check_process()
        return self._lock.held(task)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A thread's turn among those that hold the store in this process."""
        self._database.check_process()
        with self._lock.change:
            yield

    def maintain(self, force: bool = False) -> Iterator[MaintenanceStep]:
        """Build the next index snapshot and erase what was removed, where that is due."""
        with self._database.read() as connection:
            is_stale = force or self._index.is_stale(connection)
        if is_stale:
            yield MaintenanceStep.INDEXING
            self._index.snapshots.build()
        self._index.snapshots.sweep()
        if force or erasure.is_due(self._database):
            yield MaintenanceStep.ERASING
            self._erase()

    def _erase(self) -> None:
        steps = erasure.erase(self._database)
        while True:
            with self.turn():
                if next(steps, self) is self:
                    return
            time.sleep(SECONDS_BETWEEN_STEPS)

    @property
    def damage(self) -> str | None:
        """What is wrong with the present index snapshot, where it cannot be used."""
        return self._index.snapshots.damage

    def rebuild_terms(self) -> None:
        """Make the full-text index anew from its rows."""
        with self.turn(), self._database.write() as connection:
            connection.execute("INSERT INTO lexical (lexical) VALUES ('rebuild')")

    def faults(self, trusted: bool = True) -> list[Fault]:
        """What is wrong in the database and its index."""
        if not trusted and (foreign := faults.foreign_objects(self._database)):
            return foreign
        return [*faults.faults(self._database), *self._index_faults()]

    def _index_faults(self) -> Iterator[Fault]:
        snapshots = self._index.snapshots
        manifest = snapshots.facts()
        if manifest is None:
            if snapshots.current() is not None:
                yield Fault(f"vector index: {snapshots.damage}; until then all is compared", Cure.REBUILD_INDEX)
            return
        newest, rows, state = manifest
        with self._database.read() as connection:
            held = passages.counts(connection, newest)
            if state > facts.state(connection) or any(held[name] > rows[name] for name in held if name in rows):
                yield Fault("vector index: is not this catalog's", Cure.REBUILD_INDEX)

    def traces(self, names: Sequence[DocumentName]) -> Traces:
        """What only the documents hold that lose their last name with these."""
        with self._database.read() as connection:
            return traces.traces(connection, names)

    def prove_gone(self, wanted: Traces) -> DeletionProof:
        """Search every byte of every file of the store, and the full-text vocabulary."""
        with self._database.read() as connection:
            return traces.search(connection, wanted, self.folder)

    def copy_to(self, folder: Path) -> Copy:
        """Write the database's present state into a new file of a folder."""
        with self._database.read():
            pass  # a store that cannot be used is told as such
        target = folder / DATABASE
        target.unlink(missing_ok=True)
        copy = sqlite3.connect(target)
        try:
            with self._database.used() as connection:
                connection.backup(copy)
            uploads = names.uploads(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a journal beside it
        finally:
            copy.close()
        return Copy((DATABASE,), frozenset(uploads))

    def close(self) -> None:
        """Close the database and the index as soon as nobody uses them; the next use opens them again."""
        if not self._database.is_inherited:  # what another process opened is its own to close
            self._database.close()
            self._index.close()
