"""A store in a process that is forked from the one that opened it, whatever that was doing with it."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from tests.fixtures.documents import maintain, put, vector_of
from tests.fixtures.forks import forked, needs_fork
from vectorstore.errors import StoreBusy, StoreInherited
from vectorstore.storage.sqlite.store import SqliteStore
from vectorstore.types import Scope

pytestmark = needs_fork
ALL = Scope("default")
BUOYS = 40


def nearest(store: SqliteStore) -> list[int]:
    with store.read() as snapshot:
        return list(snapshot.nearest(vector_of("Buoy"), ALL, 5))


def hold(store: SqliteStore) -> None:
    with store.hold("add"):
        pass


def write(store: SqliteStore) -> None:
    with store.write():
        pass


USES: list[Callable[[SqliteStore], object]] = [nearest, hold, write, SqliteStore.rebuild_terms, SqliteStore.faults]


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    """A store with an index that is open, as its database is."""
    opened = SqliteStore(tmp_path)
    for number in range(BUOYS):
        put(opened, f"{number}.txt", f"Buoy {number}.")
    assert "indexing" in maintain(opened) and nearest(opened)
    return opened


def test_a_forked_process_opens_the_store_anew(store: SqliteStore) -> None:
    expected = nearest(store)

    def child() -> None:
        store.close()
        anew = SqliteStore(store.folder)
        assert nearest(anew) == expected and anew.damage is None
        put(anew, "child.txt", "Buoy of the child.")
        assert maintain(anew, force=True) == ["indexing", "erasing"]
        anew.close()

    forked(child)
    assert store.faults() == [] and len(nearest(store)) == 5
    with store.read() as snapshot:
        assert len(snapshot.documents("default")) == BUOYS + 1


def test_an_inherited_store_says_that_it_is_to_be_opened_anew_whatever_other_threads_held(store: SqliteStore) -> None:
    held = Barrier(2)

    def sync() -> None:
        with store.hold("sync of papers"), store.turn():
            held.wait(60)
            held.wait(60)

    def child() -> None:
        for use in USES:
            with pytest.raises(StoreInherited, match="open the library anew in this process") as error:
                use(store)
            assert error.value.facts == {"store": store.folder, "process": os.getppid()}
        store.close()
        anew = SqliteStore(store.folder)
        assert len(nearest(anew)) == 5
        with pytest.raises(StoreBusy, match=f"process {os.getppid()} "):
            put(anew, "child.txt", "Buoy of the child.")

    with ThreadPoolExecutor(1) as threads:
        holding = threads.submit(sync)
        held.wait(60)
        try:
            forked(child)
        finally:
            held.wait(60)
        holding.result()
    put(store, "parent.txt", "Buoy of the parent.")
