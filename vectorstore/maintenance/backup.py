"""Safe copies of a store: a folder with its documents, uploads and artifacts, and what each file should be."""

import json
import shutil
import sqlite3
import subprocess
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from vectorstore import child_process
from vectorstore.errors import BackupFailed
from vectorstore.filesystem import digest_of, fsync
from vectorstore.ingest.uploads import ORIGINALS, stated_digest
from vectorstore.storage import STORE_FILES, open_store
from vectorstore.storage.artifacts import Artifacts, is_artifact
from vectorstore.storage.base import Store

MANIFEST = "backup.json"
CHECK_SECONDS = 3600
TRIES = 20  # to copy uploads that are removed while they are copied
_CHECK = "from vectorstore.maintenance.backup import check; sys.exit('\\n'.join(check(sys.argv[1])) or 0)"


def write(store: Store, target: Path) -> Path:
    """A consistent copy of a store in a new folder, whoever writes meanwhile; raises BackupFailed."""
    if target.exists():
        raise BackupFailed(f"{target} exists already: name a new folder, or remove that one first", path=target)
    partial = target.with_name(f"{target.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        (partial / ORIGINALS).mkdir(parents=True)
        for _ in range(TRIES):
            if _copy_uploads(store.folder, partial, store.copy_to(partial).uploads):
                break
        else:
            raise BackupFailed(f"the uploads of {store.folder} change too fast to be copied: try again", path=target)
        for name in Artifacts(store.folder).names():
            (partial / name).parent.mkdir(exist_ok=True)
            with suppress(FileNotFoundError):  # erased a moment ago
                shutil.copyfile(store.folder / name, partial / name)
        files = sorted(path for path in partial.rglob("*") if path.is_file())
        manifest = {
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": {path.relative_to(partial).as_posix(): digest_of(path) for path in files},
        }
        (partial / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        for path in [*files, partial / MANIFEST, *(path for path in partial.iterdir() if path.is_dir()), partial]:
            fsync(path)
        partial.rename(target)
        fsync(target.parent)
    except (OSError, sqlite3.Error) as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise BackupFailed(
            f"{target} could not be written ({error}): make room, or name another place", path=target
        ) from error
    return target


def restore(source: Path, folder: Path) -> None:
    """Bring a backup back as a new store, checked by a fresh process; raises BackupFailed, and then leaves nothing."""
    if any((folder / name).exists() for name in STORE_FILES):
        raise BackupFailed(f"{folder} holds a library already: name another store, or remove it first", path=folder)
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        for name, digest in _manifest(source).items():
            target = partial / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, target)
            if digest_of(target) != digest:
                raise BackupFailed(f"{source / name} is not what was backed up: take another backup", path=source)
            fsync(target)
        _check(partial)
        folder.mkdir(parents=True, exist_ok=True)
        # The store's own files last: with them, the store is there.
        for path in sorted(partial.iterdir(), key=lambda path: path.name in STORE_FILES):
            shutil.rmtree(folder / path.name, ignore_errors=True)
            path.rename(folder / path.name)
        fsync(folder)
    except OSError as error:
        raise BackupFailed(
            f"{source} could not be brought back to {folder}: {error.strerror or error}", path=source
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _copy_uploads(folder: Path, partial: Path, paths: frozenset[str]) -> bool:
    """Copy the originals that the copied store rests on, and no other; False where one was removed meanwhile."""
    for old in (partial / ORIGINALS).iterdir():
        if f"{ORIGINALS}/{old.name}" not in paths:
            old.unlink()
    for path in paths:
        try:
            if not (partial / path).exists():
                shutil.copyfile(folder / path, partial / path)
        except FileNotFoundError:
            return False
    return True


def _manifest(source: Path) -> dict[str, str]:
    """The digest of each file of a backup, by its name; raises BackupFailed for what is none of ours."""
    try:
        manifest = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        files = {str(name): str(digest) for name, digest in manifest["files"].items()}
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise BackupFailed(
            f"{source} is not a backup of Footnote's, or not whole: it lacks {MANIFEST}", path=source
        ) from error
    known = (name in STORE_FILES or stated_digest(name) or is_artifact(name) for name in files)
    if foreign := [name for name, is_known in zip(files, known, strict=True) if not is_known]:
        raise BackupFailed(
            f"{source} is not a backup of Footnote's: {foreign[0]!r} does not belong in one", path=source
        )
    if missing := [name for name in STORE_FILES if name not in files]:
        raise BackupFailed(f"{source} is not whole: it lacks {missing[0]}", path=source)
    return files


def _check(folder: Path) -> None:
    """Have a fresh process look at what was brought back."""
    done = subprocess.run(
        child_process.command(_CHECK, str(folder)),
        capture_output=True,
        text=True,
        timeout=CHECK_SECONDS,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["the process that looked at it broke off"]
        raise BackupFailed(f"the backup is damaged: {said[0]}: take another one", path=folder)


def check(folder: str) -> list[str]:
    """What is wrong with a store that was brought back, which nobody has reason to trust."""
    store = open_store(Path(folder))
    found = [fault.message for fault in store.faults(trusted=False)]
    if not found:
        with store.read() as snapshot:
            paths = sorted(snapshot.uploads())
        found = [
            f"the upload {path} is missing"
            for path in paths
            if not stated_digest(path) or not (store.folder / path).is_file()
        ]
    store.close()
    return found
