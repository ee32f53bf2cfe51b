"""The file reader of one process, started once and used by those forked from it: a run starts at once."""

from types import TracebackType

import vectorstore.ingest.pipeline
from vectorstore.parsing import Sandbox


class Kept(Sandbox):
    """A sandbox that does not end with a run."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leaves the process."""

    def abort(self) -> None:
        """Leaves the process."""

    def close(self) -> None:
        """Leaves the process."""

    def renew(self) -> None:
        """Starts another process: a killed run may have left half an answer in the pipe."""
        self._stop()
        self._ready()


def keep_reader() -> Kept:
    """A started reader that every run of this process and of those forked from it uses from now on."""
    reader = Kept()
    reader.renew()
    vectorstore.ingest.pipeline.Sandbox = lambda: reader  # the same for every run
    return reader
