"""What a store does behind its changes: the next snapshot, and the erasing of what was removed."""

import logging
import time
from pathlib import Path
from threading import Lock, Thread

from vectorstore.errors import LibraryError
from vectorstore.ingest.uploads import Uploads
from vectorstore.storage.sqlite.connection import Catalog
from vectorstore.storage.sqlite.documents import ERASE, fact
from vectorstore.storage.sqlite.lock import WriterLock
from vectorstore.storage.sqlite.maintenance import erase
from vectorstore.storage.sqlite.vector_index.index import VectorIndex

SECONDS_BETWEEN_TRIES = 0.05

_log = logging.getLogger(__name__)


class MaintenanceJobs:
    """One thread, started after a change, that does what is due; what a killed process left due is done by the next."""

    def __init__(self, store: Path, catalog: Catalog, index: VectorIndex, originals: Uploads, lock: WriterLock) -> None:
        """Nothing is done before it is asked for."""
        self._store = store
        self._catalog = catalog
        self._index = index
        self._originals = originals
        self._lock = lock
        self._guard = Lock()
        self._thread: Thread | None = None
        self._again = False
        self.doing = ""
        """What is being done now, in words for a person; empty at rest."""

    @property
    def says(self) -> str:
        """What a person should know of the store behind its answers; empty where all is as it should be."""
        if self.doing or not self._index.snapshots.damage:
            return self.doing
        return "The vector index is damaged and will be rebuilt; meanwhile every vector is compared."

    @property
    def is_busy(self) -> bool:
        """Whether something is being done, or will be in a moment."""
        return self._thread is not None

    def soon(self) -> None:
        """Begin behind the caller's back, or once more when what is under way is done."""
        with self._guard:
            self._again = True
            if self._thread is None:
                self._thread = Thread(target=self._run, name="upkeep", daemon=True)
                self._thread.start()

    def settle(self) -> None:
        """Wait until nothing is due."""
        while thread := self._thread:
            thread.join()

    def now(self, anew: bool = False) -> None:
        """Do what is due, or, `anew`, build the next snapshot and erase whether or not they are."""
        with self._lock.held("upkeep"):
            with self._lock.change:
                self._originals.sweep()
            with self._catalog.read() as connection:
                is_stale = anew or self._index.is_stale(connection)
            if is_stale:
                self.doing = "The vector index is being rebuilt; meanwhile every vector is compared."
                self._index.snapshots.build()
            self._index.snapshots.sweep()
            if anew or self._is_due():
                self.doing = "What was removed is being erased from the disk."
                self._erase()
            self.doing = ""

    def _is_due(self) -> bool:
        with self._catalog.read() as connection:
            return fact(connection, ERASE) is not None

    def _erase(self) -> None:
        steps = erase(self._catalog)
        while True:
            with self._lock.change:
                if next(steps, self) is self:
                    return
            time.sleep(SECONDS_BETWEEN_TRIES)

    def _run(self) -> None:
        while True:
            with self._guard:
                if not self._again:
                    self._thread = None
                    return
                self._again = False
            try:
                self.now()
            except LibraryError as error:  # another process writes: it is done there, or after the next change
                _log.warning("the store's upkeep has to wait: %s", error)
            except Exception:
                _log.exception("the store's upkeep broke off; the next change tries again")
            finally:
                self.doing = ""
                self._catalog.close()
