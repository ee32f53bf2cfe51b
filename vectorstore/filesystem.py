"""Files as a disk holds them: what their bytes are, and whether they are there for good."""

import hashlib
import os
from pathlib import Path
from threading import get_ident


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fsync(path: Path) -> None:
    """Wait until a file, or what a folder lists, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that it is there whole or as it was before, also after a crash; its folder has to exist."""
    data = content.encode() if isinstance(content, str) else content
    new = path.with_name(f".{os.getpid()}-{get_ident()}.new")
    try:
        with new.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)
    fsync(path.parent)
