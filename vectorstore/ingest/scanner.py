"""What a folder holds: the files to read, found without following what leads out of it."""

import os
import stat
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pathspec import GitIgnoreSpec

from vectorstore.errors import NotAFile, NotAFolder
from vectorstore.parsing.registry import ADDED_DOCUMENT
from vectorstore.types import FileStatus

IGNORE_FILE = ".footnoteignore"
# Clocks of file systems tick every 4 ms to 2 s: two changes within a tick have the same date.
FRESH_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class ScannedFile:
    """A file as it was when it was looked at."""

    path: Path
    name: str
    """Relative to its folder, with forward slashes; the bare file name for an upload."""
    size: int
    modified_ns: int
    changed_ns: int
    """When its record was changed: a copy may keep its date, but not this."""

    @property
    def stat(self) -> tuple[int, int, int]:
        """By which a change is noticed."""
        return self.size, self.modified_ns, self.changed_ns

    @classmethod
    def at(cls, path: Path, name: str) -> "ScannedFile":
        """The file at a path; raises OSError where there is none."""
        return cls._of(path, name, path.stat())

    @classmethod
    def _of(cls, path: Path, name: str, status: os.stat_result) -> "ScannedFile":
        return cls(path, name, status.st_size, status.st_mtime_ns, status.st_ctime_ns)

    @property
    def is_fresh(self) -> bool:
        """Whether it was changed so lately that it may change once more without a trace."""
        return time.time_ns() - self.changed_ns < FRESH_NS


@dataclass(slots=True)
class Scan:
    """What was found in a folder, by name."""

    files: list[ScannedFile] = field(default_factory=list)
    refused: list[FileStatus] = field(default_factory=list)
    """What is not read whatever its name is: links that lead out, devices, pipes, names that are no text."""
    closed: list[str] = field(default_factory=list)
    """Folders that could not be looked into: nobody knows what they hold now."""

    def holds(self, name: str) -> bool:
        """Whether a file of this name may still be there: it lies in a folder that could not be looked into."""
        return any(name.startswith(f"{folder}/") for folder in self.closed)


Rules = Sequence[tuple[str, GitIgnoreSpec]]
"""Ignore rules, each with the folder that they were found in and count from, the innermost last."""


def scan(folder: Path, without: Path) -> Scan:
    """The files below a folder; hidden and ignored ones and the store itself are left out without a word."""
    if not folder.is_dir():
        raise NotAFolder(f"{folder}: there is no such folder; check the spelling, or create it", path=folder)
    found = Scan()
    _look(folder, "", (), found, (folder.resolve(), without.resolve()))
    found.files.sort(key=lambda file: file.name)
    found.refused.sort(key=lambda status: status.name)
    return found


def file_to_add(path: Path) -> ScannedFile:
    """A file under its own name; raises NotAFile."""
    if not path.is_file():
        raise NotAFile(f"{path}: there is no such file; check the spelling", path=path)
    if path.suffix.lower() == ADDED_DOCUMENT:
        raise NotAFile(f"{path}: {ADDED_DOCUMENT} is for documents that a program adds; rename it", path=path)
    return ScannedFile.at(path, path.name)


def _look(folder: Path, front: str, rules: Rules, found: Scan, places: tuple[Path, Path]) -> None:
    root, without = places
    try:
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
        rules = (*rules, *_rules(folder, front, {entry.name for entry in inside}))
    except OSError as error:
        if not front:
            raise NotAFolder(
                f"{folder}: cannot be looked into ({error.strerror}); change its permissions", path=folder
            ) from error
        found.closed.append(front.rstrip("/"))
        found.refused.append(FileStatus(front, "skipped", f"the folder cannot be looked into: {error.strerror}"))
        return
    for entry in inside:
        name = front + entry.name
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        is_folder = entry.is_dir(follow_symlinks=False)
        if _is_ignored(f"{name}/" if is_folder else name, rules):
            continue
        if is_folder:
            if path.resolve() != without:
                _look(path, f"{name}/", rules, found, places)
            continue
        shown = name.encode("utf-8", "replace").decode()
        reason = "its name is not valid text; rename it" if shown != name else _refusal(entry, path, root)
        if reason:
            found.refused.append(FileStatus(shown, "skipped", reason))
        elif not (entry.is_symlink() and path.is_dir()):  # a folder of this tree is found where it is
            found.files.append(ScannedFile._of(path, name, entry.stat()))


def _refusal(entry: os.DirEntry[str], path: Path, root: Path) -> str | None:
    """Why an entry is not read whatever it says, or None."""
    try:
        mode = entry.stat().st_mode
    except OSError as error:
        return f"cannot be looked at: {error.strerror}"
    if entry.is_symlink() and not path.resolve().is_relative_to(root):
        return "is a link that leads out of the folder; copy the file here to have it read"
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        return "is a device, a pipe or a socket, not a file"
    if path.suffix.lower() == ADDED_DOCUMENT:
        return "is not a kind of file that a folder can hold; rename it"
    return None


def _rules(folder: Path, front: str, names: set[str]) -> Rules:
    if IGNORE_FILE not in names:
        return ()
    lines = (folder / IGNORE_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    return ((front, GitIgnoreSpec.from_lines(lines)),)


def _is_ignored(name: str, rules: Rules) -> bool:
    """Whether the innermost rules that say anything about a name say that it is ignored, as git does."""
    for front, spec in reversed(rules):
        verdict = spec.check_file(name.removeprefix(front)).include
        if verdict is not None:
            return verdict
    return False
