"""Writers"""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen
from threading import Event, Thread

import pytest

from tests.fixtures.documents import prepared, put, vector_of, write
from tests.fixtures.engines import ENGINES, Engine
from tests.fixtures.processes import started
from vectorstore.errors import StoreBusy
from vectorstore.storage import Store
from vectorstore.types import Scope

ALL = Scope("default")
HOLD = """
import sys, time
from pathlib import Path
from tests.fixtures.engines import ENGINES
with ENGINES[sys.argv[1]].open(Path(sys.argv[2])).hold("sync of papers"):
    print("held", flush=True)
    time.sleep(600)
"""


@contextmanager
def another_writer(engine: Engine, folder: Path) -> Iterator[Popen[str]]:
    """Another process, which holds the store."""
    name = next(name for name, known in ENGINES.items() if known is engine)
    with started(sys.executable, "-c", HOLD, name, folder) as process:
        assert process.stdout and process.stdout.readline() == "held\n"
        yield process


def test_a_second_process_is_told_who_writes(engine: Engine, folder: Path, store: Store) -> None:
    """One process writes at a time: another is told at once who writes and for what task, and can open and read."""
    put(store, "a.txt", "The rope is in the loft.")
    with another_writer(engine, folder) as holder:
        with pytest.raises(StoreBusy) as error, store.hold("add"):
            pass
        assert error.value.facts["store"] == folder
        assert f"process {holder.pid} (sync of papers" in str(error.value.facts["holder"])
        reader = engine.open(folder)
        with reader.read() as snapshot:
            assert len(snapshot.match(["rope"], ALL, 5)) == 1
        reader.close()
        holder.kill()
        holder.wait()
        put(store, "b.txt", "The lamp is in the hold.")


def test_threads_of_a_process_hold_the_store_together(engine: Engine, folder: Path, store: Store) -> None:
    """Threads of one process hold the store at the same time, through one opened store or several."""
    with store.hold("sync of papers"), ThreadPoolExecutor(1) as thread:
        thread.submit(put, store, "a.txt", "The rope is in the loft.").result()
        thread.submit(put, engine.open(folder), "b.txt", "The lamp is in the hold.").result()
    with store.read() as snapshot:
        assert len(snapshot.documents("default")) == 2


def test_threads_take_turns(store: Store) -> None:
    """A change waits while another thread has its turn, and a thread may change the store during its own."""
    began, ended = Event(), Event()

    def change() -> None:
        began.set()
        put(store, "b.txt", "The lamp is in the hold.")
        ended.set()

    thread = Thread(target=change)
    with store.hold("sync of papers"), store.turn():
        thread.start()
        assert began.wait(60) and not ended.wait(0.1)
        put(store, "a.txt", "The rope is in the loft.")
        with store.read() as snapshot:
            assert [document.name for document in snapshot.documents("default")] == ["a.txt"]
    thread.join(60)
    assert ended.is_set()


def test_readers_meet_whole_documents_while_others_write(store: Store) -> None:
    """Any number of threads read while another writes, and each meets documents that are whole."""
    done = Event()

    def replace(number: int, version: int) -> None:
        parts = [f"Part {part} of crate {number} in version {version}." for part in range(3)]
        put(store, f"{number}.txt", *parts)

    def look() -> int:
        looks = 0
        while not done.is_set() or not looks:
            with store.read() as snapshot:
                held = {document.key: snapshot.source(document.key).text for document in snapshot.every_document()}
                keys = [*snapshot.match(["part"], ALL, 50), *snapshot.nearest(vector_of("Part"), ALL, 50)]
                found = snapshot.found(keys)
                for key, text in held.items():
                    assert "\n\n".join(passage.text for passage in snapshot.passages(key)) == text
                assert sorted(one.passage.text for one in found.values()) == sorted(
                    "\n\n".join(held.values()).split("\n\n")
                )
                assert len(keys) == 6 * len(held) == 30
            looks += 1
        return looks

    for number in range(5):
        replace(number, 0)
    with ThreadPoolExecutor(8) as threads:
        looks = [threads.submit(look) for _ in range(8)]
        try:
            for version in range(1, 13):
                replace(version % 5, version)
        finally:
            done.set()
        assert all(look.result() for look in looks)


def test_a_change_of_several_documents_is_one(store: Store) -> None:
    """A change may write several documents, also under one name after another; its end makes all of them visible."""
    with store.hold("test"), store.write() as change:
        for number in range(3):
            write(change, "a.txt", prepared(f"Rope {number}."))
            write(change, f"{number}.txt", prepared(f"Lamp {number}."))
    with store.read() as snapshot:
        assert [info.name for info in snapshot.documents("default")] == ["0.txt", "1.txt", "2.txt", "a.txt"]
        assert len(snapshot.match(["rope"], ALL, 5)) == 1
