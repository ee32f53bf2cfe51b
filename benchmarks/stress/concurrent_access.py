"""Threads and processes ask while one process replaces documents without pause: no error, no half-replaced document.

Run: python -m benchmarks.stress.concurrent_access [SECONDS]. Figures: benchmarks/results/concurrent_access.json
"""

import json
import re
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread, Timer
from typing import Any

from benchmarks.lib import results
from benchmarks.lib.models import HashEmbedder
from benchmarks.lib.processes import module, result_of, started
from benchmarks.stress.workload import document_text
from vectorstore import Library

DOCUMENTS, PARTS = 12, 4
READERS = 4  # threads, and as many processes
READER = "--reader"
_VERSION = re.compile(r"version (\d+)")


@dataclass
class Seen:
    """How many questions readers asked, and what was wrong."""

    questions: int = 0
    wrong: list[str] = field(default_factory=list)


def write_all(folder: Path, version: int) -> None:
    """Writes every document in a version."""
    for number in range(DOCUMENTS):
        (folder / f"shed-{number}.md").write_text(document_text(number, version, PARTS))


def versions_in(text: str) -> set[int]:
    """The versions that a text names; a whole document names one."""
    return {int(version) for version in _VERSION.findall(text)}


def read(store: Path, seen: Seen, ended: Event) -> None:
    """Searches and reads without pause; a document must be of one version, and never older than it was before."""
    library, newest = Library.open(store, HashEmbedder(), "none"), Counter[str]()
    turn = 0
    while not ended.is_set():
        name = f"shed-{turn % DOCUMENTS}.md"
        turn += 1
        try:
            hits = library.search(f"Where is the rope of shed {turn % DOCUMENTS} kept?", k=5)
            versions = versions_in(library.text(name))
            held = library.documents()
        except Exception as error:
            seen.wrong.append(f"{type(error).__name__}: {error}")
            continue
        seen.questions += 1
        by_source: dict[str, set[int]] = {}
        for hit in hits:
            found = versions_in(hit.passage.text)
            by_source.setdefault(hit.source, set()).update(found)
            if len(found) != 1:
                seen.wrong.append(f"half-replaced: a passage of {hit.source} has versions {found}")
        if len(versions) != 1 or len(hits) != 5:
            seen.wrong.append(f"half-replaced: {name} has versions {versions}; {len(hits)} hits")
        seen.wrong += [f"two versions of {source} in one answer: {v}" for source, v in by_source.items() if len(v) > 1]
        if len(held) != DOCUMENTS:
            seen.wrong.append(f"{len(held)} documents instead of {DOCUMENTS}")
        version = max(versions)
        if version < newest[name]:
            seen.wrong.append(f"{name} went back from version {newest[name]} to {version}")
        newest[name] = version


def read_for(store: Path, seconds: float) -> Seen:
    """What one reader saw in so many seconds."""
    seen, ended = Seen(), Event()
    Timer(seconds, ended.set).start()
    read(store, seen, ended)
    return seen


def replace_all(library: Library, folder: Path, version: int, wrong: list[str]) -> None:
    """Replaces every document by its next version, and checks that the change is visible once it is acknowledged."""
    write_all(folder, version)
    report = library.sync(folder)
    if report.counts != {"replaced": DOCUMENTS}:
        wrong.append(f"the writer: {report.counts}")
    held = {found for n in range(DOCUMENTS) for found in versions_in(library.text(f"shed-{n}.md"))}
    if held != {version}:
        wrong.append(f"acknowledged version {version}, but the documents have {held}")


def concurrent_access(root: Path, seconds: float) -> dict[str, Any]:
    """What readers in threads and processes saw while this process replaced every document over and over."""
    folder, store = root / "papers", root / "store"
    folder.mkdir()
    write_all(folder, 1)
    library = Library.open(store, HashEmbedder(), "none")
    library.sync(folder)
    library.settle()
    seen, ended = Seen(), Event()
    threads = [Thread(target=read, args=(store, seen, ended)) for _ in range(READERS)]
    with ExitStack() as stack:
        command = module("benchmarks.stress.concurrent_access", READER, store, seconds)
        processes = [stack.enter_context(started(command)) for _ in range(READERS)]
        for thread in threads:
            thread.start()
        version, until = 1, time.monotonic() + seconds
        while time.monotonic() < until:
            version += 1
            replace_all(library, folder, version, seen.wrong)
        ended.set()
        for thread in threads:
            thread.join()
        others = [result_of(process) for process in processes]
    library.settle()
    return {
        "seconds": seconds,
        "syncs of all documents": version - 1,
        "documents replaced": (version - 1) * DOCUMENTS,
        "questions of threads": seen.questions,
        "questions of processes": sum(other["questions"] for other in others),
        "wrong": seen.wrong + [what for other in others for what in other["wrong"]],
        "faults afterwards": [fault.message for fault in library.verify()],
    }


def main() -> None:
    """Prints the figures and writes them; with --reader, is one of the reading processes."""
    if sys.argv[1:2] == [READER]:
        print(json.dumps(vars(read_for(Path(sys.argv[2]), float(sys.argv[3])))))
        return
    with tempfile.TemporaryDirectory() as folder:
        result = concurrent_access(Path(folder), float(sys.argv[1]) if len(sys.argv) > 1 else 600)
    results.publish("concurrent_access", result)


if __name__ == "__main__":
    main()
