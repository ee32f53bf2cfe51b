"""Opening and closing"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from tests.fixtures.documents import prepared, put, write
from tests.fixtures.engines import Engine
from vectorstore.storage import Store
from vectorstore.types import Scope


def names(store: Store) -> list[str]:
    with store.read() as snapshot:
        return [document.name for document in snapshot.documents("default")]


def test_opening_creates_no_file(engine: Engine, folder: Path) -> None:
    """Opening a store creates no file; a store is made by its first use."""
    store = engine.open(folder)
    assert list(folder.iterdir()) == [] and store.folder == folder
    assert names(store) == []
    store.close()


def test_what_was_written_is_there_when_the_store_is_opened_again(engine: Engine, folder: Path, store: Store) -> None:
    """Whoever opens the store sees every change that has ended, at once."""
    other = engine.open(folder)
    assert names(other) == []
    put(store, "a.txt", "The rope is in the loft.")
    assert names(other) == names(engine.open(folder)) == ["a.txt"]
    other.close()


def test_a_closed_store_is_opened_by_its_next_use(store: Store) -> None:
    """A closed store is opened again by its next use, by the thread that closed it or by any other."""
    with ThreadPoolExecutor(1) as thread:
        for number in range(3):
            put(store, f"{number}.txt", f"Rope {number}.")
            assert thread.submit(names, store).result() == names(store)
            store.close()
            assert len(thread.submit(names, store).result()) == len(names(store)) == number + 1
            thread.submit(store.close).result()


def test_a_store_is_closed_while_others_use_it(store: Store) -> None:
    """A store may be closed at any moment: what other threads read and write meanwhile goes on as if it were not."""
    done = Event()

    def look() -> int:
        looks = 0
        while not done.is_set() or not looks:
            with store.read() as snapshot:
                before = len(snapshot.documents("default"))
                assert len(snapshot.match(["rope"], Scope("default"), 50)) == before
                assert len(names(store)) == before
            looks += 1
        return looks

    def change() -> None:
        for number in range(30):
            with store.hold("test"), store.write() as change:
                write(change, f"{number}.txt", prepared(f"Rope {number}."))
                assert len(names(store)) == number + 1  # read within the change

    with ThreadPoolExecutor(4) as threads:
        looks = [threads.submit(look) for _ in range(3)]
        writer = threads.submit(change)
        try:
            while not writer.done():
                store.close()
        finally:
            done.set()
        writer.result()
        assert all(one.result() for one in looks)
    assert len(names(store)) == 30


def test_a_snapshot_outlives_the_closing_of_its_store(store: Store) -> None:
    """A snapshot and a change under way stay what they are when their own thread closes the store."""
    put(store, "a.txt", "The rope is in the loft.")
    with store.read() as snapshot:
        store.close()
        assert [info.name for info in snapshot.documents("default")] == names(store) == ["a.txt"]
    with store.hold("test"), store.write() as change:
        write(change, "b.txt", prepared("The lamp is in the hold."))
        store.close()
        assert names(store) == ["a.txt", "b.txt"]
    assert names(store) == ["a.txt", "b.txt"]
