"""The snapshots of a store: which one is present, who reads it, and the building of the next."""

import logging
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock, Thread

from vectorstore import child_process
from vectorstore.filesystem import fsync
from vectorstore.storage.sqlite.connection import Database
from vectorstore.storage.sqlite.vector_index.checksums import IndexDamaged, checked_manifest
from vectorstore.storage.sqlite.vector_index.snapshot import IndexSnapshot

BUILD_SECONDS = 4 * 3600
CHECK_SECONDS = 300
MODULE = "vectorstore.storage.sqlite.vector_index.snapshot"

_log = logging.getLogger(__name__)


class IndexSnapshots:
    """Immutable folders `gen-N` and a file `current` that names one of them."""

    def __init__(self, database: Database, folder: Path) -> None:
        """Remember where they are; none is opened yet."""
        self._database = database
        self.folder = folder
        self.damage: str | None = None
        """What is wrong with the present one, where it cannot be read; exact search goes on without it."""
        self._lock = Lock()
        self._building = Lock()
        self._name: str | None = None
        self._snapshot: IndexSnapshot | None = None
        self._retired: list[IndexSnapshot] = []
        self._opening = Lock()
        self._highest = 0

    @contextmanager
    def borrowed(self) -> Iterator[IndexSnapshot | None]:
        """The present snapshot, which stays open for as long as this lasts; None where there is none."""
        if self.current() != self._name:
            if self._snapshot is None:
                self._advance()
            elif not self._opening.locked():  # while the next one is being opened, this one serves
                Thread(target=self._advance, daemon=True).start()
        with self._lock:
            snapshot = self._snapshot
            if snapshot:
                snapshot.users += 1
        try:
            yield snapshot
        finally:
            if snapshot:
                with self._lock:
                    snapshot.users -= 1
                    self._close_unread()

    def give_up(self, snapshot: IndexSnapshot, damage: IndexDamaged) -> None:
        """Go on without a snapshot that does not answer: it is damaged, or was deleted for the next one just now."""
        is_present = snapshot.folder.name == self.current()
        if is_present:
            _log.warning("the vector index %s does not answer (%s); exact search goes on", self._name, damage)
        with self._lock:
            if self._snapshot is snapshot:
                self._retire()
                if is_present:
                    self.damage = str(damage)
                else:
                    self._name = None

    def current(self) -> str | None:
        """The name of the present snapshot, or None."""
        try:
            return (self.folder / "current").read_text(encoding="utf-8", errors="replace").strip()
        except FileNotFoundError:
            return None

    def facts(self) -> tuple[int, dict[str, int], int] | None:
        """The newest key, the rows and the state of the present snapshot; None where it is missing or damaged."""
        name = self.current()
        if name is None:
            return None
        try:
            manifest = checked_manifest(self._path(name))
            if self.damage and name == self._name and self._snapshot is None:
                raise IndexDamaged(self.damage)  # whole, and yet it could not be used here
        except IndexDamaged as damage:
            self.damage = str(damage)
            return None
        return manifest["newest"], manifest["rows"], manifest["sequence"]

    def build(self) -> bool:
        """Build a snapshot of the store in a child process, check it in another, and make it the present one."""
        with self._building:
            return self._built()

    def _built(self) -> bool:
        self.folder.mkdir(parents=True, exist_ok=True)
        # A number is not used twice in a process: Chroma knows what is open by its path.
        present = [int(p.name[4:]) for p in self.folder.glob("gen-*") if p.name[4:].isdigit()]
        self._highest = 1 + max([self._highest, *present])
        target = self.folder / f"gen-{self._highest}"
        try:
            self._child("build", target, BUILD_SECONDS)
            self._child("check", target, CHECK_SECONDS)
        except (subprocess.SubprocessError, OSError) as error:
            shutil.rmtree(target, ignore_errors=True)
            detail = (getattr(error, "stderr", None) or str(error)).strip().splitlines()[-1:]
            _log.warning("the vector index could not be built (%s); exact search goes on", *detail or ["no reason"])
            return False
        self._point_to(target.name)
        self.damage = None
        self.sweep()
        return True

    def sweep(self) -> None:
        """Delete every snapshot but the present one and those being read here, also what a killed build left."""
        name = self.current()
        if self._snapshot:
            self._advance()
        with self._lock:
            kept = {name, *(snapshot.folder.name for snapshot in self._retired)}
        for old in self.folder.glob("gen-*"):
            if old.name not in kept:
                shutil.rmtree(old, ignore_errors=True)

    def close(self) -> None:
        """Close the present snapshot once nobody reads it; the next search opens it again."""
        with self._opening, self._lock:
            self._retire()
            self._name = None

    def _point_to(self, name: str) -> None:
        temporary = self.folder / "current.new"
        temporary.write_text(name, encoding="utf-8")
        fsync(temporary)
        temporary.replace(self.folder / "current")
        fsync(self.folder)

    def _path(self, name: str) -> Path:
        if not re.fullmatch(r"gen-\d{1,9}", name):
            raise IndexDamaged("the file `current` was changed")
        return self.folder / name

    def _advance(self) -> None:
        """Open the snapshot that the pointer names, if it is another one, and take it for the one before."""
        with self._opening:
            name = self.current()
            if name == self._name:
                return
            snapshot = self._opened(name) if name else None
            with self._lock:
                self._retire()
                self._name, self._snapshot = name, snapshot

    def _retire(self) -> None:
        if self._snapshot:
            self._retired.append(self._snapshot)
            self._snapshot = None
            self._close_unread()

    def _close_unread(self) -> None:
        """Close and delete every former snapshot that nobody reads any more."""
        for snapshot in [former for former in self._retired if not former.users]:
            self._retired.remove(snapshot)
            snapshot.close()
            if snapshot.folder.name != self.current():
                shutil.rmtree(snapshot.folder, ignore_errors=True)

    def _opened(self, name: str) -> IndexSnapshot | None:
        try:
            snapshot = IndexSnapshot(self._path(name))
        except Exception as error:  # Chroma raises its own kinds; without it, exact search answers the same
            if name == self.current():  # or it was replaced just now
                _log.warning("the vector index %s cannot be opened (%s); exact search goes on", name, error)
                self.damage = str(error)
            return None
        self.damage = None
        return snapshot

    def _child(self, task: str, target: Path, seconds: float) -> None:
        code = f"import runpy; runpy.run_module({MODULE!r}, run_name='__main__')"
        command = child_process.command(code, task, str(self._database.path), str(target))
        # Its input stays open as long as this process lives: a build must not outlive who wanted it.
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        ) as child:
            try:
                child.wait(seconds)
            except BaseException:
                child.kill()
                raise
            if child.returncode:
                said = child.stderr.read() if child.stderr else ""
                raise subprocess.CalledProcessError(child.returncode, task, stderr=said)
