import shutil
import sqlite3
from pathlib import Path

import pytest

from vectorstore import Library, SentenceEmbedder
from vectorstore.errors import StoreUnusable
from vectorstore.storage.sqlite.schema import VERSION

OLD = Path(__file__).with_name("stores")


def columns(path: Path) -> dict[str, list[str]]:
    connection = sqlite3.connect(path)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {name: sorted(row[1] for row in connection.execute(f"PRAGMA table_info('{name}')")) for name in tables}
    connection.close()
    return found


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_store_of_an_older_version_is_brought_up_and_answers(
    tmp_path: Path, embedder: SentenceEmbedder, version: int
) -> None:
    store = tmp_path / "store"
    store.mkdir()
    shutil.copyfile(OLD / f"schema-{version}.sqlite3", store / "catalog.sqlite3")
    library = Library.open(store, embedder)
    assert [document.name for document in library.documents()] == ["letter.txt", "tide.md"]
    assert "7.2 m" in library.search("How high does the spring tide rise?")[0].passage.text
    Library.open(tmp_path / "new", embedder).documents()
    assert columns(store / "catalog.sqlite3") == columns(tmp_path / "new" / "catalog.sqlite3")
    (tmp_path / "letter.txt").write_text("The neap tide rises 3.2 m.\n")
    assert [file.status for file in library.add([tmp_path / "letter.txt"]).files] == ["replaced"]
    library.settle()
    assert library.verify() == ()


def test_a_migration_that_breaks_off_leaves_the_old_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "catalog.sqlite3"
    shutil.copyfile(OLD / "schema-1.sqlite3", path)
    before = columns(path)

    def broken(*scripts: str) -> list[str]:
        return ["ALTER TABLE names ADD COLUMN changed_ns INTEGER NOT NULL DEFAULT 0", "SELECT nothing"]

    with monkeypatch.context() as patched:
        patched.setattr("vectorstore.storage.sqlite.schema.statements", broken)
        with pytest.raises(StoreUnusable):
            Library.open(tmp_path).documents()
    assert columns(path) == before
    assert len(Library.open(tmp_path).documents()) == 2


def test_a_store_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite3"
    shutil.copyfile(OLD / "schema-1.sqlite3", path)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = columns(path)
    with pytest.raises(StoreUnusable, match="newer Footnote"):
        Library.open(tmp_path).documents()
    assert columns(path) == before


def test_a_store_from_before_identifiers_is_indexed_anew(tmp_path: Path, embedder: SentenceEmbedder) -> None:
    shutil.copyfile(OLD / "schema-4.sqlite3", tmp_path / "catalog.sqlite3")
    library = Library.open(tmp_path, embedder)
    (hit,) = (hit for hit in library.search("Which gate was opened on 2024-03-03?") if "gate" in hit.passage.text)
    assert hit.coverage == 1
    assert library.unknown_words("Was it on 03/03/2024 or on 2024-03-04?") == ("2024-03-04",)
