"""Documents and their names in the catalog: what is written, listed and removed, each in the caller's transaction."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection

from vectorstore.models.sentence_embedder import Vectors
from vectorstore.storage.sqlite.scope import collection_token, document_token
from vectorstore.types import Block, DocumentInfo, Passage, SourceText

# Facts: the change after which text is still to be erased from the full-text index and the journal, and the one
# after which a snapshot still holds vectors of what was removed.
ERASE, REMOVED = "erase", "removed"


@dataclass(frozen=True, slots=True)
class DocumentName:
    """One name of a document, and the file behind it as it was when last read."""

    collection: str
    name: str
    document_key: int
    origin: str | None
    path: str
    size: int
    modified_ns: int
    changed_ns: int
    digest: str


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document ready to be written: read, cut and embedded."""

    document_id: str
    collection: str
    digest: str
    source: SourceText
    passages: Sequence[Passage]
    terms: Sequence[tuple[str, str]]
    """The analysed terms of each passage, and of what stands around it, which find it with less weight."""
    vectors: Vectors


def fact(connection: Connection, key: str) -> str | None:
    """What the store remembers under a key."""
    row = connection.execute("SELECT value FROM facts WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else None


def remember(connection: Connection, key: str, value: str) -> None:
    """Set a fact."""
    connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (key, value))


def forget(connection: Connection, key: str) -> None:
    """Drop a fact."""
    connection.execute("DELETE FROM facts WHERE key = ?", (key,))


def sequence(connection: Connection) -> int:
    """How many changes the catalog has seen: two snapshots with the same number are the same."""
    return int(fact(connection, "sequence") or 0)


def known(connection: Connection, collection: str) -> set[str]:
    """The ids of a collection's documents."""
    rows = connection.execute("SELECT document_id FROM documents WHERE collection = ?", (collection,))
    return {str(row[0]) for row in rows}


def key_of(connection: Connection, document_id: str) -> int | None:
    """The row of a document with these bytes, if there is one."""
    row = connection.execute("SELECT document_key FROM documents WHERE document_id = ?", (document_id,)).fetchone()
    return int(row[0]) if row else None


def insert(connection: Connection, document: PreparedDocument) -> int:
    """The row of a document just written with its passages, vectors and terms."""
    source = document.source
    structure = {
        "blocks": [[b.start, b.end, b.headings, b.header, b.is_heading] for b in source.blocks],
        "pages": source.pages,
        "notes": source.notes,
    }
    cursor = connection.execute(
        "INSERT INTO documents (document_id, collection, digest, title, text, structure, added)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            document.document_id,
            document.collection,
            document.digest,
            source.title,
            source.text,
            json.dumps(structure, ensure_ascii=False),
            datetime.now(UTC).isoformat(timespec="seconds"),
        ),
    )
    key = int(cursor.lastrowid or 0)
    _insert_passages(connection, key, document)
    return key


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


def replace_passages(connection: Connection, key: int, document: PreparedDocument) -> None:
    """Write the passages of a document anew, as another embedding model cuts and places them."""
    _remove_passages(connection, key)
    _insert_passages(connection, key, document)


def set_name(connection: Connection, name: DocumentName) -> None:
    """Give a document a name; whatever had that name before loses it, and is gone if it has no other."""
    before = name_of(connection, name.collection, name.name)
    connection.execute(
        "INSERT OR REPLACE INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            name.collection,
            name.name,
            name.document_key,
            name.origin,
            name.path,
            name.size,
            name.modified_ns,
            name.changed_ns,
        ),
    )
    if before and before.document_key != name.document_key:
        _remove_nameless(connection, before.document_key)


def rename(connection: Connection, before: DocumentName, after: DocumentName) -> None:
    """Give a document a new name in place of the one it had; nothing else of it changes."""
    connection.execute("DELETE FROM names WHERE collection = ? AND name = ?", (before.collection, before.name))
    set_name(connection, after)


def remove_name(connection: Connection, name: DocumentName) -> bool:
    """Take a name away; whether the document went with it, since it had no other."""
    connection.execute("DELETE FROM names WHERE collection = ? AND name = ?", (name.collection, name.name))
    gone = _remove_nameless(connection, name.document_key)
    if gone:  # a snapshot still holds its vectors
        remember(connection, REMOVED, str(sequence(connection) + 1))
    return gone


def _remove_nameless(connection: Connection, document_key: int) -> bool:
    if connection.execute("SELECT 1 FROM names WHERE document_key = ?", (document_key,)).fetchone():
        return False
    _remove_passages(connection, document_key)
    connection.execute("DELETE FROM documents WHERE document_key = ?", (document_key,))
    return True


def _remove_passages(connection: Connection, document_key: int) -> None:
    connection.execute(
        "DELETE FROM lexical WHERE rowid IN (SELECT passage_key FROM passages WHERE document_key = ?)", (document_key,)
    )
    connection.execute("DELETE FROM passages WHERE document_key = ?", (document_key,))
    remember(connection, ERASE, str(sequence(connection) + 1))


_NAME = (
    "SELECT n.collection, n.name, n.document_key, n.origin, n.path, n.size, n.modified_ns, n.changed_ns, d.digest"
    " FROM names n JOIN documents d USING (document_key)"
)


def name_of(connection: Connection, collection: str, name: str) -> DocumentName | None:
    """The record of a name, or None."""
    row = connection.execute(f"{_NAME} WHERE n.collection = ? AND n.name = ?", (collection, name)).fetchone()
    return DocumentName(*row) if row else None


def names_from(connection: Connection, collection: str, origin: str | None) -> list[DocumentName]:
    """The names that came from a folder, or from uploads for None, by path."""
    rows = connection.execute(f"{_NAME} WHERE n.collection = ? AND n.origin IS ? ORDER BY n.path", (collection, origin))
    return [DocumentName(*row) for row in rows]


def name_at(connection: Connection, collection: str, origin: str | None, path: str) -> DocumentName | None:
    """The record of a folder's file by its path, or of an upload by the name it was given."""
    column = "n.name" if origin is None else "n.path"
    row = connection.execute(
        f"{_NAME} WHERE n.collection = ? AND n.origin IS ? AND {column} = ?", (collection, origin, path)
    ).fetchone()
    return DocumentName(*row) if row else None


def uploads(connection: Connection) -> set[str]:
    """Where in the store the originals of uploads are."""
    return {str(row[0]) for row in connection.execute("SELECT path FROM names WHERE origin IS NULL")}


def every(connection: Connection) -> list[tuple[int, str, str, str, int]]:
    """Row, collection, digest, first name and length in characters of each document, in the order they came."""
    return connection.execute(
        "SELECT document_key, collection, digest,"
        " (SELECT min(name) FROM names WHERE document_key = documents.document_key), length(text)"
        " FROM documents ORDER BY document_key"
    ).fetchall()


def is_only_in(connection: Connection, text: str, keys: Sequence[int]) -> bool:
    """Whether no document but the given ones contains a text."""
    rows = connection.execute("SELECT document_key FROM documents WHERE instr(text, ?)", (text,))
    return {row[0] for row in rows} <= set(keys)


def names_of(connection: Connection, document_key: int | None) -> list[str]:
    """Every name of a document, in order."""
    rows = connection.execute("SELECT name FROM names WHERE document_key = ? ORDER BY name", (document_key,))
    return [str(row[0]) for row in rows]


def source_of(connection: Connection, document_key: int) -> SourceText:
    """What a document says, with its structure."""
    title, text, structure = connection.execute(
        "SELECT title, text, structure FROM documents WHERE document_key = ?", (document_key,)
    ).fetchone()
    found = json.loads(structure)
    blocks = tuple(Block(start, end, tuple(path), *rest) for start, end, path, *rest in found["blocks"])
    return SourceText(text, title, blocks, tuple(found["pages"]), tuple(found["notes"]))


def collections(connection: Connection) -> list[str]:
    """The collections that hold a document, in order."""
    return [str(row[0]) for row in connection.execute("SELECT DISTINCT collection FROM names ORDER BY collection")]


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
