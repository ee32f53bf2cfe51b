"""Files of a folder that gave no text, so that they are not read again until they change."""

from sqlite3 import Connection

Stat = tuple[int, int, int]
"""A file's size, and when it and its record were changed, in nanoseconds."""


def refusals(connection: Connection, collection: str, origin: str | None) -> dict[str, tuple[Stat, str]]:
    """How each refused file of a folder was when it was read, and why it gave no text, by path."""
    rows = connection.execute(
        "SELECT path, size, modified_ns, changed_ns, reason FROM refusals WHERE collection = ? AND origin = ?",
        (collection, origin),
    )
    return {path: ((size, modified, changed), reason) for path, size, modified, changed, reason in rows}


def refuse(connection: Connection, collection: str, origin: str, path: str, stat: Stat, reason: str) -> None:
    """Remember why a file gave no text."""
    connection.execute(
        "INSERT OR REPLACE INTO refusals VALUES (?, ?, ?, ?, ?, ?, ?)", (collection, origin, path, *stat, reason)
    )


def unrefuse(connection: Connection, collection: str, origin: str | None, path: str) -> None:
    """Forget a refusal: the file is read again, or gone."""
    connection.execute(
        "DELETE FROM refusals WHERE collection = ? AND origin = ? AND path = ?", (collection, origin, path)
    )
