"""How far a run is, on standard error: a bar in a terminal, nothing elsewhere."""

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from vectorstore import FileStatus


class Progress:
    """A bar over the steps of a run: count, time left, current one."""

    def __init__(self) -> None:
        """Nothing is shown before the first update."""
        self._bar = Bar(
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[name]}", markup=False),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._bar.add_task("", name="")

    def __enter__(self) -> "Progress":
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def update(self, name: str, done: int, total: int) -> None:
        """Show that one more is done."""
        self._bar.update(self._task, completed=done, total=total, name=name)

    def file(self, status: FileStatus, done: int, total: int) -> None:
        """Show that one more file is done."""
        self.update(status.name, done, total)
