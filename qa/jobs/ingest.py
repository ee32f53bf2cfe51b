"""The ingest job: the models are loaded and a folder is ingested in a background thread."""

import logging
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from typing import Literal

from qa.advice import explained
from qa.errors import AnswerError
from qa.service import Service
from vectorstore import FileStatus, LibraryError, Progress

log = logging.getLogger(__name__)

MOST_SKIPPED = 100  # skipped files kept in the state


@dataclass(frozen=True, slots=True)
class IngestState:
    """How far the ingest job is, or how it ended."""

    phase: Literal["loading", "reading", "idle"] = "loading"
    folder: str = ""
    progress: Progress | None = None
    is_stopping: bool = False
    """Whether the job was cancelled and has not ended yet."""
    is_cancelled: bool = False
    """Whether the job ended because it was cancelled."""
    skipped: tuple[FileStatus, ...] = ()
    error: str | None = None


class _Stopped(Exception):
    """The server shuts down."""


class _Cancelled(Exception):
    """A user cancelled the job."""


class IngestJob:
    """One background thread that loads the models and then ingests a folder into the library."""

    def __init__(self, service: Service, folder: Path | None = None) -> None:
        """Prepare the job; `start` starts the thread."""
        self.state = IngestState(folder=str(folder or ""))
        self._service = service
        self._folder = folder
        self._delay = 0.0
        self._begin = Event()
        self._stop = Event()
        self._cancel = Event()
        self._thread = Thread(target=self._run, name="ingest", daemon=True)

    @property
    def is_reading(self) -> bool:
        """Whether documents of the folder may still be missing from the library."""
        return self._folder is not None and self.state.phase != "idle"

    @property
    def is_busy(self) -> bool:
        """Whether the job or the maintenance of the store is still at work."""
        return self.state.phase != "idle" or self._service.library.maintenance.is_busy

    def start(self, delay: float = 0.0) -> None:
        """Start the thread, which begins to work after a delay in seconds, or as soon as `begin` is called."""
        self._delay = delay
        self._thread.start()

    def begin(self) -> None:
        """End the delay."""
        self._begin.set()

    def cancel(self) -> None:
        """End the job after the file at hand, at the request of a user; ingested files stay."""
        self._cancel.set()
        self.state = replace(self.state, is_stopping=True)

    def stop(self) -> None:
        """End the job after the file at hand, since the server shuts down."""
        self._stop.set()
        self._begin.set()

    def wait(self, seconds: float) -> bool:
        """Whether the started job ends within a number of seconds."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        self._begin.wait(self._delay)
        try:
            if not self._stop.is_set():
                self._service.warm()
            self._service.library.maintenance.start()  # repairs an index that was damaged while no server ran
            if self._folder and not self._stop.is_set():
                self._read(self._folder)
        except _Stopped:
            return
        except _Cancelled:
            self.state = replace(self.state, is_cancelled=True)
        except (LibraryError, AnswerError) as error:
            self.state = replace(self.state, error=explained(error))
        except Exception:
            log.exception("the ingest job broke off")
            self.state = replace(self.state, error="Reading broke off; the terminal says why.")
        self.state = replace(self.state, phase="idle", is_stopping=False)

    def _read(self, folder: Path) -> None:
        self.state = replace(self.state, phase="reading")
        self._service.library.sync(folder, self._service.settings.collection, self._on_progress)

    def _on_progress(self, progress: Progress) -> None:
        if self._stop.is_set():
            raise _Stopped
        skipped = self.state.skipped
        if progress.file and progress.file.status == "skipped" and len(skipped) < MOST_SKIPPED:
            skipped = (*skipped, progress.file)
        self.state = replace(self.state, progress=progress, skipped=skipped)
        if self._cancel.is_set():
            raise _Cancelled
