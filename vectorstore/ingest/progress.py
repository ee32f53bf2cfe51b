"""How far a run over files is: counts, bytes, the file at hand, the time left."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from vectorstore.ingest.scanner import ScannedFile
from vectorstore.types import FileStatus, Report


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is, after one more file or before the first."""

    done: int
    """Files that have their status."""
    total: int
    bytes_done: int
    bytes_total: int
    """Of the files that have to be read: an unchanged one costs nothing."""
    current: str
    """The file that is being read, or empty after the last."""
    seconds_left: float | None
    file: FileStatus | None = None
    """What became of the file just done."""


OnProgress = Callable[[Progress], None]
"""Called before the first file, after each, and every moment in between; what it raises ends the run."""


class Tracker:
    """Turns the statuses of a run into its progress and its report."""

    def __init__(self, on_progress: OnProgress | None) -> None:
        """The clock runs from now."""
        self._on_progress = on_progress
        self._began = time.perf_counter()
        self._statuses: list[FileStatus] = []
        self._waiting: Sequence[ScannedFile] = ()
        self._read = self._bytes = self._bytes_total = self._others = 0

    def begin(self, files: Sequence[ScannedFile], others: int) -> None:
        """Say which files have to be read, in order, and how many others there are."""
        self._waiting, self._others = files, others
        self._bytes_total = sum(file.size for file in files)
        self._tell(None)

    def settled(self, statuses: Iterable[FileStatus]) -> None:
        """Take what is known of other files; an unchanged one is not told one by one."""
        for status in statuses:
            self._statuses.append(status)
            if status.status != "unchanged":
                self._tell(status)

    def read(self, status: FileStatus) -> None:
        """Take what became of the next file that had to be read."""
        self._bytes += self._waiting[self._read].size
        self._read += 1
        self._statuses.append(status)
        self._tell(status)

    def pulse(self) -> None:
        """Tell how far it is while a file takes its time, so that it can be ended in the middle of one."""
        self._tell(None)

    def report(self) -> Report:
        """What became of every file."""
        return Report(tuple(self._statuses), round(time.perf_counter() - self._began, 3))

    def _tell(self, status: FileStatus | None) -> None:
        if self._on_progress is None:
            return
        elapsed = time.perf_counter() - self._began
        left = elapsed / self._bytes * (self._bytes_total - self._bytes) if self._bytes else None
        current = self._waiting[self._read].name if self._read < len(self._waiting) else ""
        done, total = len(self._statuses), len(self._waiting) + self._others
        self._on_progress(Progress(done, max(done, total), self._bytes, self._bytes_total, current, left, status))
