"""What a folder holds: the files to read, found without following what leads out of it."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from vectorstore.errors import NotAFolder


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was when it was looked at."""

    path: Path
    name: str
    """Relative to its folder, with forward slashes; the bare file name for an upload."""
    size: int
    modified_ns: int

    @classmethod
    def at(cls, path: Path, name: str) -> "File":
        """The file at a path; raises OSError where there is none."""
        status = path.stat()
        return cls(path, name, status.st_size, status.st_mtime_ns)


def files_in(folder: Path, without: Path) -> list[File]:
    """The regular files below a folder by name, hidden ones, links out of it and the store itself left out."""
    if not folder.is_dir():
        raise NotAFolder(f"{folder}: there is no such folder; check the spelling, or create it")
    found = (File.at(path, path.relative_to(folder).as_posix()) for path in _regular(folder, without))
    return sorted(found, key=lambda file: file.name)


def _regular(folder: Path, without: Path) -> Iterator[Path]:
    root = folder.resolve()
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        folders[:] = sorted(n for n in folders if not n.startswith(".") and (here / n).resolve() != without.resolve())
        for name in names:
            path = here / name
            if not name.startswith(".") and path.is_file() and path.resolve().is_relative_to(root):
                yield path
