"""The nearest vectors: a generation for what it holds, an exact search for what is newer, chosen or without one."""

import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path
from sqlite3 import Connection
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from vectorstore.catalog import Catalog
from vectorstore.catalog import documents as stored_documents
from vectorstore.catalog import passages as stored
from vectorstore.catalog.passages import Keys
from vectorstore.catalog.scope import Scope
from vectorstore.embedding import Vectors
from vectorstore.generation import Generation

# Below this many vectors an exact search is as fast as opening an index.
FIRST_ROWS = 32
# The next generation is built when this many rows, and this share of the last one, were added or removed since.
STALE_ROWS, STALE_SHARE = 256, 0.2
BUILD_SECONDS = 3600
CHECK_SECONDS = 120
MODULE = "vectorstore.generation"

_log = logging.getLogger(__name__)


class ExactVectors:
    """The vectors newer than a generation, kept in memory and searched exactly."""

    def __init__(self, collection: str, after: int) -> None:
        """Nothing is loaded yet."""
        self.scope = Scope(collection)
        self.after = after
        self._keys: Keys = np.zeros(0, dtype=np.int64)
        self._vectors: Vectors = np.zeros((0, 0), dtype=np.float32)
        self._lock = Lock()

    def nearest(self, connection: Connection, vector: NDArray[np.float32], limit: int) -> dict[int, float]:
        """The keys of the nearest vectors of the snapshot and their cosines, best first."""
        with self._lock:
            keys, vectors = self._present(connection)
        return best(keys, vectors, vector, limit)

    def _present(self, connection: Connection) -> tuple[Keys, Vectors]:
        newest = int(self._keys[-1]) if len(self._keys) else self.after
        held = stored.count(connection, self.scope, newest) - stored.count(connection, self.scope, self.after)
        if held != len(self._keys):  # some were removed, or this snapshot is older than what is kept
            self._keys, self._vectors = stored.vectors(connection, self.scope, self.after)
        else:
            keys, vectors = stored.vectors(connection, self.scope, newest)
            if len(keys):
                self._keys = np.concatenate([self._keys, keys])
                self._vectors = np.concatenate([self._vectors, vectors]) if self._vectors.size else vectors
        return self._keys, self._vectors


def best(keys: Keys, vectors: Vectors, vector: NDArray[np.float32], limit: int) -> dict[int, float]:
    """The keys with the highest dot products, best first, ties by key."""
    if not len(keys):
        return {}
    scores = vectors @ vector
    top = np.argpartition(-scores, limit)[:limit] if len(scores) > limit else np.arange(len(scores))
    order = top[np.lexsort((keys[top], -scores[top]))]
    return {int(keys[i]): float(scores[i]) for i in order}


class Index:
    """Every vector of the catalog's present state, whatever generation there is."""

    def __init__(self, catalog: Catalog, folder: Path) -> None:
        """Remember where generations are kept; none is opened yet."""
        self.catalog = catalog
        self.folder = folder
        self._lock = Lock()
        self._opened = ""
        self._generation: Generation | None = None
        self._exact: dict[str, ExactVectors] = {}

    def nearest(
        self, connection: Connection, vector: NDArray[np.float32], scope: Scope, limit: int
    ) -> dict[int, float]:
        """The keys of the passages nearest to a vector and their cosines, best first, all within the scope."""
        if scope.documents is not None:  # few vectors, and an exact search cannot miss the chosen ones
            return best(*stored.vectors(connection, scope), vector, limit)
        generation, exact = self._current(scope.collection)
        found = exact.nearest(connection, vector, limit)
        if generation is not None:
            removed = generation.rows.get(scope.collection, 0) - stored.count(connection, scope, generation.newest)
            found |= generation.nearest(vector, scope.collection, limit + max(0, removed))
        present = stored.within(connection, scope, found)
        ranked = sorted(((key, score) for key, score in found.items() if key in present), key=lambda p: (-p[1], p[0]))
        return dict(ranked[:limit])

    def refresh(self) -> bool:
        """Build the next generation if the present one is missing or stale; whether one was built."""
        with self.catalog.read() as connection:
            collections = stored_documents.collections(connection)
            newest = stored.newest(connection)
            rows = {name: stored.count(connection, Scope(name), newest) for name in collections}
            generation = self._open_current()
            if generation is None:
                stale = sum(rows.values()) >= FIRST_ROWS
            else:
                kept = sum(stored.count(connection, Scope(name), generation.newest) for name in collections)
                held = sum(generation.rows.values())
                changed = (held - kept) + (sum(rows.values()) - kept)
                stale = changed > max(STALE_ROWS, STALE_SHARE * held)
        if stale:
            self.build()
        return stale

    def build(self) -> None:
        """Build a generation from the catalog in a child process, check it in another, and make it the present one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        number = 1 + max((int(p.name.split("-")[1]) for p in self.folder.glob("gen-*")), default=0)
        target = self.folder / f"gen-{number}"
        try:
            self._child("build", target, BUILD_SECONDS)
            self._child("check", target, CHECK_SECONDS)
        except (subprocess.SubprocessError, OSError) as error:
            shutil.rmtree(target, ignore_errors=True)
            detail = (getattr(error, "stderr", None) or str(error)).strip().splitlines()[-1:]
            _log.warning("the vector index could not be built (%s); exact search goes on", *detail or ["no reason"])
            return
        pointer = self.folder / "current"
        temporary = self.folder / "current.new"
        with temporary.open("w", encoding="utf-8") as file:
            file.write(target.name)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(pointer)
        for old in self.folder.glob("gen-*"):  # the one before stays: another process may be reading it
            if int(old.name.split("-")[1]) < number - 1:
                shutil.rmtree(old, ignore_errors=True)

    def _child(self, task: str, target: Path, seconds: float) -> None:
        # With the parent's path it works from a checkout too; multiprocessing would run the host's own script again.
        code = f"import runpy, sys; sys.path[:] = {sys.path!r}; runpy.run_module({MODULE!r}, run_name='__main__')"
        subprocess.run(
            [sys.executable, "-c", code, task, str(self.catalog.path), str(target)],
            check=True,
            timeout=seconds,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )

    def _current(self, collection: str) -> tuple[Generation | None, ExactVectors]:
        with self._lock:
            generation = self._open_current()
            exact = self._exact.get(collection)
            after = generation.newest if generation else 0
            if exact is None or exact.after != after:
                exact = self._exact[collection] = ExactVectors(collection, after)
            return generation, exact

    def _open_current(self) -> Generation | None:
        try:
            name = (self.folder / "current").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        if name != self._opened:
            try:
                self._generation = Generation(self.folder / name)
            except Exception as error:  # Chroma raises its own kinds; without it, exact search answers the same
                _log.warning("the vector index %s cannot be opened (%s); exact search goes on", name, error)
                self._generation = None
            self._opened = name
        return self._generation
