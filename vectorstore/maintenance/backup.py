"""Safe copies of a store: a folder with the catalog, the uploads, the calibration, and what each should be."""

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from vectorstore.errors import BackupFailed
from vectorstore.filesystem import digest_of, fsync
from vectorstore.ingest.uploads import ORIGINALS
from vectorstore.maintenance.verify import upload_name
from vectorstore.storage.artifacts import CALIBRATION
from vectorstore.storage.sqlite import documents
from vectorstore.storage.sqlite.connection import Catalog
from vectorstore.storage.sqlite.maintenance import copy_to
from vectorstore.storage.sqlite.schema import VERSION, statements

CATALOG = "catalog.sqlite3"
MANIFEST = "backup.json"
CHECK_SECONDS = 3600
TRIES = 20  # to copy uploads that are removed while they are copied


def write(catalog: Catalog, store: Path, target: Path) -> Path:
    """A consistent copy of a store in a new folder, whoever writes meanwhile."""
    if target.exists():
        raise BackupFailed(f"{target} exists already: name a new folder, or remove that one first")
    partial = target.with_name(f"{target.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        (partial / ORIGINALS).mkdir(parents=True)
        for _ in range(TRIES):
            (partial / CATALOG).unlink(missing_ok=True)
            copy_to(catalog, partial / CATALOG)
            if _copy_uploads(store, partial):
                break
        else:
            raise BackupFailed(f"the uploads of {store} change too fast to be copied: try again")
        with suppress(FileNotFoundError):  # most stores go by ours
            shutil.copyfile(store / CALIBRATION, partial / CALIBRATION)
        files = sorted(path for path in partial.rglob("*") if path.is_file())
        manifest = {
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "version": VERSION,
            "files": {path.relative_to(partial).as_posix(): digest_of(path) for path in files},
        }
        (partial / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        for path in [*files, partial / MANIFEST, partial / ORIGINALS, partial]:
            fsync(path)
        partial.rename(target)
        fsync(target.parent)
    except (OSError, sqlite3.Error) as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise BackupFailed(f"{target} could not be written ({error}): make room, or name another place") from error
    return target


def restore(source: Path, store: Path) -> None:
    """Bring a backup back as a new store, checked by a fresh process; raises BackupFailed, and then leaves nothing."""
    if (store / CATALOG).exists():
        raise BackupFailed(f"{store} holds a library already: name another store with --store, or remove it first")
    partial = store.with_name(f"{store.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        for name, digest in _manifest(source).items():
            target = partial / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, target)
            if digest_of(target) != digest:
                raise BackupFailed(f"{source / name} is not what was backed up: take another backup")
            fsync(target)
        _check(partial)
        store.mkdir(parents=True, exist_ok=True)
        # The catalog last: with it, the store is there.
        for path in sorted(partial.iterdir(), key=lambda path: path.name == CATALOG):
            shutil.rmtree(store / path.name, ignore_errors=True)
            path.rename(store / path.name)
        fsync(store)
    except OSError as error:
        raise BackupFailed(f"{source} could not be brought back to {store}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _copy_uploads(store: Path, partial: Path) -> bool:
    """Copy the originals that the copied catalog names, and no other; False where one was removed meanwhile."""
    copy = Catalog(partial / CATALOG)
    with copy.read() as connection:
        paths = documents.uploads(connection)
    connection.execute("PRAGMA journal_mode = DELETE")  # one file, without a journal beside it
    copy.close()
    for old in (partial / ORIGINALS).iterdir():
        if f"{ORIGINALS}/{old.name}" not in paths:
            old.unlink()
    for path in paths:
        try:
            if not (partial / path).exists():
                shutil.copyfile(store / path, partial / path)
        except FileNotFoundError:
            return False
    return True


def _manifest(source: Path) -> dict[str, str]:
    try:
        manifest = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        files = {str(name): str(digest) for name, digest in manifest["files"].items()}
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise BackupFailed(f"{source} is not a backup of Footnote's, or not whole: it lacks {MANIFEST}") from error
    if wrong := [name for name in files if name not in (CATALOG, CALIBRATION) and not upload_name(name)]:
        raise BackupFailed(f"{source} is not a backup of Footnote's: {wrong[0]!r} does not belong in one")
    if CATALOG not in files:
        raise BackupFailed(f"{source} is not whole: it lacks {CATALOG}")
    return files


def _check(store: Path) -> None:
    """Have a fresh process look at what was brought back."""
    code = (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        "from vectorstore.maintenance.backup import look\n"
        "sys.exit('\\n'.join(look(sys.argv[1])) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(store)],
        capture_output=True,
        text=True,
        timeout=CHECK_SECONDS,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["the process that looked at it broke off"]
        raise BackupFailed(f"the backup is damaged: {said[0]}: take another one")


def look(store: str) -> list[str]:
    """What is wrong with a store that was brought back; its schema must be ours, since a schema can hold code."""
    from vectorstore.storage.sqlite.maintenance import faults

    catalog = Catalog(Path(store) / CATALOG)
    with sqlite3.connect(":memory:") as fresh:
        for statement in statements("schema.sql"):
            fresh.execute(statement)
    with catalog.read() as connection:
        if _objects(connection) - _objects(fresh):
            return ["its database holds what no store of ours does"]
        paths = documents.uploads(connection)
    if lost := [path for path in sorted(paths) if not upload_name(path) or not (Path(store) / path).is_file()]:
        return [f"the upload {lost[0]} is missing"]
    found = faults(catalog)
    catalog.connection().execute("PRAGMA wal_checkpoint (TRUNCATE)")
    catalog.close()
    return found


def _objects(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    return {(kind, name) for kind, name in connection.execute("SELECT type, name FROM sqlite_master")}
