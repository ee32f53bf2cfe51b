"""A day of a store, always the same: files are added, replaced, renamed, doubled and removed; what it may hold then.

A process plays it and may die at any moment. What it acknowledged must be there, what it did not must be as before or
as after, wholly; and playing it again must end where an uninterrupted day ends.
"""

import mmap
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.store.dump import dump
from benchmarks.store.table import TableEmbedder
from vectorstore import Library
from vectorstore.ingest.progress import Progress
from vectorstore.storage.sqlite.maintenance import faults

QUESTIONS = ("Where is the rope kept?", "Who keeps the lamp of shed 3?", "violet")
ACKNOWLEDGED = 1 << 16  # bytes
REMOVED = "the removal"


def text(number: int, version: int, parts: int) -> str:
    """A document that says which it is and which version, in several passages."""
    said = [
        f"Part {part} of shed {number}, as written in version {version}: the rope is kept in bay {part + number}, "
        f"and the lamp of shed {number} hangs above door {part * 3 + version}. " * 3
        for part in range(parts)
    ]
    return f"# Shed {number}\n\n" + "\n\n".join(f"## Bay {part}\n\n{words}" for part, words in enumerate(said)) + "\n"


@dataclass
class Scene:
    """The files and the store before the day, and what the store holds before and after it."""

    root: Path
    documents: int
    parts: int

    @property
    def folder(self) -> Path:
        """The folder that is synced, as it is on the day."""
        return self.root / "papers"

    @property
    def base(self) -> Path:
        """The store as it was the evening before."""
        return self.root / "base"

    def prepare(self) -> "Scene":
        """Make the files and the store, and play the day once without interruption."""
        uploads = self.root / "uploads"
        for folder in (self.folder, uploads):
            folder.mkdir(parents=True)
        for number in range(self.documents):
            self._write(number, 1)
        (uploads / "letter.md").write_text(text(100, 1, 1))
        library = Library.open(self.base, TableEmbedder(), "none")
        library.sync(self.folder)
        library.add([uploads / "letter.md"])
        library.settle()
        self.before = dump(self.base)
        for number in (0, 1, 2):
            self._write(number, 2)
        for number in range(self.documents, self.documents + 3):
            self._write(number, 1)
        (self.folder / "shed-3.md").rename(self.folder / "moved.md")
        shutil.copyfile(self.folder / "shed-4.md", self.folder / "twin.md")
        (self.folder / "shed-5.md").unlink()
        (uploads / "letter.md").write_text(text(100, 2, 1))
        (uploads / "note.md").write_text(text(101, 1, 1))
        whole = self.copy("whole")
        self.play(whole, lambda said: None)
        self.after = dump(whole)
        self.found = found(whole)
        self.left = files_of(whole)
        return self

    def copy(self, name: str) -> Path:
        """The store as it was before the day, in a place of its own."""
        shutil.rmtree(self.root / name, ignore_errors=True)
        shutil.copytree(self.base, self.root / name)
        return self.root / name

    def play(self, store: Path, acknowledge: Callable[[str], None]) -> None:
        """The day: a sync, two uploads, a removal, and the upkeep behind them."""

        def tell(progress: Progress) -> None:
            if progress.file and progress.file.status != "skipped":
                acknowledge(progress.file.name)

        library = Library.open(store, TableEmbedder(), "none")
        library.sync(self.folder, on_progress=tell)
        library.add([self.root / "uploads" / "letter.md", self.root / "uploads" / "note.md"], on_progress=tell)
        if any(document.name == "shed-6.md" for document in library.documents()):
            library.remove("shed-6.md")
        acknowledge(REMOVED)
        library.settle()

    def wrong(self, store: Path, acknowledged: set[str]) -> list[str]:
        """What a store holds that it must not after the day broke off, or does not open or hold."""
        began = time.monotonic()
        library = Library.open(store, TableEmbedder(), "none")
        library.search(QUESTIONS[0])
        opened = time.monotonic() - began
        wrong = [f"opened in {opened:.1f} s"] if opened > 10 else []
        wrong += faults(library.searcher.catalog)
        held = dump(store)
        for key in self.before.keys() | self.after.keys() | held.keys():
            name = key.removeprefix("default/")
            allowed = [self.after.get(key)] if name in acknowledged else [self.before.get(key), self.after.get(key)]
            if name == "shed-6.md":  # the sync leaves it, the removal takes it
                allowed = [None] if REMOVED in acknowledged else [self.before.get(key), None]
            if held.get(key) not in allowed:
                wrong.append(f"{name} is {'lost' if key not in held else 'not what was acknowledged'}")
        if ("default/moved.md" in held) == ("default/shed-3.md" in held):
            wrong.append("the renamed file is there twice or not at all")
        return wrong

    def unfinished(self, store: Path) -> list[str]:
        """How the store differs from that of an uninterrupted day once the day was played again."""
        self.play(store, lambda said: None)
        wrong = [] if dump(store) == self.after else ["another dump"]
        wrong += [] if found(store) == self.found else ["another top 5"]
        wrong += sorted(files_of(store) ^ self.left)
        return wrong

    def _write(self, number: int, version: int) -> None:
        (self.folder / f"shed-{number}.md").write_text(text(number, version, self.parts))


def found(store: Path) -> list[Any]:
    """The first five passages of some questions, and their scores."""
    library = Library.open(store, TableEmbedder(), "none")
    return [
        [(hit.passage.passage_id, round(hit.score, 4)) for hit in library.search(question)] for question in QUESTIONS
    ]


def files_of(store: Path) -> set[str]:
    """The files of a store that must not pile up: uploads and what a broken-off copy or build leaves."""
    return {
        path.relative_to(store).as_posix()
        for path in store.rglob("*")
        if path.is_file()
        and path.relative_to(store).parts[0] not in ("index", "writer.json", "writer.lock")
        and not path.name.startswith("catalog.sqlite3-")
    } | {f"{len(list((store / 'index').glob('gen-*')))} generations"}


class Acknowledged:
    """What was acknowledged, in memory that a process shares with the one that kills it."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._shared = mmap.mmap(-1, ACKNOWLEDGED)
        self._end = 0

    def add(self, name: str) -> None:
        """Take one more name; no system call is made."""
        said = f"{name}\n".encode()
        self._shared[self._end : self._end + len(said)] = said
        self._end += len(said)

    def names(self) -> set[str]:
        """All names so far."""
        return set(self._shared[:].rstrip(b"\0").decode().split("\n")[:-1])
