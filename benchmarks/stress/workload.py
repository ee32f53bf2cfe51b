"""A fixed workload on a store (files are added, replaced, renamed, copied, removed), and what the store may hold then.

A process runs it and may die at any moment. Every acknowledged change must be there; every other document must be as
before or as after, never in between; and a second run must end where an uninterrupted run ends.
"""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.lib.models import HashEmbedder
from benchmarks.stress.store_dump import dump
from vectorstore import Library
from vectorstore.ingest.progress import Progress
from vectorstore.storage import open_store

QUESTIONS = ("Where is the rope kept?", "Who keeps the lamp of shed 3?", "violet")
REMOVED = "the removal"
SLOWEST_OPENING = 10  # seconds


def document_text(number: int, version: int, parts: int) -> str:
    """A document that names its number and version, in several passages."""
    paragraphs = [
        f"Part {part} of shed {number}, as written in version {version}: the rope is kept in bay {part + number}, "
        f"and the lamp of shed {number} hangs above door {part * 3 + version}. " * 3
        for part in range(parts)
    ]
    sections = "\n\n".join(f"## Bay {part}\n\n{words}" for part, words in enumerate(paragraphs))
    return f"# Shed {number}\n\n{sections}\n"


@dataclass
class Workload:
    """The files and the store before the workload, and the contents of the store before and after it."""

    root: Path
    documents: int
    parts: int

    @property
    def folder(self) -> Path:
        """The folder that the workload syncs."""
        return self.root / "papers"

    @property
    def base(self) -> Path:
        """The store before the workload."""
        return self.root / "base"

    def prepare(self) -> "Workload":
        """Makes the files and the store, and runs the workload once without interruption."""
        uploads = self.root / "uploads"
        for folder in (self.folder, uploads):
            folder.mkdir(parents=True)
        for number in range(self.documents):
            self._write(number, 1)
        (uploads / "letter.md").write_text(document_text(100, 1, 1))
        library = Library.open(self.base, HashEmbedder(), "none")
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
        (uploads / "letter.md").write_text(document_text(100, 2, 1))
        (uploads / "note.md").write_text(document_text(101, 1, 1))
        whole = self.copy("whole")
        self.run(whole, lambda name: None)
        self.after = dump(whole)
        self.hits = top_hits(whole)
        self.files = files_of(whole)
        return self

    def copy(self, name: str) -> Path:
        """The store before the workload, in a folder of its own."""
        shutil.rmtree(self.root / name, ignore_errors=True)
        shutil.copytree(self.base, self.root / name)
        return self.root / name

    def run(self, store: Path, acknowledge: Callable[[str], None]) -> None:
        """A sync, two uploads, a removal, and the maintenance behind them."""

        def tell(progress: Progress) -> None:
            if progress.file and progress.file.status != "skipped":
                acknowledge(progress.file.name)

        library = Library.open(store, HashEmbedder(), "none")
        library.sync(self.folder, on_progress=tell)
        library.add([self.root / "uploads" / "letter.md", self.root / "uploads" / "note.md"], on_progress=tell)
        if any(document.name == "shed-6.md" for document in library.documents()):
            library.remove("shed-6.md")
        acknowledge(REMOVED)
        library.settle()

    def errors(self, store: Path, acknowledged: set[str]) -> list[str]:
        """What is wrong with a store after the workload was interrupted."""
        began = time.monotonic()
        library = Library.open(store, HashEmbedder(), "none")
        library.search(QUESTIONS[0])
        opened = time.monotonic() - began
        wrong = [f"opened in {opened:.1f} s"] if opened > SLOWEST_OPENING else []
        wrong += [fault.message for fault in open_store(store).faults()]
        held = dump(store)
        for key in self.before.keys() | self.after.keys() | held.keys():
            name = key.removeprefix("default/")
            allowed = [self.after.get(key)] if name in acknowledged else [self.before.get(key), self.after.get(key)]
            if name == "shed-6.md":  # the sync keeps it, the removal takes it
                allowed = [None] if REMOVED in acknowledged else [self.before.get(key), None]
            if held.get(key) not in allowed:
                wrong.append(f"{name} is {'lost' if key not in held else 'not what was acknowledged'}")
        if ("default/moved.md" in held) == ("default/shed-3.md" in held):
            wrong.append("the renamed file is there twice or not at all")
        return wrong

    def errors_after_rerun(self, store: Path) -> list[str]:
        """How the store differs from that of an uninterrupted run after the workload was run again."""
        self.run(store, lambda name: None)
        wrong = [] if dump(store) == self.after else ["another dump"]
        wrong += [] if top_hits(store) == self.hits else ["another top 5"]
        wrong += sorted(files_of(store) ^ self.files)
        return wrong

    def _write(self, number: int, version: int) -> None:
        (self.folder / f"shed-{number}.md").write_text(document_text(number, version, self.parts))


def top_hits(store: Path) -> list[Any]:
    """The first five passages for some questions, and their scores."""
    library = Library.open(store, HashEmbedder(), "none")
    return [
        [(hit.passage.passage_id, round(hit.score, 4)) for hit in library.search(question)] for question in QUESTIONS
    ]


def files_of(store: Path) -> set[str]:
    """The files of a store that must not accumulate: uploads, and what an interrupted copy or build leaves behind."""
    return {
        path.relative_to(store).as_posix()
        for path in store.rglob("*")
        if path.is_file()
        and path.relative_to(store).parts[0] not in ("index", "writer.json", "writer.lock")
        and not path.name.startswith("catalog.sqlite3-")
    } | {f"{len(list((store / 'index').glob('gen-*')))} generations"}
