from pathlib import Path

from tests.fixtures.documents import put
from vectorstore.storage.sqlite.connection import Database
from vectorstore.storage.sqlite.scope import whole
from vectorstore.storage.sqlite.store import DATABASE, SqliteStore
from vectorstore.storage.sqlite.tables import lexical
from vectorstore.text.analysis import content_terms


def test_scores_do_not_depend_on_whether_the_engine_is_told_the_collection(tmp_path: Path) -> None:
    """Where there is one collection the expression leaves it out, which saves a walk through every row."""
    store = SqliteStore(tmp_path)
    for number in range(12):
        put(store, f"{number}.txt", f"Rope {number} is kept in bay {number % 4}, lamp {number % 3} beside it.")
    terms = content_terms("Which rope is kept beside lamp 2 in bay 3?")
    wanted = " OR ".join(f'"{term}"' for term in terms)
    with Database(tmp_path / DATABASE).read() as connection:
        alone = lexical.match(connection, terms, whole("default"), 10)
        rows = connection.execute(
            "SELECT rowid, -rank FROM lexical WHERE lexical MATCH ? ORDER BY rank, rowid LIMIT 10",
            (f"{whole('default').expression} AND {{terms around}} : ({wanted})",),
        ).fetchall()
    assert dict(rows) == alone and len(alone) == 10
