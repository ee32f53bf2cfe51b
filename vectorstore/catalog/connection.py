"""One SQLite file, opened once per thread: snapshots for readers, one transaction per change for the writer."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import local

from vectorstore.errors import StoreUnusable

SCHEMA_VERSION = 1
_SCHEMA = Path(__file__).with_name("schema.sql")
_BUSY_SECONDS = 30.0  # a reader never waits in WAL; a writer may, for the moment in which a schema is made


class Catalog:
    """The truth of a store; its file is created when it is first looked at."""

    def __init__(self, path: Path) -> None:
        """Remember where the file is or will be."""
        self.path = path
        self._threads = local()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """One unchanging snapshot of the catalog, however many queries are asked of it."""
        connection = self._connection()
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
        self.path.parent.mkdir(parents=True, exist_ok=True)
        connection = self._connection()
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

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = self._threads.connection = self._open()
        return connection

    def _open(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            for pragma in ("synchronous = FULL", "secure_delete = ON", "foreign_keys = ON"):
                connection.execute(f"PRAGMA {pragma}")
            self._prepare(connection)
        except sqlite3.DatabaseError as error:
            raise StoreUnusable(
                f"{self.path} cannot be opened ({error}): is this a store? Name another folder with --store"
            ) from error
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            connection.execute("BEGIN EXCLUSIVE")
            if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
                for statement in _statements(_SCHEMA.read_text(encoding="utf-8")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            connection.commit()
        elif version != SCHEMA_VERSION:
            connection.close()
            raise StoreUnusable(
                f"{self.path.parent} was written by a newer Footnote (store version {version}, this one reads "
                f"{SCHEMA_VERSION}): upgrade with pip install --upgrade footnote-qa, or name another store"
            )


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
