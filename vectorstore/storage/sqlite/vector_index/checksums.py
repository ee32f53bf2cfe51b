"""Checksums of an index snapshot, so that damage is noticed before the snapshot is read.

Native code that reads a damaged index may hang or crash. Chroma writes a row into its database whenever it opens it, so
two pages of that file have no checksum: the first, whose header counts changes, and that of the table `acquire_write`.
SQLite's own check covers those two.
"""

import hashlib
import json
import sqlite3
from pathlib import Path
from typing import Any

from vectorstore.filesystem import digest_of, fsync

DATABASE = "chroma.sqlite3"
MANIFEST = "generation.json"
PAGE = 4096  # bytes, SQLite's default


class IndexDamaged(Exception):
    """An index snapshot is not what was built."""


def write_manifest(folder: Path, facts: dict[str, Any]) -> None:
    """Write the manifest of a snapshot that nobody uses yet: facts about it, and what its files are."""
    with sqlite3.connect(folder / DATABASE, isolation_level=None) as database:
        database.execute("DELETE FROM acquire_write")
        # Nine tenths of the file are pages of a journal that was emptied.
        database.execute("VACUUM")
    database.close()
    files = {path.relative_to(folder).as_posix(): digest_of(path) for path in _files(folder)}
    body = json.dumps({**facts, "files": files, "database": _database(folder)}, ensure_ascii=False)
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        file.write(f"{hashlib.sha256(body.encode()).hexdigest()}\n{body}")
    for path in [*_files(folder), folder / DATABASE, folder / MANIFEST, folder]:
        fsync(path)


def checked_manifest(folder: Path) -> dict[str, Any]:
    """The facts about a snapshot whose files are what they were; raises IndexDamaged with what is wrong."""
    try:
        digest, body = (folder / MANIFEST).read_text(encoding="utf-8").split("\n", 1)
        if hashlib.sha256(body.encode()).hexdigest() != digest:
            raise IndexDamaged(f"{MANIFEST} was changed")
        manifest: dict[str, Any] = json.loads(body)
        found = {path.relative_to(folder).as_posix() for path in _files(folder)}
        if lost := found ^ set(manifest["files"]):
            raise IndexDamaged(f"{min(lost)} is missing or does not belong there")
        for name, expected in manifest["files"].items():
            if digest_of(folder / name) != expected:
                raise IndexDamaged(f"{name} was changed")
        if _database(folder, len(manifest["database"]["pages"])) != manifest["database"]:
            raise IndexDamaged(f"{DATABASE} was changed")
    except (OSError, ValueError, KeyError, sqlite3.Error) as error:
        raise IndexDamaged(f"{type(error).__name__}: {error}") from error
    return manifest


def _files(folder: Path) -> list[Path]:
    """The files of the index, which nobody writes again."""
    return sorted(path for path in folder.glob("*/**/*") if path.is_file())


def _database(folder: Path, pages: int | None = None) -> dict[str, Any]:
    """The digests of the first pages of Chroma's database, without those it changes itself, and its tables."""
    path = folder / DATABASE
    with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as database:
        if database.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise IndexDamaged(f"{DATABASE} is damaged")
        schema = database.execute("SELECT type, name, rootpage, sql FROM sqlite_master ORDER BY name").fetchall()
    database.close()
    own = {0} | {root - 1 for _, name, root, _ in schema if name == "acquire_write"}
    digests: list[str] = []
    with path.open("rb") as file:
        while (page := file.read(PAGE)) and (pages is None or len(digests) < pages):
            digests.append("" if len(digests) in own else hashlib.blake2b(page, digest_size=8).hexdigest())
    return {"pages": digests, "tables": hashlib.sha256(repr(schema).encode()).hexdigest()}
