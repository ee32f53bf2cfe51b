"""Files become documents ready to be written: one thread reads and cuts them while another embeds.

The file reader is a process of its own, torch computes outside the interpreter's lock, and who iterates writes: so
prepared, embedding and writing overlap. Passages of several small documents are embedded together, sorted by length.
"""

from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from queue import Empty, Full, Queue
from threading import Event, Thread
from types import TracebackType
from typing import TypeVar

from vectorstore.errors import UnreadableFile
from vectorstore.filesystem import digest_of
from vectorstore.ingest.document_builder import (
    TOGETHER,
    ChunkedDocument,
    PipelineStopped,
    chunked,
    document_id,
    embedded,
)
from vectorstore.ingest.scanner import ScannedFile
from vectorstore.models.protocols import Embedder
from vectorstore.parsing import SUFFIXES, Sandbox
from vectorstore.storage.records import PreparedDocument

WAITING = 32  # documents between two steps
LOOK = 0.1  # seconds between two looks at whether anybody still waits

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class PreparedFile:
    """What was found in a file."""

    file: ScannedFile
    digest: str | None = None
    """None where its bytes could not be read."""
    document: PreparedDocument | None = None
    """None where it gave no text, or its bytes seem to be known already."""
    failure: str | None = None
    """Why it gave no text."""


Step = tuple[PreparedFile, ChunkedDocument | None]


class Pipeline:
    """The prepared files of files, in order, prepared ahead of whoever iterates; use it in a `with`."""

    def __init__(
        self,
        files: Sequence[ScannedFile],
        collection: str,
        known: Set[str],
        embedder: Embedder,
        while_waiting: Callable[[], None],
    ) -> None:
        """Read the files of a collection; those whose document is known, or was met before, are only hashed.

        `while_waiting` is called every moment in which nothing is ready; what it raises ends the iteration.
        """
        self._while_waiting = while_waiting
        self._files = files
        self._collection = collection
        self._known = known
        self._embedder = embedder
        self._sandbox = Sandbox()
        self._stop = Event()
        self._chunked: Queue[Step | None] = Queue(WAITING)
        self._ready: Queue[PreparedFile | BaseException] = Queue(WAITING)
        self._threads = [Thread(target=self._run, args=(task,), daemon=True) for task in (self._read, self._embed)]

    def __enter__(self) -> "Pipeline":
        """These prepared files, under way."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops what is under way: the file at hand is given up, the part at hand is embedded to its end."""
        self._stop.set()
        self._sandbox.abort()
        for thread in self._threads:
            thread.join()
        self._sandbox.close()

    def __iter__(self) -> Iterator[PreparedFile]:
        """Each file's prepared."""
        for _ in self._files:
            ready = self._get(self._ready, self._while_waiting)
            if isinstance(ready, BaseException):
                raise ready
            yield ready

    def again(self, file: ScannedFile) -> PreparedFile:
        """The prepared of one file now, although its bytes seemed to be known."""
        prepared, pieces = self._prepare(file, frozenset())
        return replace(prepared, document=next(embedded([pieces], self._embedder))) if pieces else prepared

    def _run(self, task: Callable[[], None]) -> None:
        with suppress(PipelineStopped):
            try:
                task()
            except PipelineStopped:
                raise
            except BaseException as error:  # raised again where the prepared files are waited for
                self._put(self._ready, error)

    def _read(self) -> None:
        known = set(self._known)
        for file in self._files:
            prepared, pieces = self._prepare(file, known)
            if pieces:
                known.add(pieces.document_id)
            self._put(self._chunked, (prepared, pieces))
        self._put(self._chunked, None)

    def _embed(self) -> None:
        for steps in self._groups():
            documents = embedded([pieces for _, pieces in steps if pieces], self._embedder, self._stop)
            for prepared, pieces in steps:
                self._put(self._ready, replace(prepared, document=next(documents)) if pieces else prepared)

    def _groups(self) -> Iterator[list[Step]]:
        """What was cut, as it comes: all that waits, as far as it is embedded in one go."""
        more = True
        while more:
            group: list[Step] = []
            while more and sum(len(pieces.inputs) for _, pieces in group if pieces) < TOGETHER:
                if group and self._chunked.empty():
                    break
                step = self._get(self._chunked)
                if step is None:
                    more = False
                else:
                    group.append(step)
            yield group

    def _prepare(self, file: ScannedFile, known: Set[str]) -> Step:
        for _ in range(2):  # a file that is just being written is given a second chance
            try:
                file = now = ScannedFile.at(file.path, file.name)
                if file.is_fresh:  # the next sync looks at it once more
                    file = replace(file, changed_ns=0)
                readable = file.path.suffix.lower() in SUFFIXES  # if not, its bytes say nothing
                digest = digest_of(file.path) if readable else ""
                if document_id(self._collection, digest) in known:
                    return PreparedFile(file, digest), None
                source = self._sandbox.parse(file.path)
                if ScannedFile.at(file.path, file.name) == now:
                    return PreparedFile(file, digest), chunked(source, self._collection, digest, self._embedder)
            except UnreadableFile as error:
                return PreparedFile(file, digest, failure=str(error)), None
            except OSError as error:
                return PreparedFile(file, failure=f"{file.name}: cannot be read: {error.strerror}"), None
        return PreparedFile(file, failure=f"{file.name}: is being changed while it is read; sync again"), None

    def _put(self, queue: Queue[Item], item: Item) -> None:
        while not self._stop.is_set():
            with suppress(Full):
                return queue.put(item, timeout=LOOK)
        raise PipelineStopped

    def _get(self, queue: Queue[Item], while_waiting: Callable[[], None] | None = None) -> Item:
        while not self._stop.is_set():
            with suppress(Empty):
                return queue.get(timeout=LOOK)
            if while_waiting:
                while_waiting()
        raise PipelineStopped
