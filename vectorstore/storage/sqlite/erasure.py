"""Erasing what was removed from the full-text index and the journal."""

from collections.abc import Iterator

from vectorstore.storage.sqlite.connection import Database
from vectorstore.storage.sqlite.tables import facts

# Pages of the full-text index that are merged in one transaction: others write in between.
PAGES = 2_000
TRIES = 100  # to empty the journal, while readers hold it


def is_due(database: Database) -> bool:
    """Whether something was removed and not erased yet."""
    with database.read() as connection:
        return facts.fact(connection, facts.ERASE) is not None


def erase(database: Database) -> Iterator[None]:
    """Erase what was removed, step by step; others may write between two steps.

    A removed row leaves its terms in the full-text index until its parts are merged. Deleted bytes are overwritten
    (`secure_delete`), but the journal keeps them until it is emptied.
    """
    with database.read() as connection:
        due = facts.fact(connection, facts.ERASE)
    if due is not None:
        pages = -PAGES  # the first call, by its sign, has all parts merged into one
        while True:
            with database.write() as connection:
                before = connection.total_changes
                connection.execute("INSERT INTO lexical (lexical, rank) VALUES ('merge', ?)", (pages,))
                merged = connection.total_changes - before
            yield
            if merged < 2:  # as SQLite defines the end
                break
            pages = PAGES
        with database.write() as connection:
            connection.execute("INSERT INTO lexical (lexical) VALUES ('optimize')")
        yield
    for _ in range(TRIES):
        if truncate(database):
            break
        yield
    else:
        return  # it stays due
    with database.write() as connection:
        if due is not None and facts.fact(connection, facts.ERASE) == due:
            facts.forget(connection, facts.ERASE)


def truncate(database: Database) -> bool:
    """Empty the journal into the file; False where a reader still needs it."""
    with database.translating_errors(), database.used() as connection:
        blocked, _, _ = connection.execute("PRAGMA wal_checkpoint (TRUNCATE)").fetchone()
    return not blocked
