"""Names of documents, and files that gave none, each within the caller's transaction."""

from sqlite3 import Connection

from vectorstore.storage.records import DocumentName, FileStat
from vectorstore.storage.sqlite.tables import documents, facts

_NAME = (
    "SELECT n.collection, n.name, n.document_key, n.origin, n.path, n.size, n.modified_ns, n.changed_ns, d.digest"
    " FROM names n JOIN documents d USING (document_key)"
)


def put(connection: Connection, name: DocumentName) -> None:
    """Give a document a name; whatever had that name before loses it, and is removed if it has no other."""
    before = by_name(connection, name.collection, name.name)
    connection.execute(
        "INSERT OR REPLACE INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (name.collection, name.name, name.document_key, name.origin, name.path, *name.stat),
    )
    if before and before.document_key != name.document_key:
        _remove_nameless(connection, before.document_key)


def rename(connection: Connection, before: DocumentName, after: DocumentName) -> None:
    """Give a document a new name in place of the one it had; nothing else of it changes."""
    connection.execute("DELETE FROM names WHERE collection = ? AND name = ?", (before.collection, before.name))
    put(connection, after)


def remove(connection: Connection, name: DocumentName) -> bool:
    """Take a name away; whether the document was removed with it, since it had no other."""
    connection.execute("DELETE FROM names WHERE collection = ? AND name = ?", (name.collection, name.name))
    removed = _remove_nameless(connection, name.document_key)
    if removed:  # an index snapshot still holds its vectors
        facts.remember(connection, facts.REMOVED, str(facts.state(connection) + 1))
    return removed


def _remove_nameless(connection: Connection, document_key: int) -> bool:
    if connection.execute("SELECT 1 FROM names WHERE document_key = ?", (document_key,)).fetchone():
        return False
    documents.remove(connection, document_key)
    return True


def by_name(connection: Connection, collection: str, name: str) -> DocumentName | None:
    """The record of a name, or None."""
    row = connection.execute(f"{_NAME} WHERE n.collection = ? AND n.name = ?", (collection, name)).fetchone()
    return DocumentName(*row) if row else None


def at(connection: Connection, collection: str, origin: str, path: str) -> DocumentName | None:
    """The record of a folder's file by its path."""
    row = connection.execute(
        f"{_NAME} WHERE n.collection = ? AND n.origin = ? AND n.path = ?", (collection, origin, path)
    ).fetchone()
    return DocumentName(*row) if row else None


def by_origin(connection: Connection, collection: str, origin: str | None) -> list[DocumentName]:
    """The names that came from a folder, or from uploads for None, by path."""
    rows = connection.execute(f"{_NAME} WHERE n.collection = ? AND n.origin IS ? ORDER BY n.path", (collection, origin))
    return [DocumentName(*row) for row in rows]


def of_document(connection: Connection, document_key: int) -> list[str]:
    """Every name of a document, in order."""
    rows = connection.execute("SELECT name FROM names WHERE document_key = ? ORDER BY name", (document_key,))
    return [str(row[0]) for row in rows]


def uploads(connection: Connection) -> set[str]:
    """Where in the store the originals of uploads are."""
    return {str(row[0]) for row in connection.execute("SELECT path FROM names WHERE origin IS NULL")}


def skipped(connection: Connection, collection: str, origin: str) -> dict[str, tuple[FileStat, str]]:
    """How each file of a folder that gave no text was when it was read, and why it gave none, by path."""
    rows = connection.execute(
        "SELECT path, size, modified_ns, changed_ns, reason FROM refusals WHERE collection = ? AND origin = ?",
        (collection, origin),
    )
    return {path: ((size, modified, changed), reason) for path, size, modified, changed, reason in rows}


def skip(connection: Connection, collection: str, origin: str, path: str, stat: FileStat, reason: str) -> None:
    """Remember why a file gave no text."""
    connection.execute(
        "INSERT OR REPLACE INTO refusals VALUES (?, ?, ?, ?, ?, ?, ?)", (collection, origin, path, *stat, reason)
    )


def unskip(connection: Connection, collection: str, origin: str, path: str) -> None:
    """Forget it: the file is read again, or gone."""
    connection.execute(
        "DELETE FROM refusals WHERE collection = ? AND origin = ? AND path = ?", (collection, origin, path)
    )
