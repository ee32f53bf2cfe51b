"""Random days of a library against a dictionary that says what it should hold.

Run: python -m benchmarks.store.days [STEPS]. Figures: benchmarks/results/days.json
"""

import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.store.reader import keep_reader
from benchmarks.store.table import TableEmbedder
from vectorstore import Library

RESULT = Path(__file__).parents[1] / "results" / "days.json"
NAMES = ("a.txt", "b.txt", "sub/a.txt", "sub/c.md", "sub/north/a.txt", "north/a.txt")
TEXTS = tuple(
    f"The {thing} is kept in the {place}." for thing in ("rope", "lamp") for place in ("loft", "hold", "shed")
)
FOLDERS = ("north", "south")
UPLOADS = ("a.txt", "u.md")
STEPS = ("write",) * 4 + ("delete", "move", "move", "copy", "sync", "sync", "sync", "upload", "remove", "restart")
A_DAY = 40  # steps, then a new library
EMBEDDER = TableEmbedder()


class Days:
    """Files appear, change, move, double and vanish in two folders; uploads come and go; processes restart."""

    def __init__(self, root: Path, chance: random.Random) -> None:
        """An empty library and empty folders."""
        self.root, self.chance = root, chance
        for folder in (*FOLDERS, "uploads"):
            (root / folder).mkdir(parents=True)
        self.held: dict[tuple[str, str], str] = {}
        """Origin and path → text, as the library should know it."""
        self.library = Library.open(root / "store", EMBEDDER, "none")

    def step(self) -> str:
        """Do something; what it was."""
        kind = self.chance.choice(STEPS)
        getattr(self, kind)()
        return kind

    def restart(self) -> None:
        """Open the library as another process would."""
        self.library.settle()
        self.library = Library.open(self.root / "store", EMBEDDER, "none")

    def write(self) -> None:
        """A file of a folder says something else."""
        path = self._path()
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(self.chance.choice(TEXTS))

    def delete(self) -> None:
        """A file goes."""
        self._path().unlink(missing_ok=True)

    def move(self) -> None:
        """A file takes the place of another, or a new one, in its own folder or the other."""
        old, new = self._path(), self._path()
        if old.exists() and old != new:
            new.parent.mkdir(exist_ok=True, parents=True)
            old.rename(new)

    def copy(self) -> None:
        """A file is there twice, with its date."""
        old, new = self._path(), self._path()
        if old.exists() and old != new:
            new.parent.mkdir(exist_ok=True, parents=True)
            shutil.copy2(old, new)

    def sync(self) -> None:
        """A folder is synced; files renamed within it are told as such, and no vector of theirs is made anew."""
        folder = self.chance.choice(FOLDERS)
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
        """A file is uploaded, in place of an earlier one of its name."""
        name, text = self.chance.choice(UPLOADS), self.chance.choice(TEXTS)
        path = self.root / "uploads" / name
        path.write_text(text)
        self.library.add([path])
        self.held["uploads", name] = text

    def remove(self) -> None:
        """A document is removed by its name."""
        listed = self.library.documents()
        if listed:
            document = self.chance.choice(listed)
            self.library.remove(document.name)
            front = Path(document.origin).name if document.origin else "uploads"
            fits = [path for origin, path in self.held if origin == front and f"/{document.name}".endswith(f"/{path}")]
            gone = {(d.name, d.origin) for d in listed} - {(d.name, d.origin) for d in self.library.documents()}
            assert gone == {(document.name, document.origin)}
            paths = [path for path in fits if self.held[front, path] == self._said[document.name]]
            del self.held[front, max(paths, key=len)]

    def differences(self) -> list[str]:
        """Where the library and the dictionary differ."""
        listed = self.library.documents()
        self._said = {document.name: self.library.text(document.name) for document in listed}
        wrong = []
        if sorted(self._said.values()) != sorted(self.held.values()):
            wrong.append(f"{sorted(self._said.values())} instead of {sorted(self.held.values())}")
        if Counter(Path(d.origin).name if d.origin else "uploads" for d in listed) != Counter(o for o, _ in self.held):
            wrong.append("another origin")
        found = {hit.passage.text for hit in self.library.search("rope lamp loft hold shed", k=50)}
        if found != set(self.held.values()):
            wrong.append(f"found {found}")
        kept = {path.read_text() for path in (self.root / "store" / "originals").glob("*")}
        if kept != {text for (origin, _), text in self.held.items() if origin == "uploads"}:
            wrong.append(f"originals {kept}")
        return wrong

    def _path(self) -> Path:
        return self.root / self.chance.choice(FOLDERS) / self.chance.choice(NAMES)


def days(steps: int, seed: int) -> dict[str, Any]:
    """What was different after each of so many steps, and which they were."""
    chance, kinds, wrong, began = random.Random(seed), Counter[str](), list[str](), time.monotonic()
    done = 0
    while done < steps:
        with tempfile.TemporaryDirectory() as folder:
            day = Days(Path(folder), chance)
            for _ in range(min(A_DAY, steps - done)):
                wrong += [f"step {done}: {what}" for what in day.differences()]
                kinds[day.step()] += 1
                done += 1
            wrong += [f"step {done}: {what}" for what in day.differences()]
            day.library.settle()
            wrong += [f"step {done}: {what}" for what in day.library.verify()]
        result = {"steps": done, "each": dict(kinds), "differences": wrong, "seconds": round(time.monotonic() - began)}
        if steps > A_DAY * 10:
            RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return result


def main() -> None:
    """Print the figures and keep them."""
    keep_reader()
    print(json.dumps(days(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000, 0), indent=1))


if __name__ == "__main__":
    main()
