"""Artifacts: named files that belong to a store, in its backups, and erased with the documents that they name."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock

from vectorstore.errors import InvalidArtifact, StoreFailed
from vectorstore.filesystem import write_atomically

# A file in the store's folder or in one folder below it; no file of an engine, of a lock or of an upload is called so.
_NAME = re.compile(r"(?!\.)(?:(?!originals/|index/)[^/\\:\0]+/)?(?!\.)[^/\\\0]+\.(?:json|jsonl|html)")
_RESERVED = frozenset({"writer.json", "backup.json"})


class Artifacts:
    """The artifacts of a store. A name such as `calibration.json` or `evaluations/a.run.json` is a relative path.

    JSON names a document where the value of a key `document` is the document's name. A document's removal erases
    what names it: a `.jsonl` file loses the lines that do, a `.json` file goes as a whole, with every file whose name
    begins alike, such as the report on a run.
    """

    def __init__(self, store: Path) -> None:
        """Remember the store's folder."""
        self._store = store

    def path(self, name: str) -> Path:
        """Where an artifact is or would be; raises InvalidArtifact."""
        if not is_artifact(name):
            raise InvalidArtifact(f"{name!r} cannot be the name of an artifact", name=name)
        return self._store / name

    def names(self, pattern: str = "**/*") -> list[str]:
        """The names of the artifacts that match a glob pattern, in order."""
        found = (path.relative_to(self._store).as_posix() for path in self._store.glob(pattern) if path.is_file())
        return sorted(name for name in found if is_artifact(name))

    def read(self, name: str) -> str | None:
        """The text of an artifact, or None where there is none."""
        try:
            return self.path(name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def write(self, name: str, text: str) -> Path:
        """Write an artifact whole or not at all; raises StoreFailed."""
        path = self.path(name)
        try:
            self._make_folder(path)
            write_atomically(path, text)
        except OSError as error:
            raise _failed(path, error) from error
        return path

    def append(self, name: str, line: str) -> Path:
        """Append a line, whole and on the disk, or raise StoreFailed with nothing appended."""
        path = self.path(name)
        data = f"{line}\n".encode()
        try:
            self._make_folder(path)
            with FileLock(path.with_suffix(".lock")), path.open("a+b", buffering=0) as file:
                size = file.seek(0, os.SEEK_END)
                if size:
                    file.seek(size - 1)
                    if file.read(1) != b"\n":  # the last line was edited by hand
                        data = b"\n" + data
                try:
                    if (file.write(data) or 0) < len(data):
                        raise OSError("there is no room for it")
                    os.fsync(file.fileno())
                except OSError:
                    file.truncate(size)
                    raise
        except OSError as error:
            raise _failed(path, error) from error
        return path

    def _make_folder(self, path: Path) -> None:
        """Make the folder that an artifact lies in; the store's own folder has to be there."""
        if path.parent != self._store:
            path.parent.mkdir(exist_ok=True)

    def delete(self, name: str) -> None:
        """Delete an artifact, if it is there."""
        self.path(name).unlink(missing_ok=True)

    def forget(self, document: str) -> None:
        """Erase what names a document that was removed."""
        for name in self.names():
            path = self._store / name
            if path.suffix == ".html" or not path.exists():
                continue
            if path.suffix == ".jsonl":
                self._drop_lines(path, document)
            elif _names(path.read_bytes(), document):
                for sibling in _alike(path):
                    sibling.unlink(missing_ok=True)

    def _drop_lines(self, path: Path, document: str) -> None:
        with FileLock(path.with_suffix(".lock")):
            lines = path.read_bytes().splitlines(keepends=True)
            kept = [line for line in lines if not _names(line, document)]
            if kept == lines:
                return
            if kept:
                write_atomically(path, b"".join(kept))
            else:
                path.unlink()


def is_artifact(name: str) -> bool:
    """Whether a file of this name in a store is an artifact."""
    return name not in _RESERVED and _NAME.fullmatch(name) is not None


def _names(text: bytes, document: str) -> bool:
    """Whether JSON names a document; what is not JSON does so wherever it holds the quoted name."""
    needle = json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if needle not in text:
        return False
    found: list[object] = []
    try:
        json.loads(text, object_hook=lambda held: found.append(held.get("document")))
    except ValueError:
        return True
    return document in found


def _alike(path: Path) -> Iterator[Path]:
    """The artifacts beside one whose names begin alike, up to the first full stop, itself among them."""
    stem = path.name.split(".")[0]
    yield from [other for other in path.parent.iterdir() if other.name.split(".")[0] == stem and other.is_file()]


def _failed(path: Path, error: OSError) -> StoreFailed:
    return StoreFailed(f"{path} cannot be written: {error.strerror or error}", store=path.parent)
