"""Threads and processes that ask while one process writes without pause: no error, no half-replaced document.

Run: python -m benchmarks.store.crowd [SECONDS]. Figures: benchmarks/results/crowd.json
"""

import json
import re
import sys
import tempfile
import time
from collections import Counter
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread
from typing import Any

from benchmarks.store.scene import text
from benchmarks.store.table import TableEmbedder
from vectorstore import Library

RESULT = Path(__file__).parents[1] / "results" / "crowd.json"
DOCUMENTS, PARTS = 12, 4
READERS = 4
_VERSION = re.compile(r"version (\d+)")


def write_all(folder: Path, version: int) -> None:
    """Every document in its next version."""
    for number in range(DOCUMENTS):
        (folder / f"shed-{number}.md").write_text(text(number, version, PARTS))


def read(store: Path, counts: Counter[str], wrong: list[str], ended: Event) -> None:
    """Ask and look without pause; a document must be wholly of one version, and of none before one seen already."""
    library, newest = Library.open(store, TableEmbedder(), "none"), Counter[str]()
    turn = 0
    while not ended.is_set():
        name = f"shed-{turn % DOCUMENTS}.md"
        turn += 1
        try:
            hits = library.search(f"Where is the rope of shed {turn % DOCUMENTS} kept?", k=5)
            versions = set(_VERSION.findall(library.text(name)))
            held = library.documents()
        except Exception as error:
            wrong.append(f"{type(error).__name__}: {error}")
            continue
        counts["questions"] += 1
        of_one = {hit.source: set(_VERSION.findall(hit.passage.text)) for hit in hits}
        if len(versions) != 1 or any(len(found) != 1 for found in of_one.values()) or len(hits) != 5:
            wrong.append(f"half-replaced: {name} {versions} {of_one}")
        for source in of_one:
            both = {v for hit in hits if hit.source == source for v in _VERSION.findall(hit.passage.text)}
            if len(both) != 1:
                wrong.append(f"two versions of {source} in one answer: {both}")
        if len(held) != DOCUMENTS:
            wrong.append(f"{len(held)} documents instead of {DOCUMENTS}")
        version = max(map(int, versions))
        if version < newest[name]:
            wrong.append(f"{name} went back from version {newest[name]} to {version}")
        newest[name] = version


def _reader(store: Path, seconds: float, report: Path) -> None:
    counts, wrong, ended = Counter[str](), list[str](), Event()
    Thread(target=lambda: (time.sleep(seconds), ended.set()), daemon=True).start()
    read(store, counts, wrong, ended)
    report.write_text(json.dumps({"questions": counts["questions"], "wrong": wrong}))


def crowd(root: Path, seconds: float) -> dict[str, Any]:
    """What readers saw while the writer, in a process of its own as they are, replaced every document over and over."""
    folder, store = root / "papers", root / "store"
    folder.mkdir()
    write_all(folder, 1)
    library = Library.open(store, TableEmbedder(), "none")
    library.sync(folder)
    library.settle()
    spawn = get_context("spawn")
    reports = [root / f"reader-{number}.json" for number in range(READERS)]
    processes = [spawn.Process(target=_reader, args=(store, seconds, report)) for report in reports]
    for process in processes:
        process.start()
    counts, wrong, ended = Counter[str](), list[str](), Event()
    threads = [Thread(target=read, args=(store, counts, wrong, ended)) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    version, until = 1, time.monotonic() + seconds
    while time.monotonic() < until:
        version += 1
        write_all(folder, version)
        report = library.sync(folder)
        if report.counts != {"replaced": DOCUMENTS}:
            wrong.append(f"the writer: {report.counts}")
        missing = {int(v) for n in range(DOCUMENTS) for v in _VERSION.findall(library.text(f"shed-{n}.md"))} - {version}
        if missing:
            wrong.append(f"acknowledged, but still version {missing}")
    ended.set()
    for waited in (*threads, *processes):
        waited.join()
    library.settle()
    seen = [json.loads(report.read_text()) for report in reports]
    return {
        "seconds": seconds,
        "syncs of all documents": version - 1,
        "documents replaced": (version - 1) * DOCUMENTS,
        "questions of threads": counts["questions"],
        "questions of processes": sum(reader["questions"] for reader in seen),
        "wrong": wrong + [what for reader in seen for what in reader["wrong"]],
        "faults afterwards": library.verify(),
    }


def main() -> None:
    """Print the figures and keep them."""
    with tempfile.TemporaryDirectory() as folder:
        result = crowd(Path(folder), float(sys.argv[1]) if len(sys.argv) > 1 else 600)
    print(json.dumps(result, indent=1))
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
