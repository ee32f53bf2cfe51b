"""The writer lock as a library meets it; what every engine's lock does is in the contract suite."""

import sys
from pathlib import Path

import pytest

from tests.fixtures.processes import started
from vectorstore import Library
from vectorstore.errors import StoreBusy

HOLD = """
import sys, time
from pathlib import Path
from vectorstore.storage.sqlite.lock import WriterLock
with WriterLock.of(Path(sys.argv[1])).held("sync of papers"):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_library_that_another_process_writes_is_read_and_says_who_writes(table: Library, folder: Path) -> None:
    with started(sys.executable, "-c", HOLD, table.store) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        with pytest.raises(StoreBusy, match=rf"process {holder.pid} \(sync of papers"):
            table.sync(folder)
        assert table.search("anything") == ()
    assert table.sync(folder).files == ()
    assert not (table.store / "writer.json").exists()
