from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.fixtures.processes import wait_until
from vectorstore import Library, LibraryError, Report

SECONDS = 60


@pytest.fixture
def reports(table: Library, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Report | LibraryError]]:
    monkeypatch.setattr("vectorstore.ingest.watcher.TOGETHER_MS", 50)
    found: list[Report | LibraryError] = []
    stop = Event()

    def run() -> None:
        for report in table.watch(folder, stop=stop):
            found.append(report)

    thread = Thread(target=run, daemon=True)
    thread.start()
    wait_until(lambda: bool(found))
    yield found
    stop.set()
    thread.join(SECONDS)
    assert not thread.is_alive()


def names(library: Library) -> set[str]:
    return {document.name for document in library.documents()}


def test_what_changes_in_a_folder_is_in_the_library(
    table: Library, folder: Path, reports: list[Report | LibraryError]
) -> None:
    (folder / "a.txt").write_text("The rope is in the loft.")
    wait_until(lambda: names(table) == {"a.txt"})
    (folder / "sub").mkdir()
    (folder / "a.txt").rename(folder / "sub" / "b.txt")
    wait_until(lambda: names(table) == {"sub/b.txt"})
    (folder / "sub" / "b.txt").unlink()
    wait_until(lambda: names(table) == set())
    assert all(isinstance(report, Report) for report in reports)
