"""Documents and their names in the catalog: what is written, listed and removed, each in the caller's transaction."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection

from vectorstore.analysis import analyse
from vectorstore.catalog.scope import collection_token, document_token
from vectorstore.embedding import Vectors
from vectorstore.passage import Block, Document, Passage, SourceText


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a document, and the file behind it as it was when last read."""

    collection: str
    name: str
    document_key: int
    origin: str | None
    path: str
    size: int
    modified_ns: int
    digest: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be written: read, cut and embedded."""

    document_id: str
    collection: str
    digest: str
    source: SourceText
    passages: Sequence[Passage]
    around: Sequence[str]
    """What stands around each passage: found by it, with less weight than by its own words."""
    vectors: Vectors


def fact(connection: Connection, key: str) -> str | None:
    """What the store remembers under a key."""
    row = connection.execute("SELECT value FROM facts WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else None


def remember(connection: Connection, key: str, value: str) -> None:
    """Set a fact."""
    connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (key, value))


def key_of(connection: Connection, document_id: str) -> int | None:
    """The row of a document with these bytes, if there is one."""
    row = connection.execute("SELECT document_key FROM documents WHERE document_id = ?", (document_id,)).fetchone()
    return int(row[0]) if row else None


def insert(connection: Connection, document: Prepared) -> int:
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
    scope = f"{collection_token(document.collection)} {document_token(key)}"
    for passage, around, vector in zip(document.passages, document.around, document.vectors, strict=True):
        rowid = connection.execute(
            "INSERT INTO passages (document_key, passage_id, first, last, page, heading, context, sentences, vector)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key,
                passage.passage_id,
                passage.start,
                passage.end,
                passage.page,
                passage.heading,
                passage.context,
                json.dumps([[s.start, s.end] for s in passage.sentences]),
                vector.astype("<f4").tobytes(),
            ),
        ).lastrowid
        terms = " ".join(analyse(f"{passage.context}\n{passage.text}"))
        connection.execute(
            "INSERT INTO lexical (rowid, scope, terms, around) VALUES (?, ?, ?, ?)",
            (rowid, scope, terms, " ".join(analyse(around))),
        )
    return key


def set_name(connection: Connection, name: Name) -> None:
    """Give a document a name; whatever had that name before loses it, and is gone if it has no other."""
    before = name_of(connection, name.collection, name.name)
    connection.execute(
        "INSERT OR REPLACE INTO names VALUES (?, ?, ?, ?, ?, ?, ?)",
        (name.collection, name.name, name.document_key, name.origin, name.path, name.size, name.modified_ns),
    )
    if before and before.document_key != name.document_key:
        _remove_nameless(connection, before.document_key)


def remove_name(connection: Connection, name: Name) -> bool:
    """Take a name away; whether the document went with it, since it had no other."""
    connection.execute("DELETE FROM names WHERE collection = ? AND name = ?", (name.collection, name.name))
    return _remove_nameless(connection, name.document_key)


def _remove_nameless(connection: Connection, document_key: int) -> bool:
    if connection.execute("SELECT 1 FROM names WHERE document_key = ?", (document_key,)).fetchone():
        return False
    connection.execute(
        "DELETE FROM lexical WHERE rowid IN (SELECT passage_key FROM passages WHERE document_key = ?)", (document_key,)
    )
    connection.execute("DELETE FROM documents WHERE document_key = ?", (document_key,))
    return True


_NAME = (
    "SELECT n.collection, n.name, n.document_key, n.origin, n.path, n.size, n.modified_ns, d.digest"
    " FROM names n JOIN documents d USING (document_key)"
)


def name_of(connection: Connection, collection: str, name: str) -> Name | None:
    """The record of a name, or None."""
    row = connection.execute(f"{_NAME} WHERE n.collection = ? AND n.name = ?", (collection, name)).fetchone()
    return Name(*row) if row else None


def names_from(connection: Connection, collection: str, origin: str | None) -> list[Name]:
    """The names that came from a folder, or from uploads for None, by path."""
    rows = connection.execute(f"{_NAME} WHERE n.collection = ? AND n.origin IS ? ORDER BY n.path", (collection, origin))
    return [Name(*row) for row in rows]


def name_at(connection: Connection, collection: str, origin: str | None, path: str) -> Name | None:
    """The record of a folder's file by its path, or of an upload by the name it was given."""
    column = "n.name" if origin is None else "n.path"
    row = connection.execute(
        f"{_NAME} WHERE n.collection = ? AND n.origin IS ? AND {column} = ?", (collection, origin, path)
    ).fetchone()
    return Name(*row) if row else None


def is_used(connection: Connection, path: str) -> bool:
    """Whether any upload still has its original at this path of the store."""
    row = connection.execute("SELECT 1 FROM names WHERE origin IS NULL AND path = ? LIMIT 1", (path,))
    return row.fetchone() is not None


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


def listed(connection: Connection, collection: str) -> list[Document]:
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
        result.append(Document(document_id, name, where, title, origin, *counts, added, tuple(json.loads(notes))))
    return result
