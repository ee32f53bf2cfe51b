import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.fixtures.processes import started
from vectorstore import Library
from vectorstore.errors import StoreBusy
from vectorstore.storage.sqlite.lock import WriterLock

HOLD = """
import sys
from pathlib import Path
from vectorstore.storage.sqlite.lock import WriterLock
with WriterLock.of(Path(sys.argv[1])).held("sync of papers"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_told_at_once_who_writes(library: Library, folder: Path) -> None:
    with started(sys.executable, "-c", HOLD, library.store, stdin=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        with pytest.raises(StoreBusy, match=rf"process {holder.pid} \(sync of papers"):
            library.sync(folder)
        assert library.search("anything") == ()
        holder.communicate("")
    assert library.sync(folder).files == ()


def test_the_lock_of_a_killed_process_is_free(library: Library, folder: Path) -> None:
    with started(sys.executable, "-c", HOLD, library.store, stdin=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        holder.kill()
    assert library.sync(folder).files == ()


def test_threads_of_one_process_share_the_lock(tmp_path: Path) -> None:
    lock = WriterLock.of(tmp_path)
    inside = threading.Event()

    def write() -> None:
        with lock.held("b"):
            inside.set()

    with lock.held("a"):
        thread = threading.Thread(target=write)
        thread.start()
        assert inside.wait(5)
    thread.join()
    assert not lock._lock.is_locked
