"""A folder watched: whenever something in it changes, the library is made to hold what it holds."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

from watchfiles import watch as changes

from vectorstore.errors import LibraryError
from vectorstore.ingest.scanner import scan
from vectorstore.types import Report

# Changes within this time are one: a copy of many files, or an editor that writes a file in several steps.
TOGETHER_MS = 1_600
LOOK_MS = 200  # how soon it is seen that the watch has begun


def watch(
    folder: Path, sync: Callable[[], Report], without: Path, stop: Event | None = None
) -> Iterator[Report | LibraryError]:
    """The report of a first `sync`, and of one after each burst of changes, until `stop` is set or it is interrupted.

    What changes below `without`, the store, is no change. While another process writes, or a disk is full, the error
    is yielded instead of a report, and the next change tries again.
    """
    store, begun = without.resolve(), False
    scan(folder, store)  # says so where there is no such folder
    watched = changes(
        folder,
        watch_filter=None,  # what counts, the sync decides
        debounce=TOGETHER_MS,
        rust_timeout=LOOK_MS,
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=True,
    )
    for burst in watched:
        if not begun:  # only now, so that nothing is missed that changes while the first sync looks
            yield sync()
            begun = True
        if all(Path(path).resolve().is_relative_to(store) for _, path in burst):
            continue
        try:
            yield sync()
        except LibraryError as error:
            yield error
