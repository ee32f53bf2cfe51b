"""Uploaded files, kept in the store by the hash of their bytes."""

import shutil
import tempfile
from pathlib import Path

from vectorstore.errors import StoreFailed, UnreadableFile
from vectorstore.filesystem import digest_of, fsync
from vectorstore.storage.sqlite import documents
from vectorstore.storage.sqlite.connection import Catalog

ORIGINALS = "originals"


class Uploads:
    """The kept copies of a store's uploads."""

    def __init__(self, store: Path, catalog: Catalog) -> None:
        """Remember where they are."""
        self._store = store
        self._catalog = catalog

    def keep(self, path: Path, digest: str) -> str:
        """Where in the store a copy of a file with this digest is; it is whole and on disk."""
        kept = f"{ORIGINALS}/{digest}{path.suffix.lower()}"
        target = self._store / kept
        if target.exists():
            return kept
        try:
            target.parent.mkdir(exist_ok=True)
            with path.open("rb") as source, tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as copy:
                shutil.copyfileobj(source, copy)
            if digest_of(Path(copy.name)) != digest:
                raise UnreadableFile(f"{path.name}: was changed while it was read; add it again.")
            fsync(Path(copy.name))
            Path(copy.name).replace(target)
            fsync(target.parent)
        except OSError as error:
            raise StoreFailed(
                f"{path.name} could not be copied into {self._store} ({error.strerror}): make room or mend the disk, "
                "then add it again"
            ) from error
        return kept

    def sweep(self) -> None:
        """Delete what no upload rests on any more, also what a killed copy left."""
        with self._catalog.read() as connection:
            used = documents.uploads(connection)
        for path in (self._store / ORIGINALS).glob("*"):
            if f"{ORIGINALS}/{path.name}" not in used:
                path.unlink(missing_ok=True)
