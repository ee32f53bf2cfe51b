"""Uploaded files, kept in the store by the hash of their bytes."""

import re
import shutil
import tempfile
from pathlib import Path

from vectorstore.errors import StoreFailed, UnreadableFile
from vectorstore.filesystem import digest_of, fsync
from vectorstore.storage.base import Store

ORIGINALS = "originals"


class Uploads:
    """The kept copies of a store's uploads."""

    def __init__(self, store: Store) -> None:
        """Remember whose uploads they are."""
        self._store = store
        self._folder = store.folder

    def keep(self, path: Path, digest: str) -> str:
        """Where in the store a copy of a file with this digest is; it is whole and on disk."""
        kept = f"{ORIGINALS}/{digest}{path.suffix.lower()}"
        target = self._folder / kept
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
                f"{path.name} could not be copied into {self._folder} ({error.strerror}): make room or mend the disk, "
                "then add it again",
                store=self._folder,
            ) from error
        return kept

    def sweep(self) -> None:
        """Delete what no upload rests on any more, also what a killed copy left."""
        with self._store.read() as snapshot:
            used = snapshot.uploads()
        for path in (self._folder / ORIGINALS).glob("*"):
            if f"{ORIGINALS}/{path.name}" not in used:
                path.unlink(missing_ok=True)


def stated_digest(path: str) -> str | None:
    """The digest that the path of a kept original states, or None where it is no such path."""
    match = re.fullmatch(rf"{ORIGINALS}/([0-9a-f]{{64}})(\.[\w-]{{1,20}})?", path)
    return match[1] if match else None
