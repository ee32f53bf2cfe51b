"""How far a run is, on standard error: a bar in a terminal, nothing elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from qa.cli.options import counted
from vectorstore import FileStatus, Report
from vectorstore.ingest.progress import Progress as Run


class Interrupted(click.ClickException):
    """Ctrl-C ended a run; its text says what was done."""

    exit_code = 130  # 128 and the number of the signal, as shells have it


class Progress:
    """A bar over the steps of a run: count, bytes, time left, current one."""

    def __init__(self) -> None:
        """Nothing is shown before the first update."""
        self._bar = Bar(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[more]}"),
            TextColumn("{task.fields[name]}", markup=False),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._bar.add_task("", name="", more="")
        self._done: list[FileStatus] = []
        self._unchanged = 0

    def __enter__(self) -> "Progress":
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def update(self, name: str, done: int, total: int, more: str = "") -> None:
        """Show that one more is done."""
        self._bar.update(self._task, completed=done, total=total, name=name, more=more)

    def file(self, run: Run) -> None:
        """Show how far a run over files is."""
        if run.file:
            self._done.append(run.file)
        more = f"{run.bytes_done / 1e6:,.1f} of {run.bytes_total / 1e6:,.1f} MB"
        if run.seconds_left:
            more += f", {left(run.seconds_left)} left"
        self.update(run.current, run.done, run.total, more)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Say what was done when it is interrupted: all of that is in the library."""
        try:
            yield
        except KeyboardInterrupt:
            self._bar.stop()
            said = f": {counted(Report(tuple(self._done), 0.0))}" if self._done else " at the first file"
            raise Interrupted(f"stopped{said}; run it again to go on") from None


def left(seconds: float) -> str:
    """A time that is left, roughly."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
