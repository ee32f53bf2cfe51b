"""One writer at a time: threads of a process wait for each other, another process is told at once who writes."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, RLock
from typing import ClassVar
from weakref import WeakValueDictionary

from filelock import FileLock, Timeout

from vectorstore.errors import StoreBusy


class WriterLock:
    """The store's writer lock, held by a process for as long as any of its threads writes."""

    _known: ClassVar[WeakValueDictionary[Path, "WriterLock"]] = WeakValueDictionary()
    _knowing: ClassVar[Lock] = Lock()

    @classmethod
    def of(cls, folder: Path) -> "WriterLock":
        """The lock of a store: one in a process, however many libraries it opens on the store."""
        with cls._knowing:
            lock = cls._known.get(folder.resolve())
            if lock is None:
                lock = cls._known[folder.resolve()] = cls(folder)
            return lock

    @classmethod
    def _after_fork(cls) -> None:
        """A forked process holds none of its parent's locks, so it makes its own for a library that it opens."""
        cls._known, cls._knowing = WeakValueDictionary(), Lock()

    def __init__(self, folder: Path) -> None:
        """Use `WriterLock.of`."""
        self._file = folder / "writer.lock"
        self._holder = folder / "writer.json"
        self._lock = FileLock(self._file, thread_local=False)
        self._tasks: list[str] = []
        self._guard = Lock()
        self.change = RLock()
        """Held by a thread for one change, so that an upload fits between two files of a long sync."""

    @contextmanager
    def held(self, task: str) -> Iterator[None]:
        """Hold the lock; raises StoreBusy, naming the holder, when another process has it."""
        with self._guard:
            if not self._tasks:
                self._acquire()
            self._tasks.append(task)
            self._tell()
        try:
            yield
        finally:
            with self._guard:
                self._tasks.remove(task)
                if self._tasks:
                    self._tell()
                else:
                    self._holder.unlink(missing_ok=True)
                    self._lock.release()

    def _acquire(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            holder = self._who()
            raise StoreBusy(
                f"{self._file.parent} is being written by {holder}: wait until that is done, then run this again",
                store=self._file.parent,
                holder=holder,
            ) from None

    def _tell(self) -> None:
        """Say who holds the lock, and what for, the latest first."""
        tasks = ", ".join(reversed(self._tasks))
        said = {"pid": os.getpid(), "task": tasks, "since": time.strftime("%H:%M:%S")}
        with suppress(OSError):  # on a full disk too, the lock itself holds
            self._holder.write_text(json.dumps(said), encoding="utf-8")

    def _who(self) -> str:
        try:
            holder = json.loads(self._holder.read_text(encoding="utf-8"))
            return f"process {holder['pid']} ({holder['task']}, since {holder['since']})"
        except (OSError, ValueError, KeyError):  # it was just taken or let go
            return "another process"


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=WriterLock._after_fork)
