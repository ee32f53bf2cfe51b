"""Backups while a store is written to, each brought back: what comes back is a state that the store was in.

Run: python -m benchmarks.store.backups [TIMES]. Figures: benchmarks/results/backups.json
"""

import json
import re
import shutil
import sys
import tempfile
from pathlib import Path
from threading import Event, Thread
from typing import Any

from benchmarks.store.crowd import DOCUMENTS, PARTS, write_all
from benchmarks.store.scene import text
from benchmarks.store.table import TableEmbedder
from vectorstore import Library
from vectorstore.maintenance.backup import restore

RESULT = Path(__file__).parents[1] / "results" / "backups.json"
_VERSION = re.compile(r"version (\d+)")


def inconsistent(store: Path) -> list[str]:
    """What a state cannot be: documents are replaced one by one in the order of their names, uploads after them."""
    library = Library.open(store, TableEmbedder(), "none")
    wrong = list(library.verify())
    names = sorted(f"shed-{number}.md" for number in range(DOCUMENTS))
    versions = [{int(v) for v in _VERSION.findall(library.text(name))} for name in names]
    if any(len(found) != 1 for found in versions):
        wrong.append(f"half-replaced documents: {versions}")
        return wrong
    order = [max(found) for found in versions]
    if order != sorted(order, reverse=True) or order[0] - order[-1] > 1:
        wrong.append(f"versions that never stood together: {order}")
    upload = max(map(int, _VERSION.findall(library.text("letter.md"))))
    if not order[0] - 1 <= upload <= order[-1]:
        wrong.append(f"version {upload} of the upload beside {order}")
    if library.original("letter.md").read_text() != text(100, upload, 1):
        wrong.append("the original of the upload is another")
    return wrong


def backups(root: Path, times: int) -> dict[str, Any]:
    """What was wrong with so many backups, each made while a thread wrote and brought back as a store of its own."""
    folder, store, letter = root / "papers", root / "store", root / "letter.md"
    folder.mkdir()
    library = Library.open(store, TableEmbedder(), "none")
    ended, version, wrong = Event(), 0, list[str]()

    def write_one_version() -> None:
        nonlocal version
        version += 1
        write_all(folder, version)
        library.sync(folder)
        letter.write_text(text(100, version, 1))
        library.add([letter])

    def write() -> None:
        while not ended.is_set():
            write_one_version()

    write_one_version()
    writer = Thread(target=write)
    writer.start()
    written = [version]
    try:
        for number in range(times):
            kept, back = root / f"backup-{number}", root / f"back-{number}"
            library.backup(kept)
            restore(kept, back)
            wrong += [f"backup {number}: {what}" for what in inconsistent(back)]
            written.append(version)
            shutil.rmtree(kept)
            shutil.rmtree(back, ignore_errors=True)  # a connection that is just being closed deletes files of its own
    finally:
        ended.set()
        writer.join()
        library.settle()
    return {"backups": times, "parts": PARTS, "versions written meanwhile": written[-1] - written[0], "wrong": wrong}


def main() -> None:
    """Print the figures and keep them."""
    with tempfile.TemporaryDirectory() as folder:
        result = backups(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else 50)
    print(json.dumps(result, indent=1))
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
