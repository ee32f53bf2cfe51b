"""The catalog's schema: made anew, or brought up from an older version in one transaction."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from vectorstore.errors import StoreTooNew
from vectorstore.text.analysis import analyse

VERSION = 5
_FOLDER = Path(__file__).parent


def prepare(connection: sqlite3.Connection, store: Path) -> None:
    """Bring the catalog to the present version; raises StoreTooNew for a newer one, which is left as it is."""
    if _version(connection) == VERSION:
        return
    connection.execute("BEGIN EXCLUSIVE")  # another process may be at it: the version is looked at again
    try:
        version = _version(connection)
        if version > VERSION:
            raise StoreTooNew(
                f"{store} was written by a newer Footnote (store version {version}, this one reads {VERSION})",
                store=store,
                version=version,
                readable=VERSION,
            )
        connection.create_function("analysed", 1, _analysed, deterministic=True)  # for migrations
        scripts = ["schema.sql"] if version == 0 else [f"migration_{step}.sql" for step in range(version, VERSION)]
        for statement in statements(*scripts):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def _analysed(text: str) -> str:
    return " ".join(analyse(text))


def statements(*scripts: str) -> Iterator[str]:
    """Each statement of the scripts, in order."""
    for script in scripts:
        statement = ""
        for line in (_FOLDER / script).read_text(encoding="utf-8").splitlines():
            statement += line + "\n"
            if sqlite3.complete_statement(statement):
                yield statement
                statement = ""


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
