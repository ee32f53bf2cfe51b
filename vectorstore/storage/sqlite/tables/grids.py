"""The tables of documents in the database, as grids."""

import json
from collections.abc import Sequence
from sqlite3 import Connection

from vectorstore.types import Table, table_of


def insert(connection: Connection, key: int, tables: Sequence[Table]) -> None:
    """Write the tables of a document."""
    connection.executemany(
        "INSERT INTO tables VALUES (?, ?, ?, ?, ?)",
        (
            (key, t.start, t.end, json.dumps(t.columns, ensure_ascii=False), json.dumps(t.rows, separators=(",", ":")))
            for t in tables
        ),
    )


def remove(connection: Connection, key: int) -> None:
    """Remove the tables of a document."""
    connection.execute("DELETE FROM tables WHERE document_key = ?", (key,))


def of_document(connection: Connection, key: int) -> list[Table]:
    """The tables of a document, in reading order."""
    rows = connection.execute("SELECT first, columns, rows FROM tables WHERE document_key = ? ORDER BY first", (key,))
    return [table_of(start, json.loads(columns), json.loads(cells)) for start, columns, cells in rows]
