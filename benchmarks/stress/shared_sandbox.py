"""One sandbox for all runs of a process and of its forked processes, so that none waits for a new one to start."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from unittest.mock import patch

from benchmarks.lib.data import SAMPLES
from vectorstore.ingest import pipeline
from vectorstore.parsing import Sandbox

WARM_UP = SAMPLES / "faq.md"


class SharedSandbox(Sandbox):
    """A sandbox whose process outlives the runs that use it."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leaves the process running."""

    def abort(self) -> None:
        """Leaves the process running."""

    def close(self) -> None:
        """Leaves the process running."""

    def restart(self) -> None:
        """Starts another process: a killed run may have left half an answer in the pipe."""
        self.end()
        self.parse(WARM_UP)

    def end(self) -> None:
        """Ends the process."""
        super().close()


@contextmanager
def shared_sandbox() -> Iterator[SharedSandbox]:
    """A started sandbox that every run within the block uses, in this process and in those forked from it."""
    sandbox = SharedSandbox()
    sandbox.restart()
    try:
        with patch.object(pipeline, "Sandbox", lambda: sandbox):
            yield sandbox
    finally:
        sandbox.end()
