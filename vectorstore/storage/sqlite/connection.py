"""One SQLite file: snapshots for readers, one transaction per change for the writer, a connection for each of them."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock, local

from vectorstore.errors import LibraryError, StoreFailed, StoreInherited, StoreUnusable
from vectorstore.storage.sqlite.schema import prepare
from vectorstore.storage.sqlite.tables.facts import count_change

_BUSY_SECONDS = 30.0  # a reader never waits in WAL; a writer may, for the moment in which a schema is made
# What SQLite says when it is the disk that failed, not the file.
_DISK = ("disk is full", "disk I/O error", "unable to open database file", "readonly database")


class _Use:
    """A thread's use of a connection, by one block or by several that lie within each other."""

    def __init__(self, connection: sqlite3.Connection, idle: list[sqlite3.Connection]) -> None:
        self.connection = connection
        self.idle = idle
        """Where the connection goes when the last block ends."""
        self.blocks = 1


class Database:
    """A store's database; its file is created when it is first looked at."""

    def __init__(self, path: Path) -> None:
        """Remember where the file is or will be."""
        self.path = path
        self._process = os.getpid()
        self._threads = local()
        self._guard = RLock()  # the collector may end a forgotten snapshot, and so a use, at any moment
        self._idle: list[sqlite3.Connection] = []

    @property
    def is_inherited(self) -> bool:
        """Whether the process that opened it is another, from which this one was forked."""
        return os.getpid() != self._process

    def check_process(self) -> None:
        """Raise StoreInherited where it is: neither SQLite nor a lock may be used on both sides of a fork."""
        if self.is_inherited:
            store = self.path.parent
            raise StoreInherited(
                f"{store} was opened by process {self._process}, from which this one was forked: open the library anew "
                "in this process (`Library.open`)",
                store=store,
                process=self._process,
            )

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """One unchanging snapshot, however many queries are asked of it."""
        with self.translating_errors(), self.used() as connection:
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
            with self.used() as connection:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                    count_change(connection)
                    connection.commit()
                except BaseException:
                    connection.rollback()
                    raise

    @contextmanager
    def used(self) -> Iterator[sqlite3.Connection]:
        """A connection that no other thread uses; a block within another of the same thread has the same one."""
        use = self._begin()
        try:
            yield use.connection
        finally:
            with self._guard:
                use.blocks -= 1
                if not use.blocks:
                    if use.idle is self._idle:
                        use.idle.append(use.connection)
                    else:  # closed meanwhile
                        use.connection.close()

    def close(self) -> None:
        """Close what nobody uses at once, and every other connection when its use ends; the next use opens another."""
        with self._guard:
            idle, self._idle = self._idle, []
            for connection in idle:
                connection.close()

    def _begin(self) -> _Use:
        self.check_process()
        use: _Use | None = getattr(self._threads, "use", None)
        with self._guard:
            if use and use.blocks:
                use.blocks += 1
                return use
            idle = self._idle
            connection = idle.pop() if idle else None
        use = self._threads.use = _Use(connection or self._open(), idle)
        return use

    def _open(self) -> sqlite3.Connection:
        # Used by one thread after another, and closed by whichever closes the store.
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
