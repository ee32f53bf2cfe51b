from pathlib import Path

from vectorstore import Library
from vectorstore.storage.sqlite import lexical
from vectorstore.storage.sqlite.scope import Scope
from vectorstore.text.analysis import content_terms


def test_scores_do_not_depend_on_whether_there_is_another_collection(table: Library, folder: Path) -> None:
    for number in range(12):
        (folder / f"{number}.txt").write_text(
            f"Rope {number} is kept in bay {number % 4}, lamp {number % 3} beside it."
        )
    table.sync(folder)
    terms = content_terms("Which rope is kept beside lamp 2 in bay 3?")
    with table.searcher.catalog.read() as connection:
        alone = lexical.match(connection, terms, Scope("default"), 10)
        wanted = lexical._expression(connection, terms, Scope("default"))
        rows = connection.execute(
            "SELECT rowid, -rank FROM lexical WHERE lexical MATCH ? ORDER BY rank, rowid LIMIT 10",
            (f"{Scope('default').expression} AND {wanted}",),
        ).fetchall()
    assert dict(rows) == alone and len(alone) == 10
    table.add([folder / "0.txt"], collection="other")
    with table.searcher.catalog.read() as connection:
        assert len(lexical.match(connection, terms, Scope("other"), 10)) == 1
        assert lexical.match(connection, terms, Scope("nowhere"), 10) == {}
