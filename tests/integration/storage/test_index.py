"""One suite over both ways of searching vectors: with a snapshot in Chroma, and exactly without one."""

from pathlib import Path

import numpy as np
import pytest

from vectorstore import Library, SentenceEmbedder
from vectorstore.errors import StoreUnusable
from vectorstore.storage.sqlite.scope import Scope

NAMES = [f"buoy {number}" for number in range(40)]


@pytest.fixture(params=["exact", "snapshot", "snapshot and newer"])
def buoys(request: pytest.FixtureRequest, tmp_path: Path, embedder: SentenceEmbedder) -> Library:
    folder = tmp_path / "buoys"
    folder.mkdir()
    for name in NAMES[:34] if request.param == "snapshot and newer" else NAMES:
        (folder / f"{name}.txt").write_text(f"The light of {name} flashes every {len(name)} seconds.")
    library = Library.open(tmp_path / "store", embedder)
    if request.param != "exact":
        library.sync(folder)
        library.settle()  # many enough, and a snapshot was built behind
        assert (library.store / "index" / "current").exists()
    for name in NAMES:
        (folder / f"{name}.txt").write_text(f"The light of {name} flashes every {len(name)} seconds.")
    if request.param == "exact":
        library.maintenance.soon = lambda: None
    library.sync(folder)
    return library


def nearest(library: Library, text: str, limit: int, scope: Scope) -> dict[int, float]:
    with library.searcher.catalog.read() as connection:
        return library.searcher.index.nearest(connection, library.embedder.encode([text])[0], scope, limit)


def test_the_nearest_are_those_of_a_full_scan(buoys: Library) -> None:
    scope = Scope("default")
    found = nearest(buoys, "buoy 17", 5, scope)
    with buoys.searcher.catalog.read() as connection:
        rows = connection.execute("SELECT passage_key, vector FROM passages").fetchall()
    vectors = np.stack([np.frombuffer(vector, dtype="<f4") for _, vector in rows])
    scores = vectors @ buoys.embedder.encode(["buoy 17"])[0]
    wanted = np.sort(scores)[::-1][:5]
    assert np.allclose(list(found.values()), wanted, atol=1e-5)
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_removed_documents_are_never_found_and_make_room(buoys: Library) -> None:
    for name in NAMES[:35]:
        buoys.remove(f"{name}.txt")
    found = buoys.search("light of a buoy", k=10)
    assert {hit.source for hit in found} == {f"{name}.txt" for name in NAMES[35:]}


def test_a_replaced_document_shows_only_its_present_text(buoys: Library, tmp_path: Path) -> None:
    (tmp_path / "buoys" / "buoy 3.txt").write_text("The whistle of buoy 3 has been taken ashore.")
    buoys.sync(tmp_path / "buoys")
    (best, *_) = buoys.search("whistle taken ashore")
    assert best.passage.text == "The whistle of buoy 3 has been taken ashore."
    assert not any("buoy 3 flashes" in hit.passage.text for hit in buoys.search("buoy 3 flashes", k=40))


def test_as_many_as_asked_for_come_back(buoys: Library) -> None:
    scope = Scope("default")
    assert [len(nearest(buoys, "light", limit, scope)) for limit in (1, 39, 40, 100)] == [1, 39, 40, 40]


def test_another_collection_is_not_searched(buoys: Library, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("The light of another sea.")
    buoys.add([tmp_path / "other.txt"], collection="other")
    assert {hit.source for hit in buoys.search("light", k=5, collection="other")} == {"other.txt"}
    assert "other.txt" not in {hit.source for hit in buoys.search("light of another sea", k=40)}


def test_a_damaged_generation_leaves_exact_search(
    tmp_path: Path, embedder: SentenceEmbedder, caplog: pytest.LogCaptureFixture
) -> None:
    library = Library.open(tmp_path / "store", embedder)
    path = tmp_path / "a.txt"
    path.write_text("The pilot cutter is moored at the west quay.")
    library.add([path])
    library.searcher.index.snapshots.build()
    library.settle()
    name = library.searcher.index.snapshots.current()
    (library.store / "index" / name / "snapshot.json").write_text("{")
    again = Library.open(tmp_path / "store", embedder)
    assert [hit.source for hit in again.search("pilot cutter")] == ["a.txt"]
    assert "exact search goes on" in caplog.text


def test_a_generation_keeps_no_text(tmp_path: Path, embedder: SentenceEmbedder) -> None:
    library = Library.open(tmp_path / "store", embedder)
    path = tmp_path / "a.md"
    path.write_text("\n\n".join(f"# Part {number}\n\nThe word xylorimba stands here." for number in range(40)))
    library.add([path])
    library.settle()
    assert (library.store / "index" / "gen-1").exists()
    for file in (library.store / "index").rglob("*"):
        assert not file.is_file() or b"xylorimba" not in file.read_bytes()


def test_a_store_of_a_newer_schema_is_refused(library: Library) -> None:
    library.documents()
    with library.searcher.catalog.read() as connection:
        connection.execute("COMMIT")
        connection.execute("PRAGMA user_version = 99")
        connection.execute("BEGIN")
    with pytest.raises(StoreUnusable, match="newer Footnote"):
        Library.open(library.store, library.embedder).documents()
