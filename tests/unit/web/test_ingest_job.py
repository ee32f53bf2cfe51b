"""The ingest job: what the page says of it while a folder is read, and when that cannot be done."""

from pathlib import Path
from threading import Event
from typing import Any

import pytest

from qa import Settings
from qa.jobs.ingest import IngestJob
from qa.web.views.documents import progress
from vectorstore import FileStatus, LibraryError
from vectorstore.errors import StoreBusy
from vectorstore.ingest.progress import Progress

FILES = (
    FileStatus("a.pdf", "added"),
    FileStatus("b.pdf", "skipped", "b.pdf: is empty"),
    FileStatus("c.md", "added"),
)


class Library:
    """A library that reads three files, or cannot."""

    def __init__(
        self, error: Exception | None = None, stop_after: int | None = None, cancel_after: int | None = None
    ) -> None:
        self.error = error
        self.stop_after = stop_after
        self.cancel_after = cancel_after
        self.reached, self.go_on = Event(), Event()
        self.seen: list[str] = []
        self.maintenance = Maintenance()

    def sync(self, folder: Path, collection: str, on_progress: Any) -> None:
        if self.error:
            raise self.error
        for done, file in enumerate(FILES, 1):
            current = FILES[done].name if done < len(FILES) else ""
            on_progress(Progress(done, len(FILES), 1_500_000 * done, 4_500_000, current, 3.0 - done, file))
            self.seen.append(progress(self.job.state))
            if done == self.stop_after:
                self.job.stop()
            if done == self.cancel_after:
                self.job.cancel()
                self.seen.append(progress(self.job.state))

    job: IngestJob


class Maintenance:
    """Nothing is due."""

    is_busy = False
    step = damage = None

    def start(self) -> None:
        pass


class Service:
    """A service that is soon warm."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.settings = Settings(_env_file=None)
        self.warmed = False

    def warm(self) -> None:
        self.warmed = True


def finished(library: Library, folder: Path | None = Path("papers")) -> IngestJob:
    job = library.job = IngestJob(Service(library), folder)
    job.start()
    assert job.wait(10)
    return job


def test_counts_and_the_current_file_are_told() -> None:
    library = Library()
    job = finished(library)
    assert "1 of 3" in library.seen[0] and "b.pdf" in library.seen[0] and "left" in library.seen[0]
    assert "1.5 of 4.5 MB" in library.seen[0] and "data-cancel" in library.seen[0]
    assert "3 of 3" in library.seen[2]
    assert job.state.phase == "idle"


def test_skipped_files_are_named_when_it_is_done() -> None:
    shown = progress(finished(Library()).state)
    assert "1 file was skipped" in shown and "b.pdf: is empty" in shown


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StoreBusy("the store is being written by process 7"), "the store is being written by process 7"),
        (LibraryError("no such folder"), "no such folder"),
        (RuntimeError("the inside"), "Reading broke off; the terminal says why."),
    ],
)
def test_what_went_wrong_is_told_in_one_line(error: Exception, said: str) -> None:
    job = finished(Library(error))
    assert said in progress(job.state)
    assert "the inside" not in progress(job.state)
    assert job.state.phase == "idle"


def test_without_a_folder_only_the_models_are_loaded() -> None:
    library = Library()
    assert finished(library, None).state.phase == "idle"
    assert library.seen == []


def test_it_stops_between_two_files() -> None:
    library = Library(stop_after=1)
    assert finished(library).state.progress.done == 1
    assert len(library.seen) == 1


def test_it_is_cancelled_and_says_how_far_it_came() -> None:
    library = Library(cancel_after=1)
    job = finished(library)
    assert "Stopping" in library.seen[1] and len(library.seen) == 2
    assert "Reading was stopped after 2 of 3 files" in progress(job.state)
    assert job.state.phase == "idle"


def test_what_the_store_does_behind_is_told() -> None:
    state = finished(Library()).state
    assert "being rebuilt" in progress(state, "The vector index is being rebuilt.")


def test_it_begins_after_its_delay_or_when_it_is_told_to() -> None:
    library = Library()
    job = library.job = IngestJob(Service(library), Path("papers"))
    job.start(delay=60)
    assert not job.wait(0.05) and library.seen == []
    job.begin()
    assert job.wait(10) and len(library.seen) == len(FILES)


def test_it_can_be_stopped_before_it_begins() -> None:
    library = Library()
    job = library.job = IngestJob(Service(library), Path("papers"))
    job.start(delay=60)
    job.stop()
    assert job.wait(10) and library.seen == []
