import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.fixtures.documents import text
from tests.fixtures.dump import dump
from tests.fixtures.table import TableEmbedder
from vectorstore import Library
from vectorstore.errors import BackupFailed
from vectorstore.maintenance.backup import restore
from vectorstore.types import Cure


@pytest.fixture
def kept(table: Library, folder: Path, tmp_path: Path) -> Path:
    for number in range(8):
        (folder / f"shed-{number}.md").write_text(text(number, 1, 6))
    table.sync(folder)
    (tmp_path / "letter.txt").write_text("The letter of the harbour master.")
    table.add([tmp_path / "letter.txt"])
    table.settle()
    return table.backup(tmp_path / "backup")


def test_what_comes_back_is_what_was_kept(table: Library, kept: Path, tmp_path: Path) -> None:
    assert {path.name for path in kept.iterdir()} == {"backup.json", "catalog.sqlite3", "originals"}
    restore(kept, tmp_path / "elsewhere" / "store")
    back = Library.open(tmp_path / "elsewhere" / "store", TableEmbedder())
    back.maintenance.run()
    assert dump(back.store) == dump(table.store)
    assert back.original("letter.txt").read_text() == "The letter of the harbour master."
    assert [h.passage.passage_id for h in back.search("rope")] == [h.passage.passage_id for h in table.search("rope")]
    assert back.verify() == () and (back.store / "index" / "current").exists()


def test_what_was_removed_before_is_not_in_a_backup(table: Library, kept: Path, tmp_path: Path) -> None:
    table.remove("letter.txt")
    table.settle()
    later = table.backup(tmp_path / "later")
    assert b"harbour master" not in (later / "catalog.sqlite3").read_bytes()
    assert not list((later / "originals").iterdir())


def test_artifacts_are_kept_and_come_back(table: Library, kept: Path, tmp_path: Path) -> None:
    table.artifacts.write("calibration.json", '{"none": {}}')
    table.artifacts.append("evaluations/feedback.jsonl", "{}")
    later = table.backup(tmp_path / "later")
    restore(later, tmp_path / "elsewhere")
    back = Library.open(tmp_path / "elsewhere", TableEmbedder())
    assert back.artifacts.read("calibration.json") == '{"none": {}}'
    assert back.artifacts.read("evaluations/feedback.jsonl") == "{}\n"
    (later / "calibration.json").write_text("{}")
    with pytest.raises(BackupFailed, match="not what was backed up"):
        restore(later, tmp_path / "another")


def test_nothing_is_written_over(table: Library, kept: Path) -> None:
    with pytest.raises(BackupFailed, match="exists already"):
        table.backup(kept)
    with pytest.raises(BackupFailed, match="holds a library already"):
        restore(kept, table.store)


def _flip(kept: Path) -> None:
    content = bytearray((kept / "catalog.sqlite3").read_bytes())
    content[len(content) // 2] ^= 1
    (kept / "catalog.sqlite3").write_bytes(content)


def _upload(kept: Path) -> None:
    next((kept / "originals").iterdir()).write_text("Another letter.")


def _lost(kept: Path) -> None:
    next((kept / "originals").iterdir()).unlink()


def _no_manifest(kept: Path) -> None:
    (kept / "backup.json").unlink()


def _climbs(kept: Path) -> None:
    manifest = json.loads((kept / "backup.json").read_text())
    manifest["files"]["../../outside"] = "0" * 64
    (kept / "backup.json").write_text(json.dumps(manifest))


def _code(kept: Path) -> None:
    """A trigger in the database, with a manifest that fits."""
    import hashlib

    connection = sqlite3.connect(kept / "catalog.sqlite3")
    connection.execute("CREATE TRIGGER t AFTER INSERT ON facts BEGIN DELETE FROM names; END")
    connection.commit()
    connection.close()
    manifest = json.loads((kept / "backup.json").read_text())
    digest = hashlib.sha256((kept / "catalog.sqlite3").read_bytes()).hexdigest()
    manifest["files"]["catalog.sqlite3"] = digest
    (kept / "backup.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize("harm", [_flip, _upload, _lost, _no_manifest, _climbs, _code])
def test_a_backup_that_is_not_whole_is_refused_and_leaves_nothing(kept: Path, tmp_path: Path, harm: object) -> None:
    assert callable(harm)
    harm(kept)
    store = tmp_path / "elsewhere"
    with pytest.raises(BackupFailed):
        restore(kept, store)
    assert not (store / "catalog.sqlite3").exists() and not store.with_name("elsewhere.partial").exists()


def test_a_store_that_is_damaged_is_told_so(table: Library, kept: Path) -> None:
    shutil.rmtree(table.store / "originals")
    connection = sqlite3.connect(table.store / "catalog.sqlite3")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("DELETE FROM documents WHERE title LIKE 'Shed 3%'")
    connection.execute("DELETE FROM lexical WHERE rowid = 1")
    connection.commit()
    connection.close()
    faults = {fault.message: fault.cure for fault in table.verify()}
    assert faults["catalog: names without a document: 1"] is Cure.RESTORE
    assert faults["catalog: passages without terms: 1"] is Cure.REBUILD_EMBEDDINGS
    assert [cure for message, cure in faults.items() if "original of an upload" in message] == [Cure.ADD_AGAIN]
