"""The progress of a long command, on standard error: a bar in a terminal, nothing elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

import click
from rich import progress as rich_progress
from rich.console import Console

from qa.cli.exit_codes import INTERRUPTED
from qa.cli.output import status_counts
from vectorstore import FileStatus, Report
from vectorstore.ingest.progress import Progress


class Interrupted(click.ClickException):
    """Ctrl-C ended a command; the text says what was done."""

    exit_code = INTERRUPTED


class ProgressBar:
    """A bar with the number of steps done, bytes, time left, and the current step."""

    def __init__(self) -> None:
        """Show nothing before the first update."""
        self._bar = rich_progress.Progress(
            rich_progress.BarColumn(),
            rich_progress.MofNCompleteColumn(),
            rich_progress.TextColumn("{task.fields[more]}"),
            rich_progress.TextColumn("{task.fields[name]}", markup=False),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._bar.add_task("", name="", more="")
        self._done: list[FileStatus] = []

    def __enter__(self) -> "ProgressBar":
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def update(self, name: str, done: int, total: int, more: str = "") -> None:
        """Show that one more step is done."""
        self._bar.update(self._task, completed=done, total=total, name=name, more=more)

    def on_file(self, progress: Progress) -> None:
        """Show the progress of reading files."""
        if progress.file:
            self._done.append(progress.file)
        more = f"{progress.bytes_done / 1e6:,.1f} of {progress.bytes_total / 1e6:,.1f} MB"
        if progress.seconds_left:
            more += f", {_duration(progress.seconds_left)} left"
        self.update(progress.current, progress.done, progress.total, more)

    @contextmanager
    def interruptible(self) -> Iterator[None]:
        """A context in which Ctrl-C raises Interrupted with what was done: the library keeps all of that."""
        try:
            yield
        except KeyboardInterrupt:
            self._bar.stop()
            done = f": {status_counts(Report(tuple(self._done), 0.0))}" if self._done else " at the first file"
            raise Interrupted(f"stopped{done}; run it again to go on") from None


def _duration(seconds: float) -> str:
    """A time, roughly."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
