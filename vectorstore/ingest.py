"""One run of changes to a collection: each file is read, cut, embedded and written in one transaction of its own."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection

from vectorstore.catalog import Catalog, documents
from vectorstore.catalog.documents import Name, Prepared
from vectorstore.chunking import passages, surroundings
from vectorstore.embedding import SentenceEmbedder
from vectorstore.errors import UnreadableFile
from vectorstore.folder import File
from vectorstore.lock import WriterLock
from vectorstore.parsing import SUFFIXES, Sandbox
from vectorstore.passage import FileStatus, SourceText
from vectorstore.search import check_model

ORIGINALS = "originals"


class Ingest:
    """Writes the files of one origin (a folder, or None for uploads) into one collection of a store."""

    def __init__(
        self,
        store: Path,
        catalog: Catalog,
        lock: WriterLock,
        embedder: SentenceEmbedder,
        collection: str,
        origin: Path | None = None,
    ) -> None:
        """The caller holds the writer lock for as long as this is used."""
        self._store = store
        self._catalog = catalog
        self._lock = lock
        self._embedder = embedder
        self._collection = collection
        self._origin = str(origin.resolve()) if origin else None

    def put(self, files: list[File]) -> Iterator[FileStatus]:
        """What became of each file, one by one."""
        with self._lock.change, self._catalog.write() as connection:
            made_with = documents.fact(connection, "embedder")
            if made_with is None:
                documents.remember(connection, "embedder", self._embedder.identity)
            else:
                check_model(made_with, self._embedder)
        with Sandbox() as sandbox:
            for file in files:
                with self._lock.change:
                    yield self._put(file, sandbox)

    def gone(self, files: list[File]) -> list[Name]:
        """The names that came from this origin and are not among its files any more."""
        present = {file.name for file in files}
        with self._catalog.read() as connection:
            known = documents.names_from(connection, self._collection, self._origin)
        return [name for name in known if name.path not in present]

    def remove(self, name: Name) -> FileStatus:
        """A name taken away, with its document if it had no other."""
        with self._lock.change:
            with self._catalog.write() as connection:
                documents.remove_name(connection, name)
            self._drop_original(name)
        if name.origin and name.origin != self._origin:
            return FileStatus(
                name.name, "removed", f"the next sync of {name.origin} adds it again if its file is there"
            )
        return FileStatus(name.name, "removed")

    def _put(self, file: File, sandbox: Sandbox) -> FileStatus:
        with self._catalog.read() as connection:
            before = documents.name_at(connection, self._collection, self._origin, file.name)
            name = before.name if before else self._free_name(connection, file.name)
        if before and self._origin and (before.size, before.modified_ns) == (file.size, file.modified_ns):
            return FileStatus(name, "unchanged")
        try:
            digest = _digest(file.path)
            document_id = hashlib.sha256(f"{self._collection}\0{digest}".encode()).hexdigest()[:32]
            with self._catalog.read() as connection:
                readable = file.path.suffix.lower() in SUFFIXES  # whichever of two equal files comes first
                key = documents.key_of(connection, document_id) if readable else None
                others = [other for other in documents.names_of(connection, key) if other != name]
            if key is not None:
                self._write(file, name, digest, key, before)
                if before and before.document_key == key:
                    return FileStatus(name, "unchanged")
                return FileStatus(name, "duplicate", f"the same content as {others[0]}: kept once, under both names")
            source = sandbox.parse(file.path)
            prepared = self._prepare(source, document_id, digest)
            self._write(file, name, digest, prepared, before)
        except (UnreadableFile, OSError) as error:
            reason = (
                str(error) if isinstance(error, UnreadableFile) else f"{file.name}: cannot be read: {error.strerror}"
            )
            if before:  # what the file said is no longer what it says
                self.remove(before)
                reason += " (its earlier text was removed)"
            return FileStatus(name, "skipped", reason)
        return FileStatus(name, "replaced" if before else "added", "; ".join(source.notes) or None)

    def _prepare(self, source: SourceText, document_id: str, digest: str) -> Prepared:
        """The document cut and embedded; each passage is embedded with what stands around it."""
        cut = passages(source, document_id, self._embedder.token_spans)
        around = surroundings(cut, self._embedder.token_spans, self._embedder.max_tokens)
        vectors = self._embedder.encode(
            [f"{p.context}\n{before} {p.text} {after}" for p, (before, after) in zip(cut, around, strict=True)]
        )
        return Prepared(document_id, self._collection, digest, source, cut, [" ".join(a) for a in around], vectors)

    def _free_name(self, connection: Connection, name: str) -> str:
        """The name itself, or with as many folders in front of it as it takes to differ from other origins' names."""
        fronts = reversed(Path(self._origin).parts) if self._origin else iter(["uploads"])
        while (taken := documents.name_of(connection, self._collection, name)) and taken.origin != self._origin:
            name = f"{next(fronts, '_')}/{name}"
        return name

    def _write(self, file: File, name: str, digest: str, content: Prepared | int, before: Name | None) -> None:
        """Write a document, or one more name of it, in one transaction; an upload's original is on disk before."""
        path = file.name if self._origin else _keep_original(file.path, self._store, digest)
        with self._catalog.write() as connection:
            key = content if isinstance(content, int) else documents.insert(connection, content)
            documents.set_name(
                connection,
                Name(self._collection, name, key, self._origin, path, file.size, file.modified_ns, digest),
            )
        if before:
            self._drop_original(before)

    def _drop_original(self, name: Name) -> None:
        """Delete the kept copy behind an upload's former record, unless another name still rests on it."""
        if name.origin is None:
            with self._catalog.read() as connection:
                used = documents.is_used(connection, name.path)
            if not used:
                (self._store / name.path).unlink(missing_ok=True)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep_original(path: Path, store: Path, digest: str) -> str:
    """Where in the store a copy of an uploaded file is, by its content; it is whole and on disk."""
    kept = Path(ORIGINALS) / f"{digest}{path.suffix.lower()}"
    target = store / kept
    if not target.exists():
        target.parent.mkdir(exist_ok=True)
        with path.open("rb") as source, tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as copy:
            shutil.copyfileobj(source, copy)
            copy.flush()
            os.fsync(copy.fileno())
        Path(copy.name).replace(target)
    return kept.as_posix()
