"""What goes on behind the page: the models are loaded, then a folder is read, and anyone may see how far it is."""

import logging
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from typing import Literal

from qa.errors import AnswerError
from qa.service import Service
from vectorstore import FileStatus, LibraryError, MaintenanceStep
from vectorstore.ingest.progress import Progress as Run

log = logging.getLogger(__name__)

# Importing torch holds the interpreter for seconds, so it waits until a first page is up, or until nobody came.
WAIT_FOR_PAGE = 3.0  # seconds
MOST_SKIPPED = 100  # named in the page; the command line names them all


_MAINTENANCE = {
    MaintenanceStep.INDEXING: "The vector index is being rebuilt; meanwhile every vector is compared.",
    MaintenanceStep.ERASING: "What was removed is being erased from the disk.",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work behind the page is."""

    phase: Literal["loading", "reading", "idle"] = "loading"
    folder: str = ""
    run: Run | None = None
    is_stopping: bool = False
    """Whether it was asked to stop and is about to."""
    note: str = ""
    """How it ended, where it did not end by itself."""
    skipped: tuple[FileStatus, ...] = ()
    error: str | None = None


class _Stopped(Exception):
    """The server is going down."""


class _Cancelled(Exception):
    """Somebody pressed the button."""


class IngestJob:
    """One thread that loads the models and then reads a folder into the library."""

    def __init__(self, service: Service, folder: Path | None = None) -> None:
        """Nothing happens before `start`."""
        self.progress = Progress(folder=str(folder or ""))
        self.page_seen = Event()
        self._service = service
        self._folder = folder
        self._stop = Event()
        self._cancel = Event()
        self._thread = Thread(target=self._run, name="background", daemon=True)

    @property
    def is_reading(self) -> bool:
        """Whether documents of the folder may not have been read yet."""
        return self._folder is not None and self.progress.phase != "idle"

    def start(self) -> None:
        """Begin once a page has been seen, or soon after."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop reading; what was read so far stays."""
        self._cancel.set()
        self.progress = replace(self.progress, is_stopping=True)

    @property
    def is_busy(self) -> bool:
        """Whether the page may soon have something new to say."""
        return self.progress.phase != "idle" or self._service.library.maintenance.is_busy

    @property
    def maintenance_status(self) -> str:
        """What the store does behind its changes, in words; empty at rest."""
        jobs = self._service.library.maintenance
        if jobs.step:
            return _MAINTENANCE[jobs.step]
        return (
            "The vector index is damaged and will be rebuilt; meanwhile every vector is compared."
            if jobs.damage
            else ""
        )

    def stop(self, seconds: float) -> bool:
        """Finish the file at hand; whether that could be done in time."""
        self._stop.set()
        self.page_seen.set()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        self.page_seen.wait(WAIT_FOR_PAGE)
        try:
            if not self._stop.is_set():
                self._service.warm()
            self._service.library.maintenance.start()  # an index that was damaged since is noticed now
            if self._folder and not self._stop.is_set():
                self._read(self._folder)
        except _Stopped:
            return
        except _Cancelled:
            run = self.progress.run
            read = f"after {run.done:,} of {run.total:,} files" if run else "before the first file"
            self.progress = replace(self.progress, note=f"Reading was stopped {read}; the next start goes on.")
        except (LibraryError, AnswerError) as error:
            self.progress = replace(self.progress, error=str(error))
        except Exception:
            log.exception("the work behind the page broke off")
            self.progress = replace(self.progress, error="Reading broke off; the terminal says why.")
        self.progress = replace(self.progress, phase="idle", is_stopping=False)

    def _read(self, folder: Path) -> None:
        self.progress = replace(self.progress, phase="reading")
        self._service.library.sync(folder, self._service.settings.collection, self._on_progress)

    def _on_progress(self, run: Run) -> None:
        if self._stop.is_set():
            raise _Stopped
        skipped = self.progress.skipped
        if run.file and run.file.status == "skipped" and len(skipped) < MOST_SKIPPED:
            skipped = (*skipped, run.file)
        self.progress = replace(self.progress, run=run, skipped=skipped)
        if self._cancel.is_set():
            raise _Cancelled
