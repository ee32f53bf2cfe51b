"""Documents in the database: written, read and removed, each within the caller's transaction."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from sqlite3 import Connection

from vectorstore.storage.records import PreparedDocument, StoredDocument
from vectorstore.storage.sqlite.scope import collection_token, document_token
from vectorstore.storage.sqlite.tables import facts, grids
from vectorstore.types import Block, DocumentInfo, SourceText


def insert(connection: Connection, document: PreparedDocument) -> int:
    """The key of a document just written with its passages, vectors and terms."""
    source = document.source
    structure = {
        "blocks": [[b.start, b.end, b.headings, b.header, b.is_heading] for b in source.blocks],
        "pages": source.pages,
        "notes": source.notes,
    }
    cursor = connection.execute(
        "INSERT INTO documents (document_id, collection, digest, title, text, structure, metadata, added)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.document_id,
            document.collection,
            document.digest,
            source.title,
            source.text,
            json.dumps(structure, ensure_ascii=False),
            None if source.metadata is None else json.dumps(dict(source.metadata), ensure_ascii=False),
            datetime.now(UTC).isoformat(timespec="seconds"),
        ),
    )
    key = int(cursor.lastrowid or 0)
    grids.insert(connection, key, source.tables)
    _insert_passages(connection, key, document)
    return key


def replace_passages(connection: Connection, key: int, document: PreparedDocument) -> None:
    """Write the passages of a document anew, as another embedding model cuts and embeds them."""
    _remove_passages(connection, key)
    _insert_passages(connection, key, document)


def remove(connection: Connection, key: int) -> None:
    """Remove a document; its text is erased from the full-text index and the journal later."""
    _remove_passages(connection, key)
    grids.remove(connection, key)
    connection.execute("DELETE FROM documents WHERE document_key = ?", (key,))


def _insert_passages(connection: Connection, key: int, document: PreparedDocument) -> None:
    """Write the passages, vectors and terms of a document in one call each."""
    last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passages'").fetchone()
    first = (int(last[0]) if last else 0) + 1  # never a key that was used before
    connection.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                number,
                key,
                passage.passage_id,
                passage.start,
                passage.end,
                passage.page,
                passage.heading,
                passage.context,
                json.dumps([[s.start, s.end] for s in passage.sentences]),
                vector.astype("<f4").tobytes(),
            )
            for number, (passage, vector) in enumerate(zip(document.passages, document.vectors, strict=True), first)
        ),
    )
    scope = f"{collection_token(document.collection)} {document_token(key)}"
    connection.executemany(
        "INSERT INTO lexical (rowid, scope, terms, around) VALUES (?, ?, ?, ?)",
        ((number, scope, *terms) for number, terms in enumerate(document.terms, first)),
    )


def _remove_passages(connection: Connection, key: int) -> None:
    connection.execute(
        "DELETE FROM lexical WHERE rowid IN (SELECT passage_key FROM passages WHERE document_key = ?)", (key,)
    )
    connection.execute("DELETE FROM passages WHERE document_key = ?", (key,))
    facts.remember(connection, facts.ERASE, str(facts.state(connection) + 1))


def ids(connection: Connection, collection: str) -> set[str]:
    """The ids of a collection's documents."""
    rows = connection.execute("SELECT document_id FROM documents WHERE collection = ?", (collection,))
    return {str(row[0]) for row in rows}


def key_of(connection: Connection, document_id: str) -> int | None:
    """The key of the document with an id, if there is one."""
    row = connection.execute("SELECT document_key FROM documents WHERE document_id = ?", (document_id,)).fetchone()
    return int(row[0]) if row else None


def every(connection: Connection) -> list[StoredDocument]:
    """The documents of all collections, in the order they came."""
    rows = connection.execute(
        "SELECT document_key, collection, digest,"
        " (SELECT min(name) FROM names WHERE document_key = documents.document_key), length(text)"
        " FROM documents ORDER BY document_key"
    )
    return [StoredDocument(*row) for row in rows]


def is_only_in(connection: Connection, text: str, keys: Sequence[int]) -> bool:
    """Whether no document but the given ones contains a text."""
    rows = connection.execute("SELECT document_key FROM documents WHERE instr(text, ?)", (text,))
    return {row[0] for row in rows} <= set(keys)


def source_of(connection: Connection, key: int) -> SourceText:
    """What a document says, with its structure."""
    title, text, structure, metadata = connection.execute(
        "SELECT title, text, structure, metadata FROM documents WHERE document_key = ?", (key,)
    ).fetchone()
    found = json.loads(structure)
    blocks = tuple(Block(start, end, tuple(path), *rest) for start, end, path, *rest in found["blocks"])
    given = None if metadata is None else json.loads(metadata)
    tables = tuple(grids.of_document(connection, key))
    return SourceText(text, title, blocks, tuple(found["pages"]), tuple(found["notes"]), given, tables)


def collections(connection: Connection) -> list[str]:
    """The collections that hold a document, in order."""
    return [str(row[0]) for row in connection.execute("SELECT DISTINCT collection FROM names ORDER BY collection")]


def titles(connection: Connection, collection: str) -> dict[str, str]:
    """The title of each document of a collection, by its name."""
    rows = connection.execute(
        "SELECT name, title FROM names JOIN documents USING (document_key) WHERE names.collection = ? ORDER BY name",
        (collection,),
    )
    return {str(name): str(title) for name, title in rows}


def listed(connection: Connection, collection: str) -> list[DocumentInfo]:
    """What is known of each document of a collection, one row a name, by name."""
    rows = connection.execute(
        "SELECT d.document_id, n.name, n.collection, d.title, n.origin, length(d.text) AS characters,"
        " (SELECT count(*) FROM passages p WHERE p.document_key = d.document_key) AS passages,"
        " json_array_length(d.structure, '$.pages') AS pages, d.added, json_extract(d.structure, '$.notes') AS notes"
        " FROM names n JOIN documents d USING (document_key) WHERE n.collection = ? ORDER BY n.name",
        (collection,),
    )
    result = []
    for document_id, name, where, title, origin, characters, passages, pages, added, notes in rows:
        counts = (characters, passages, pages or None)
        result.append(DocumentInfo(document_id, name, where, title, origin, *counts, added, tuple(json.loads(notes))))
    return result
