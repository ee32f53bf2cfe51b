"""What a store does behind its changes, in a thread of its own: index its vectors, and erase what was removed."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, Thread

from vectorstore.errors import LibraryError
from vectorstore.ingest.uploads import Uploads
from vectorstore.storage.base import Store
from vectorstore.storage.records import MaintenanceStep

_log = logging.getLogger(__name__)


class MaintenanceJobs:
    """One thread, started after a change, that does what is due; what a killed process left due is done by the next."""

    def __init__(self, store: Store, uploads: Uploads) -> None:
        """Nothing is done before it is asked for."""
        self._store = store
        self._uploads = uploads
        self._guard = Lock()
        self._thread: Thread | None = None
        self._again = False
        self.step: MaintenanceStep | None = None
        """What is being done now; None at rest."""

    @property
    def damage(self) -> str | None:
        """What is wrong with the vector index, where it cannot be used: it will be built anew."""
        return self._store.damage

    @property
    def is_busy(self) -> bool:
        """Whether something is being done, or will be in a moment."""
        return self._running is not None

    @contextmanager
    def after(self, task: str) -> Iterator[None]:
        """Hold the store for a task that may change it, and begin behind the caller's back if it did."""
        with self._store.hold(task):
            before = self._state()
            try:
                yield
            finally:
                with self._store.turn():
                    self._uploads.sweep()
        if self._state() != before or self.damage:
            self.start()

    def start(self) -> None:
        """Begin behind the caller's back, or once more when what is under way is done."""
        with self._guard:
            self._again = True
            if self._running is None:
                thread = Thread(target=self._run, name="maintenance", daemon=True)
                thread.start()
                self._thread = thread

    def wait(self) -> None:
        """Wait until nothing is due."""
        while thread := self._running:
            thread.join()

    def run(self, force: bool = False) -> None:
        """Do what is due; with `force` build the index and erase whether they are due or not. Raises StoreBusy."""
        with self._store.hold("maintenance"):
            with self._store.turn():
                self._uploads.sweep()
            try:
                for step in self._store.maintain(force):
                    self.step = step
            finally:
                self.step = None

    def _state(self) -> int:
        with self._store.read() as snapshot:
            return snapshot.state

    @property
    def _running(self) -> Thread | None:
        """The thread; a process that was forked from the one that started it has none."""
        thread = self._thread
        return thread if thread and thread.is_alive() else None

    def _run(self) -> None:
        while True:
            with self._guard:
                if not self._again:
                    self._thread = None
                    return
                self._again = False
            try:
                self.run()
            except LibraryError as error:  # another process writes: it is done there, or after the next change
                _log.warning("the store's maintenance has to wait: %s", error)
            except Exception:
                _log.exception("the store's maintenance broke off; the next change tries again")
