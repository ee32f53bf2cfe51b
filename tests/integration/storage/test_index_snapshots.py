"""Index snapshots as they come and go: who reads one keeps it, a damaged one is noticed and built anew."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.fixtures.documents import maintain, put, remove, vector_of
from tests.fixtures.processes import wait_until
from vectorstore.storage.sqlite.connection import Database
from vectorstore.storage.sqlite.scope import whole
from vectorstore.storage.sqlite.store import DATABASE, INDEX, SqliteStore
from vectorstore.storage.sqlite.vector_index.checksums import MANIFEST, IndexDamaged, checked_manifest
from vectorstore.storage.sqlite.vector_index.index import VectorIndex
from vectorstore.types import Cure, Scope

QUESTION = vector_of("Which buoy flashes?")
DOCUMENTS = 40


@dataclass(frozen=True)
class Reader:
    """A store's index, opened apart from the store."""

    database: Database
    index: VectorIndex

    @classmethod
    def of(cls, folder: Path) -> "Reader":
        database = Database(folder / DATABASE)
        return cls(database, VectorIndex(database, folder / INDEX))

    def nearest(self, collection: str = "default") -> list[int]:
        with self.database.read() as connection:
            return list(self.index.nearest(connection, QUESTION, whole(collection), 5))

    @property
    def is_stale(self) -> bool:
        with self.database.read() as connection:
            return self.index.is_stale(connection)

    @property
    def opened(self) -> str | None:
        """The name of the snapshot that serves searches."""
        with self.index.snapshots.borrowed() as snapshot:
            return snapshot.folder.name if snapshot else None


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with an index snapshot."""
    store = SqliteStore(tmp_path_factory.mktemp("indexed"))
    for number in range(DOCUMENTS):
        put(store, f"{number}.txt", f"Buoy {number} flashes.")
    assert maintain(store) == ["indexing"]
    store.close()
    return store.folder


@pytest.fixture
def held(indexed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(indexed, tmp_path / "held"))


def listed(folder: Path) -> set[str]:
    return {path.name for path in (folder / INDEX).iterdir()}


def test_one_that_is_being_read_stays_open_until_it_is_let_go(held: Path) -> None:
    snapshots = Reader.of(held).index.snapshots
    with snapshots.borrowed() as old:
        assert old and old.folder.name == "gen-1"
        assert snapshots.build() and snapshots.current() == "gen-2"
        assert len(old.nearest(QUESTION, "default", 5)) == 5
        with snapshots.borrowed() as new:
            assert new and new.folder.name == "gen-2"
        assert len(old.nearest(QUESTION, "default", 5)) == 5
    assert listed(held) == {"gen-2", "current"}
    with pytest.raises(IndexDamaged):
        old.nearest(QUESTION, "default", 5)


def test_one_that_stops_answering_is_given_up_and_built_anew(held: Path, caplog: pytest.LogCaptureFixture) -> None:
    reader = Reader.of(held)
    expected = reader.nearest()
    with reader.index.snapshots.borrowed() as snapshot:
        assert snapshot
        snapshot.close()  # as if Chroma failed
    assert reader.nearest() == expected
    assert "exact search goes on" in caplog.text and reader.index.snapshots.damage and reader.is_stale
    assert reader.index.snapshots.build()
    assert reader.index.snapshots.damage is None and not reader.is_stale
    assert reader.nearest() == expected and reader.opened == "gen-2"


def test_a_process_whose_snapshot_was_deleted_answers_and_goes_over_to_the_next(held: Path) -> None:
    writer, other = Reader.of(held), Reader.of(held)
    expected = other.nearest()
    with other.index.snapshots.borrowed() as snapshot:
        assert snapshot
    assert writer.index.snapshots.build() and listed(held) == {"gen-2", "current"}
    snapshot.close()  # what Chroma does once its files are gone
    for _ in range(3):
        assert other.nearest() == expected
    assert other.index.snapshots.damage is None


def test_another_process_goes_over_to_the_next_one(held: Path) -> None:
    writer, other = Reader.of(held), Reader.of(held)
    expected = other.nearest()
    assert other.opened == "gen-1" and writer.index.snapshots.build()
    assert other.nearest() == expected
    wait_until(lambda: other.opened == "gen-2")
    assert other.nearest() == expected


def _pointer(folder: Path) -> None:
    (folder.parent / "current").write_text("gen-../../etc")


def _no_pointer(folder: Path) -> None:
    (folder.parent / "current").unlink()


def _manifest(folder: Path) -> None:
    (folder / MANIFEST).write_text((folder / MANIFEST).read_text().replace("1", "2", 1))


def _no_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_text("{")


def _vectors(folder: Path) -> None:
    (vectors,) = folder.glob("*/data_level0.bin")
    content = bytearray(vectors.read_bytes())
    content[len(content) // 2] ^= 1
    vectors.write_bytes(content)


def _database(folder: Path) -> None:
    with (folder / "chroma.sqlite3").open("r+b") as file:
        file.truncate(9_000)


def _more(folder: Path) -> None:
    next(folder.glob("*/data_level0.bin")).with_name("more.bin").write_bytes(b"x")


@pytest.mark.parametrize(
    "harm", [_pointer, _no_pointer, _manifest, _no_manifest, _vectors, _database, _more, shutil.rmtree]
)
def test_damage_is_noticed_searched_without_and_mended(
    held: Path, harm: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    expected = Reader.of(held).nearest()
    harm(held / INDEX / "gen-1")
    store = SqliteStore(held)

    def nearest() -> list[int]:
        with store.read() as snapshot:
            return list(snapshot.nearest(QUESTION, Scope("default"), 5))

    assert nearest() == expected
    if harm is not _no_pointer:
        assert "exact search goes on" in caplog.text and store.damage
        assert [fault.cure for fault in store.faults()] == [Cure.REBUILD_INDEX]
    assert maintain(store) == ["indexing"]
    assert store.faults() == [] and store.damage is None and Reader.of(held).index.snapshots.facts() is not None
    assert nearest() == Reader.of(held).nearest() == expected


def test_opening_and_asking_leaves_the_checksums_as_they_were(held: Path) -> None:
    for _ in range(3):
        assert Reader.of(held).nearest()
    assert checked_manifest(held / INDEX / "gen-1")["rows"] == {"default": DOCUMENTS}


def test_a_collection_too_small_for_an_index_is_searched_beside_one_that_has_one(held: Path) -> None:
    put(SqliteStore(held), "small.txt", "A small one.", collection="small")
    reader = Reader.of(held)
    assert reader.index.snapshots.build() and not reader.is_stale
    assert len(reader.nearest("small")) == 1 and len(reader.nearest()) == 5


def test_it_is_built_anew_once_much_was_added_or_anything_removed(held: Path) -> None:
    store, reader = SqliteStore(held), Reader.of(held)
    assert not reader.is_stale
    put(store, "many.txt", *(f"Whistle {number}." for number in range(256)))
    assert not reader.is_stale
    put(store, "more.txt", "One more.")
    assert reader.is_stale and reader.index.snapshots.build() and not reader.is_stale
    remove(store, "more.txt")
    assert reader.is_stale


def test_what_a_killed_build_left_is_swept_away(held: Path) -> None:
    (held / INDEX / "gen-9").mkdir()
    (held / INDEX / "gen-9" / "chroma.sqlite3").write_bytes(b"half")
    assert maintain(SqliteStore(held)) == []
    assert listed(held) == {"gen-1", "current"}


def test_a_snapshot_keeps_no_text(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path)
    put(store, "a.txt", *(f"The word xylorimba stands in part {number}." for number in range(DOCUMENTS)))
    assert maintain(store) == ["indexing"]
    files = [path for path in (tmp_path / INDEX).rglob("*") if path.is_file()]
    assert len(files) > 5 and not any(b"xylorimba" in path.read_bytes() for path in files)
