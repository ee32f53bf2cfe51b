"""One run of changes to a collection: what becomes of each file, each in one transaction of its own."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, repeat
from pathlib import Path

from vectorstore.errors import UnreadableFile
from vectorstore.ingest.document_builder import document_id
from vectorstore.ingest.pipeline import Pipeline, PreparedFile
from vectorstore.ingest.progress import Tracker
from vectorstore.ingest.scanner import Scan, ScannedFile
from vectorstore.ingest.uploads import Uploads
from vectorstore.models.protocols import Embedder
from vectorstore.parsing.registry import ADDED_DOCUMENT
from vectorstore.storage import model_fingerprint
from vectorstore.storage.artifacts import Artifacts
from vectorstore.storage.base import Snapshot, Store
from vectorstore.storage.records import DocumentName, PreparedDocument
from vectorstore.types import FileStatus


class Ingest:
    """Writes the files of one origin (a folder, or None for uploads) into one collection of a store."""

    def __init__(
        self, store: Store, uploads: Uploads, artifacts: Artifacts, collection: str, origin: Path | None = None
    ) -> None:
        """The caller holds the store for as long as this is used."""
        self._store = store
        self._uploads = uploads
        self._artifacts = artifacts
        self._collection = collection
        self._origin = str(origin.resolve()) if origin else None
        self._gone: dict[str, list[DocumentName]] = {}

    def sync(self, found: Scan, embedder: Embedder, tracker: Tracker) -> None:
        """Make the collection hold what was found in the folder, and nothing else that came from it."""
        with self._store.read() as snapshot:
            known = {name.path: name for name in snapshot.names_from(self._collection, self._origin)}
            skipped = snapshot.skipped(self._collection, self._origin) if self._origin else {}
        present = {file.name for file in found.files}
        for name in known.values():
            if name.path not in present and not found.holds(name.path):
                self._gone.setdefault(name.digest, []).append(name)
        settled, changed = list(found.refused), []
        for file in found.files:
            before = known.get(file.name)
            if before and before.stat == file.stat:
                settled.append(FileStatus(before.name, "unchanged"))
            elif file.name in skipped and skipped[file.name][0] == file.stat:
                settled.append(FileStatus(file.name, "skipped", skipped[file.name][1]))
            else:
                changed.append(file)
        tracker.begin(changed, len(settled) + sum(map(len, self._gone.values())))
        tracker.settled(settled)
        self.put(changed, embedder, tracker)
        tracker.settled(self.remove(name for names in self._gone.values() for name in names))
        if lost := [path for path in skipped if path not in present]:
            with self._store.write() as change:
                for path in lost:
                    change.unskip(self._collection, self._origin or "", path)

    def put(self, files: Sequence[ScannedFile], embedder: Embedder, tracker: Tracker) -> None:
        """Add files, or put them in place of what they said before."""
        if not files:
            return
        with self._store.read() as snapshot:
            model_fingerprint.is_made_with(snapshot, embedder)
            known = snapshot.document_ids(self._collection)
        is_checked = False
        with Pipeline(files, self._collection, known, embedder, tracker.pulse) as preparation:
            for prepared in preparation:
                if prepared.document and not is_checked:
                    self._check_weights(embedder)
                    is_checked = True
                with self._store.turn():
                    try:
                        status = self._put(prepared, preparation)
                    except UnreadableFile as error:  # an upload that was changed while it was copied
                        status = FileStatus(prepared.file.name, "skipped", str(error))
                tracker.read(status)

    def remove(self, names: Iterable[DocumentName]) -> Iterator[FileStatus]:
        """Names taken away one by one, each with its document if it had no other."""
        for name in names:
            with self._store.write() as change:
                change.remove_name(name)
            self._artifacts.forget(name.name)
            elsewhere = name.origin and name.origin != self._origin
            again = f"the next sync of {name.origin} adds it again if its file is there"
            yield FileStatus(name.name, "removed", again if elsewhere else None)

    def _check_weights(self, embedder: Embedder) -> None:
        with self._store.read() as snapshot:
            known = model_fingerprint.check_weights(snapshot, embedder)
        if not known:
            model_fingerprint.fingerprint(embedder)  # a model takes seconds to load: not within a transaction
            with self._store.write() as change:
                model_fingerprint.remember(change, embedder)

    def _put(self, prepared: PreparedFile, preparation: Pipeline) -> FileStatus:
        with self._store.read() as snapshot:
            name, before = self._named(snapshot, prepared.file)
            key = self._key_of(snapshot, prepared)
            others = [other for other in (snapshot.names_of(key) if key is not None else []) if other != name]
        if key is None and prepared.document is None and prepared.failure is None:
            prepared = preparation.again(prepared.file)  # what had the same bytes could not be written, or went again
        if prepared.failure:
            return self._skip(prepared, name, before)
        if key is None:
            assert prepared.document is not None
            self._write(prepared, name, prepared.document)
            notes = "; ".join(prepared.document.source.notes) or None
            return FileStatus(name, "replaced" if before else "added", notes)
        if before and before.document_key == key:
            self._write(prepared, name, key)
            return FileStatus(name, "unchanged")
        old = self._renamed(prepared.digest)
        self._write(prepared, name, key, old)
        return FileStatus(name, "renamed" if old else "duplicate", other=old.name if old else others[0])

    def _skip(self, prepared: PreparedFile, name: str, before: DocumentName | None) -> FileStatus:
        """What a file said before goes where it says something else now, and stays where nobody could look."""
        reason, file = prepared.failure or "", prepared.file
        if before:
            reason += " (its earlier text is kept)" if prepared.digest is None else " (its earlier text was removed)"
        status = FileStatus(name, "skipped", reason)
        if prepared.digest is not None:
            with self._store.write() as change:
                if self._origin:
                    change.skip(self._collection, self._origin, file.name, file.stat, prepared.failure or "")
                if before:
                    change.remove_name(before)
        return status

    def _named(self, snapshot: Snapshot, file: ScannedFile) -> tuple[str, DocumentName | None]:
        """The name of a file, and the record it has: its own, or a free one, with folders in front where it is taken.

        An upload takes the name of an earlier upload, an added document that of an earlier added document.
        """
        path, is_added = file.name, file.path.suffix == ADDED_DOCUMENT
        if self._origin and (record := snapshot.name_at(self._collection, self._origin, path)):
            return record.name, record
        for name in islice(self._candidates(path), 3):  # an upload keeps its name when the one before becomes free
            taken = snapshot.name(self._collection, name)
            if not self._origin and taken and taken.origin is None and taken.is_added == is_added:
                return name, taken
        return next(n for n in self._candidates(path) if not snapshot.name(self._collection, n)), None

    def _candidates(self, path: str) -> Iterator[str]:
        """A file's own name, then with more and more of what its origin is called in front."""
        yield path
        for front in chain(reversed(Path(self._origin).parts) if self._origin else ["uploads"], repeat("_")):
            path = f"{front}/{path}"
            yield path

    def _key_of(self, snapshot: Snapshot, prepared: PreparedFile) -> int | None:
        """The row of the document with the file's bytes; a file that gives no text has none, whatever its bytes."""
        if prepared.failure or not prepared.digest:
            return None
        return snapshot.document_key(document_id(self._collection, prepared.digest))

    def _renamed(self, digest: str | None) -> DocumentName | None:
        """A name whose file is gone and had these bytes; it is taken off the list of those to remove."""
        names = self._gone.get(digest or "")
        return names.pop(0) if names else None

    def _write(
        self, prepared: PreparedFile, name: str, content: PreparedDocument | int, old: DocumentName | None = None
    ) -> None:
        """Write a document, or a name of it, in one transaction; an upload's original is on disk before."""
        file, digest = prepared.file, prepared.digest or ""
        path = file.name if self._origin else self._uploads.keep(file.path, digest)
        with self._store.write() as change:
            key = content if isinstance(content, int) else change.insert(content)
            record = DocumentName(self._collection, name, key, self._origin, path, *file.stat, digest)
            if old:
                change.rename(old, record)
            else:
                change.set_name(record)
            if self._origin:
                change.unskip(self._collection, self._origin, file.name)
