"""IndexSnapshots as they come and go: who reads one keeps it, what is damaged is noticed and built anew."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from tests.fixtures.texts import text
from vectorstore import Library
from vectorstore.storage.sqlite.scope import Scope
from vectorstore.storage.sqlite.vector_index.checksums import IndexDamaged, opened


@pytest.fixture
def held(table: Library, folder: Path) -> Library:
    for number in range(8):
        (folder / f"shed-{number}.md").write_text(text(number, 1, 6))
    table.sync(folder)
    table.settle()
    assert table.searcher.index.snapshots.current() == "gen-1"
    return table


def sources(library: Library) -> list[str]:
    return [hit.passage.passage_id for hit in library.search("the rope of shed 3")]


def test_one_that_is_being_read_stays_open_until_it_is_let_go(held: Library) -> None:
    snapshots, vector = held.searcher.index.snapshots, np.ones(384, dtype=np.float32)
    with snapshots.borrowed() as old:
        assert old
        snapshots.build()
        assert snapshots.current() == "gen-2"
        assert len(old.nearest(vector, "default", 5)) == 5
        with snapshots.borrowed() as new:
            assert new and new.folder.name == "gen-2"
        assert len(old.nearest(vector, "default", 5)) == 5
    assert {path.name for path in (held.store / "index").iterdir()} == {"gen-2", "current"}
    with pytest.raises(IndexDamaged):
        old.nearest(vector, "default", 5)


def test_one_that_stops_answering_is_given_up_and_built_anew(held: Library, caplog: pytest.LogCaptureFixture) -> None:
    expected = sources(held)
    with held.searcher.index.snapshots.borrowed() as snapshot:
        assert snapshot
        snapshot._indices.clear()  # as if Chroma failed
    assert sources(held) == expected
    assert "exact search goes on" in caplog.text and "damaged" in held.maintenance.says
    held.maintenance.now()
    assert held.maintenance.says == "" and held.searcher.index.snapshots.current() == "gen-2"
    assert sources(held) == expected


def test_a_process_whose_generation_was_deleted_answers_and_goes_over_to_the_next(held: Library) -> None:
    other = Library.open(held.store, held.embedder)
    expected = sources(other)
    with other.searcher.index.snapshots.borrowed() as snapshot:
        assert snapshot
    held.searcher.index.snapshots.build()
    snapshot._indices.clear()  # what Chroma does once its files are gone
    for _ in range(3):
        assert sources(other) == expected
    assert other.searcher.index.snapshots.damage is None


def test_another_process_goes_over_to_the_next_one(held: Library) -> None:
    other = Library.open(held.store, held.embedder)
    before = sources(other)
    held.searcher.index.snapshots.build()
    assert sources(other) == before
    other.searcher.index.snapshots._advance()
    with other.searcher.index.snapshots.borrowed() as snapshot:
        assert snapshot and snapshot.folder.name == "gen-2"
    assert sources(other) == before


@pytest.mark.parametrize("what", ["pointer", "pointer gone", "manifest", "vectors", "database", "more", "all"])
def test_damage_is_noticed_searched_without_and_mended(held: Library, what: str) -> None:
    expected = sources(held)
    folder = held.store / "index" / "gen-1"
    vectors = next(folder.glob("*/data_level0.bin"))
    if what == "pointer":
        (folder.parent / "current").write_text("gen-../../etc")
    elif what == "pointer gone":
        (folder.parent / "current").unlink()
    elif what == "manifest":
        (folder / "snapshot.json").write_text((folder / "snapshot.json").read_text().replace("1", "2", 1))
    elif what == "vectors":
        content = bytearray(vectors.read_bytes())
        content[len(content) // 2] ^= 1
        vectors.write_bytes(content)
    elif what == "database":
        with (folder / "chroma.sqlite3").open("r+b") as file:
            file.truncate(9_000)
    elif what == "more":
        (vectors.parent / "more.bin").write_bytes(b"x")
    else:
        shutil.rmtree(folder)
    again = Library.open(held.store, held.embedder)
    assert sources(again) == expected
    assert again.searcher.index.snapshots.facts() is None
    assert what == "pointer gone" or any("footnote rebuild" in fault for fault in again.verify())
    again.maintenance.now()
    assert again.searcher.index.snapshots.facts() is not None and again.verify() == ()
    assert sources(again) == sources(Library.open(held.store, held.embedder)) == expected


def test_opening_and_asking_leaves_the_seal_whole(held: Library) -> None:
    for _ in range(3):
        assert sources(Library.open(held.store, held.embedder))
    assert opened(held.store / "index" / "gen-1")["rows"] == {"default": sum(d.passages for d in held.documents())}
    (held.store / "index" / "gen-1" / "snapshot.json").write_text("")
    with pytest.raises(IndexDamaged):
        opened(held.store / "index" / "gen-1")


def test_a_collection_too_small_for_an_index_is_searched_beside_one_that_has_one(held: Library, tmp_path: Path) -> None:
    (tmp_path / "small.txt").write_text("A small one.")
    held.add([tmp_path / "small.txt"], collection="small")
    held.searcher.index.snapshots.build()
    assert [hit.source for hit in held.search("anything", collection="small")] == ["small.txt"]
    with held.searcher.catalog.read() as connection:
        assert not held.searcher.index.is_stale(connection)


def test_as_many_as_asked_for_come_back_when_most_were_removed(held: Library) -> None:
    held.maintenance.soon = lambda: None
    held.remove([f"shed-{number}.md" for number in range(7)])
    left = held.documents()[0].passages
    with held.searcher.catalog.read() as connection:
        vector = held.embedder.encode(["rope"])[0]
        found = held.searcher.index.nearest(connection, vector, Scope("default"), left)
    assert len(found) == left


def test_what_a_killed_build_left_is_swept_away(held: Library) -> None:
    (held.store / "index" / "gen-9").mkdir()
    (held.store / "index" / "gen-9" / "chroma.sqlite3").write_bytes(b"half")
    held.maintenance.now()
    assert {path.name for path in (held.store / "index").iterdir()} == {"gen-1", "current"}
