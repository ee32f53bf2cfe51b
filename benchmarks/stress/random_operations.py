"""Random operations on a library, compared after each with a dictionary that models what the library should hold.

Run: python -m benchmarks.stress.random_operations [STEPS]. Figures: benchmarks/results/random_operations.json
"""

import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.lib import results
from benchmarks.lib.models import HashEmbedder
from benchmarks.stress.shared_sandbox import shared_sandbox
from vectorstore import Library

NAMES = ("a.txt", "b.txt", "sub/a.txt", "sub/c.md", "sub/north/a.txt", "north/a.txt")
TEXTS = tuple(
    f"The {thing} is kept in the {place}." for thing in ("rope", "lamp") for place in ("loft", "hold", "shed")
)
FOLDERS = ("north", "south")
UPLOADS = ("a.txt", "u.md")
OPERATIONS = ("write",) * 4 + ("delete", "move", "move", "copy", "sync", "sync", "sync", "upload", "remove", "restart")
STEPS_OF_A_LIBRARY = 40  # then a new one
EMBEDDER = HashEmbedder()


class Model:
    """A library and the dictionary that models it; each operation is applied to both."""

    def __init__(self, root: Path, rng: random.Random) -> None:
        """An empty library and empty folders."""
        self.root, self.rng = root, rng
        for folder in (*FOLDERS, "uploads"):
            (root / folder).mkdir(parents=True)
        self.held: dict[tuple[str, str], str] = {}
        """The text that the library should have for each origin and path."""
        self.library = Library.open(root / "store", EMBEDDER, "none")

    def step(self) -> str:
        """Applies a random operation; its name."""
        name = self.rng.choice(OPERATIONS)
        getattr(self, name)()
        return name

    def restart(self) -> None:
        """Opens the library as another process would."""
        self.library.settle()
        self.library = Library.open(self.root / "store", EMBEDDER, "none")

    def write(self) -> None:
        """Writes a file of a folder."""
        path = self._path()
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(self.rng.choice(TEXTS))

    def delete(self) -> None:
        """Deletes a file of a folder."""
        self._path().unlink(missing_ok=True)

    def move(self) -> None:
        """Moves a file to a new place, or over another file, in either folder."""
        old, new = self._path(), self._path()
        if old.exists() and old != new:
            new.parent.mkdir(exist_ok=True, parents=True)
            old.rename(new)

    def copy(self) -> None:
        """Copies a file with its date."""
        old, new = self._path(), self._path()
        if old.exists() and old != new:
            new.parent.mkdir(exist_ok=True, parents=True)
            shutil.copy2(old, new)

    def sync(self) -> None:
        """Syncs a folder; a second sync must find it unchanged."""
        folder = self.rng.choice(FOLDERS)
        before = {text for (origin, _), text in self.held.items() if origin == folder}
        report = self.library.sync(self.root / folder)
        self.held = {key: text for key, text in self.held.items() if key[0] != folder}
        for path in (self.root / folder).rglob("*.*"):
            self.held[folder, path.relative_to(self.root / folder).as_posix()] = path.read_text()
        again = self.library.sync(self.root / folder)
        assert set(again.counts) <= {"unchanged"}, again
        renamed = sum(file.status == "renamed" for file in report.files)
        assert renamed <= len(before), report

    def upload(self) -> None:
        """Uploads a file, in place of an earlier one of its name."""
        name, text = self.rng.choice(UPLOADS), self.rng.choice(TEXTS)
        path = self.root / "uploads" / name
        path.write_text(text)
        self.library.add([path])
        self.held["uploads", name] = text

    def remove(self) -> None:
        """Removes a document by its name."""
        listed = self.library.documents()
        if listed:
            document = self.rng.choice(listed)
            self.library.remove(document.name)
            front = Path(document.origin).name if document.origin else "uploads"
            fits = [path for origin, path in self.held if origin == front and f"/{document.name}".endswith(f"/{path}")]
            gone = {(d.name, d.origin) for d in listed} - {(d.name, d.origin) for d in self.library.documents()}
            assert gone == {(document.name, document.origin)}
            paths = [path for path in fits if self.held[front, path] == self._texts[document.name]]
            del self.held[front, max(paths, key=len)]

    def differences(self) -> list[str]:
        """How the library differs from the dictionary."""
        listed = self.library.documents()
        self._texts = {document.name: self.library.text(document.name) for document in listed}
        wrong = []
        if sorted(self._texts.values()) != sorted(self.held.values()):
            wrong.append(f"{sorted(self._texts.values())} instead of {sorted(self.held.values())}")
        if Counter(Path(d.origin).name if d.origin else "uploads" for d in listed) != Counter(o for o, _ in self.held):
            wrong.append("another origin")
        found = {hit.passage.text for hit in self.library.search("rope lamp loft hold shed", k=50)}
        if found != set(self.held.values()):
            wrong.append(f"found {found}")
        originals = {path.read_text() for path in (self.root / "store" / "originals").glob("*")}
        if originals != {text for (origin, _), text in self.held.items() if origin == "uploads"}:
            wrong.append(f"originals {originals}")
        return wrong

    def _path(self) -> Path:
        return self.root / self.rng.choice(FOLDERS) / self.rng.choice(NAMES)


def random_operations(steps: int, seed: int) -> dict[str, Any]:
    """The differences found after each of so many operations, and how often each operation was applied."""
    rng, applied, wrong, began = random.Random(seed), Counter[str](), list[str](), time.monotonic()
    done = 0
    while done < steps:
        with tempfile.TemporaryDirectory() as folder:
            model = Model(Path(folder), rng)
            for _ in range(min(STEPS_OF_A_LIBRARY, steps - done)):
                wrong += [f"step {done}: {what}" for what in model.differences()]
                applied[model.step()] += 1
                done += 1
            wrong += [f"step {done}: {what}" for what in model.differences()]
            model.library.settle()
            wrong += [f"step {done}: {what}" for what in model.library.verify()]
    return {"steps": done, "each": dict(applied), "differences": wrong, "seconds": round(time.monotonic() - began)}


def main() -> None:
    """Prints the figures and writes them."""
    with shared_sandbox():
        result = random_operations(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, 0)
    results.publish("random_operations", result)


if __name__ == "__main__":
    main()
