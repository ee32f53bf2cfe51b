"""One SQLite file, opened once per thread: snapshots for readers, one transaction per change for the writer."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, local
from weakref import WeakSet

from vectorstore.errors import LibraryError, StoreFailed, StoreUnusable
from vectorstore.storage.sqlite.schema import prepare
from vectorstore.storage.sqlite.tables.facts import count_change

_BUSY_SECONDS = 30.0  # a reader never waits in WAL; a writer may, for the moment in which a schema is made
# What SQLite says when it is the disk that failed, not the file.
_DISK = ("disk is full", "disk I/O error", "unable to open database file", "readonly database")


class _Opened:
    """A thread's connection, as something that a weak reference can point to."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection


class Database:
    """A store's database; its file is created when it is first looked at."""

    def __init__(self, path: Path) -> None:
        """Remember where the file is or will be."""
        self.path = path
        self._threads = local()
        self._guard = Lock()
        self._opened: WeakSet[_Opened] = WeakSet()  # what a thread opened goes with the thread

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """One unchanging snapshot, however many queries are asked of it."""
        with self.translating_errors():
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
        with self.translating_errors():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = self.connection()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                count_change(connection)
                connection.commit()
            except BaseException:
                connection.rollback()
                raise

    def connection(self) -> sqlite3.Connection:
        """This thread's connection, outside any transaction unless one of the above is under way."""
        opened: _Opened | None = getattr(self._threads, "opened", None)
        if opened is None or opened not in self._opened:  # or another thread closed the store
            opened = self._threads.opened = _Opened(self._open())
            with self._guard:
                self._opened.add(opened)
        return opened.connection

    def close(self) -> None:
        """Close every thread's connection; the next use opens another. Nobody may be reading or writing."""
        with self._guard:
            for opened in list(self._opened):
                opened.connection.close()
            self._opened.clear()

    def _open(self) -> sqlite3.Connection:
        # Used by one thread, and closed by whichever closes the store.
        connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
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
    def translating_errors(self) -> Iterator[None]:
        """What SQLite reports, as one of the library's errors."""
        try:
            yield
        except LibraryError:
            raise
        except sqlite3.DatabaseError as error:
            store, said = self.path.parent, str(error)
            if any(words in said for words in _DISK):
                raise StoreFailed(
                    f"{store} could not be read or written ({said}): make room or mend the disk, then run this again; "
                    "what was acknowledged is safe",
                    store=store,
                ) from error
            if isinstance(error, sqlite3.OperationalError) and "locked" in said:
                raise StoreFailed(
                    f"{store} is locked by another program ({said}): end that, then try again", store=store
                ) from error
            raise StoreUnusable(f"{self.path} cannot be used ({said}): is this a store?", store=store) from error
