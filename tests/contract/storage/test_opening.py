"""Opening and closing"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.fixtures.documents import put
from tests.fixtures.engines import Engine
from vectorstore.storage import Store


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
