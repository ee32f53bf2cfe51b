"""What the store remembers of itself."""

from sqlite3 import Connection

# The change after which text is still to be erased from the full-text index and the journal.
ERASE = "erase"
# The change after which the index snapshot still holds vectors of what was removed.
REMOVED = "removed"
STATE = "sequence"


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


def state(connection: Connection) -> int:
    """How many changes the store has seen: two snapshots with the same number are the same."""
    return int(fact(connection, STATE) or 0)


def count_change(connection: Connection) -> None:
    """Count one more change."""
    connection.execute(
        "INSERT INTO facts VALUES (?, '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1", (STATE,)
    )
