"""The catalog kept in order: what was removed is erased from its files, copies are made, faults are looked for."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from vectorstore.storage.sqlite.connection import Catalog
from vectorstore.storage.sqlite.documents import ERASE, fact, forget

# Pages of the full-text index that are merged in one transaction: others write in between.
PAGES = 2_000
TRIES = 100  # to empty the journal, while readers hold it


def erase(catalog: Catalog) -> Iterator[None]:
    """Erase what was removed from the full-text index and the journal; step by step, and others may write between.

    A removed row leaves its terms in the full-text index until its parts are merged. Deleted bytes are overwritten
    (`secure_delete`), but the journal keeps them until it is emptied.
    """
    with catalog.read() as connection:
        due = fact(connection, ERASE)
    if due is not None:
        pages = -PAGES  # the first call, by its sign, has all parts merged into one
        while True:
            connection = catalog.connection()
            before = connection.total_changes
            with catalog.write():
                connection.execute("INSERT INTO lexical (lexical, rank) VALUES ('merge', ?)", (pages,))
                merged = connection.total_changes - before - 1  # one is the count of changes itself
            yield
            if merged < 2:  # as SQLite defines the end
                break
            pages = PAGES
        with catalog.write() as connection:
            connection.execute("INSERT INTO lexical (lexical) VALUES ('optimize')")
        yield
    for _ in range(TRIES):
        if is_truncated(catalog):
            break
        yield
    else:
        return  # it stays due
    with catalog.write() as connection:
        if due is not None and fact(connection, ERASE) == due:
            forget(connection, ERASE)


def is_truncated(catalog: Catalog) -> bool:
    """Empty the journal into the file; False where a reader still needs it."""
    with catalog.plainly():
        blocked, _, _ = catalog.connection().execute("PRAGMA wal_checkpoint (TRUNCATE)").fetchone()
    return not blocked


def copy_to(catalog: Catalog, target: Path) -> None:
    """Write a consistent copy of the catalog's present state to a new file, whoever writes meanwhile."""
    with catalog.read():
        pass  # a store that cannot be used is told as such
    destination = sqlite3.connect(target)
    try:
        catalog.connection().backup(destination)
    finally:
        destination.close()


def faults(catalog: Catalog) -> list[str]:
    """What is wrong inside the catalog, in words; empty where all is right."""
    with catalog.read() as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"a row of {row[0]} belongs to nothing" for row in connection.execute("PRAGMA foreign_key_check")]
        for words, query in _RULES.items():
            (number,) = connection.execute(f"SELECT count(*) FROM ({query})").fetchone()
            if number:
                found.append(f"{words}: {number:,}")
    if not found:
        found += _lexical_faults(catalog)
    return found


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


def _lexical_faults(catalog: Catalog) -> Sequence[str]:
    """Whether the full-text index says what its rows say; the check is a write to SQLite, and changes nothing."""
    connection = catalog.connection()
    try:
        connection.execute("INSERT INTO lexical (lexical, rank) VALUES ('integrity-check', 0)")
    except sqlite3.DatabaseError as error:
        if "locked" in str(error):
            return ["the full-text index could not be checked while another process writes: try again"]
        return [f"the full-text index is damaged ({error})"]
    return []


def rebuild_lexical(catalog: Catalog) -> None:
    """Make the full-text index anew from its rows."""
    with catalog.write() as connection:
        connection.execute("INSERT INTO lexical (lexical) VALUES ('rebuild')")
