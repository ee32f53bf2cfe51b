"""Makes backups while a store is written to, and restores each: the result is a state that the store was in.

Run: python -m benchmarks.stress.backups [TIMES]. Figures: benchmarks/results/backups.json
"""

import shutil
import sys
import tempfile
from pathlib import Path
from threading import Event, Thread
from typing import Any

from benchmarks.lib import results
from benchmarks.lib.models import HashEmbedder
from benchmarks.stress.concurrent_access import DOCUMENTS, PARTS, versions_in, write_all
from benchmarks.stress.workload import document_text
from vectorstore import Library
from vectorstore.maintenance.backup import restore


def inconsistencies(store: Path) -> list[str]:
    """What no state of the store can be: documents are replaced one by one by name, and the upload after them."""
    library = Library.open(store, HashEmbedder(), "none")
    wrong = [fault.message for fault in library.verify()]
    names = sorted(f"shed-{number}.md" for number in range(DOCUMENTS))
    versions = [versions_in(library.text(name)) for name in names]
    if any(len(found) != 1 for found in versions):
        wrong.append(f"half-replaced documents: {versions}")
        return wrong
    order = [max(found) for found in versions]
    if order != sorted(order, reverse=True) or order[0] - order[-1] > 1:
        wrong.append(f"versions that were never stored together: {order}")
    upload = max(versions_in(library.text("letter.md")))
    if not order[0] - 1 <= upload <= order[-1]:
        wrong.append(f"version {upload} of the upload beside {order}")
    if library.original("letter.md").read_text() != document_text(100, upload, 1):
        wrong.append("the original of the upload is another")
    return wrong


def backups(root: Path, times: int) -> dict[str, Any]:
    """What was wrong with so many backups, each made while a thread wrote, and restored as a store of its own."""
    folder, store, letter = root / "papers", root / "store", root / "letter.md"
    folder.mkdir()
    library = Library.open(store, HashEmbedder(), "none")
    ended, version, wrong = Event(), 0, list[str]()

    def write_one_version() -> None:
        nonlocal version
        version += 1
        write_all(folder, version)
        library.sync(folder)
        letter.write_text(document_text(100, version, 1))
        library.add([letter])

    def write() -> None:
        while not ended.is_set():
            write_one_version()

    write_one_version()
    writer = Thread(target=write)
    writer.start()
    first = version
    try:
        for number in range(times):
            copy, restored = root / f"backup-{number}", root / f"restored-{number}"
            library.backup(copy)
            restore(copy, restored)
            wrong += [f"backup {number}: {what}" for what in inconsistencies(restored)]
            last = version
            shutil.rmtree(copy)
            shutil.rmtree(restored, ignore_errors=True)  # a connection that is being closed deletes its own files
    finally:
        ended.set()
        writer.join()
        library.settle()
    return {"backups": times, "parts": PARTS, "versions written meanwhile": last - first, "wrong": wrong}


def main() -> None:
    """Prints the figures and writes them."""
    with tempfile.TemporaryDirectory() as folder:
        result = backups(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else 50)
    results.publish("backups", result)


if __name__ == "__main__":
    main()
