"""One SQLite file, opened once per thread: snapshots for readers, one transaction per change for the writer."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import local

from vectorstore.errors import LibraryError, StoreFailed, StoreUnusable
from vectorstore.storage.sqlite.schema import prepare

_BUSY_SECONDS = 30.0  # a reader never waits in WAL; a writer may, for the moment in which a schema is made
# What SQLite says when it is the disk that failed, not the file.
_DISK = ("disk is full", "disk I/O error", "unable to open database file", "readonly database")


class Catalog:
    """The truth of a store; its file is created when it is first looked at."""

    def __init__(self, path: Path) -> None:
        """Remember where the file is or will be."""
        self.path = path
        self._threads = local()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """One unchanging snapshot of the catalog, however many queries are asked of it."""
        with self.plainly():
            connection = self.connection()
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.rollback()

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is on disk when this returns, or none of it."""
        with self.plainly():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = self.connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute(
                    "INSERT INTO facts VALUES ('sequence', '1')"
                    " ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
                )
                connection.commit()
            except BaseException:
                connection.rollback()
                raise

    def connection(self) -> sqlite3.Connection:
        """This thread's connection, outside any transaction unless one of the above is under way."""
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = self._threads.connection = self._open()
        return connection

    def close(self) -> None:
        """Close this thread's connection; the next use opens another."""
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is not None:
            connection.close()
            self._threads.connection = None

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            for pragma in ("synchronous = FULL", "secure_delete = ON", "foreign_keys = ON"):
                connection.execute(f"PRAGMA {pragma}")
            prepare(connection, self.path.parent)
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def plainly(self) -> Iterator[None]:
        """What SQLite reports, as one line that says what to do."""
        try:
            yield
        except LibraryError:
            raise
        except sqlite3.DatabaseError as error:
            store, said = self.path.parent, str(error)
            if any(words in said for words in _DISK):
                raise StoreFailed(
                    f"{store} could not be read or written ({said}): make room or mend the disk, then run this again; "
                    "what was acknowledged is safe"
                ) from error
            if isinstance(error, sqlite3.OperationalError) and "locked" in said:
                raise StoreFailed(f"{store} is locked by another program ({said}): end that, then try again") from error
            raise StoreUnusable(
                f"{self.path} cannot be used ({said}): is this a store? `footnote verify` says what is damaged, "
                "`footnote restore` brings back a backup, --store names another folder"
            ) from error
