"""What is wrong inside the database: pages, references, offsets, terms, vectors, and what does not belong there."""

import sqlite3
from collections.abc import Iterator
from sqlite3 import Connection

import numpy as np

from vectorstore.storage.sqlite.connection import Database
from vectorstore.storage.sqlite.schema import statements
from vectorstore.storage.sqlite.scope import whole
from vectorstore.storage.sqlite.tables import documents, passages
from vectorstore.types import Cure, Fault

VECTORS = 10_000  # looked at in one go

_RULES = {
    "documents without a name": "SELECT 1 FROM documents WHERE document_key NOT IN (SELECT document_key FROM names)",
    "names without a document": "SELECT 1 FROM names WHERE document_key NOT IN (SELECT document_key FROM documents)",
    "passages outside their document": "SELECT 1 FROM passages JOIN documents USING (document_key)"
    " WHERE first < 0 OR last <= first OR last > length(text)",
    "passages without terms": "SELECT 1 FROM passages WHERE passage_key NOT IN (SELECT id FROM lexical_docsize)",
    "terms without a passage": "SELECT 1 FROM lexical_docsize WHERE id NOT IN (SELECT passage_key FROM passages)",
    "vectors of another length": "SELECT 1 FROM passages"
    " WHERE length(vector) <> (SELECT length(vector) FROM passages LIMIT 1)",
}
_WITHOUT_TERMS = "passages without terms"  # the only one that the documents' text mends


def faults(database: Database) -> list[Fault]:
    """Everything that is wrong, each with what mends it; reads every row."""
    with database.read() as connection:
        found = [
            Fault(f"catalog: {row[0]}", Cure.RESTORE)
            for row in connection.execute("PRAGMA integrity_check")
            if row[0] != "ok"
        ]
        found += [
            Fault(f"catalog: a row of {row[0]} belongs to nothing", Cure.RESTORE)
            for row in connection.execute("PRAGMA foreign_key_check")
        ]
        for words, query in _RULES.items():
            (number,) = connection.execute(f"SELECT count(*) FROM ({query})").fetchone()
            if number:
                cure = Cure.REBUILD_EMBEDDINGS if words == _WITHOUT_TERMS else Cure.RESTORE
                found.append(Fault(f"catalog: {words}: {number:,}", cure))
        if not found:
            found += _vector_faults(connection)
    if not found:
        found += _lexical_faults(database)
    return found


def foreign_objects(database: Database) -> list[Fault]:
    """Tables, triggers or views that no store of ours has: a schema can hold code."""
    with sqlite3.connect(":memory:") as fresh:
        for statement in statements("schema.sql"):
            fresh.execute(statement)
    with database.read() as connection:
        if _objects(connection) - _objects(fresh):
            return [Fault("its database holds what no store of ours does")]
    return []


def _objects(connection: Connection) -> set[tuple[str, str]]:
    return {(kind, name) for kind, name in connection.execute("SELECT type, name FROM sqlite_master")}


def _vector_faults(connection: Connection) -> Iterator[Fault]:
    for collection in documents.collections(connection):
        for keys, vectors in passages.batches(connection, whole(collection), VECTORS):
            wrong = int((~np.isclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)).sum())
            if wrong:
                yield Fault(
                    f"catalog: {wrong} of the vectors {keys[0]} to {keys[-1]} are not of length 1",
                    Cure.REBUILD_EMBEDDINGS,
                )


def _lexical_faults(database: Database) -> list[Fault]:
    """Whether the full-text index says what its rows say; the check is a write to SQLite, and changes nothing."""
    try:
        with database.used() as connection:
            connection.execute("INSERT INTO lexical (lexical, rank) VALUES ('integrity-check', 0)")
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            return [
                Fault("catalog: the full-text index could not be checked while another process writes", Cure.TRY_AGAIN)
            ]
        return [Fault(f"catalog: the full-text index is damaged ({error})", Cure.REBUILD_INDEX)]
    return []
