"""Random days of a library against a dictionary that says what it should hold."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from vectorstore import Library, SentenceEmbedder

EMBEDDER = SentenceEmbedder()
NAMES = st.sampled_from(["a.txt", "b.txt", "sub/a.txt", "sub/c.md"])
TEXTS = st.sampled_from(
    [f"The {thing} is kept in the {place}." for thing in ("rope", "lamp") for place in ("loft", "hold", "shed")]
)
FOLDERS = st.sampled_from(["north", "south"])


class Days(RuleBasedStateMachine):
    """Files appear, change, move and vanish in two folders; uploads come and go; processes restart."""

    names = Bundle("names")

    @initialize()
    def begin(self) -> None:
        self.temporary = tempfile.TemporaryDirectory()
        self.root = Path(self.temporary.name)
        for folder in ("north", "south", "uploads"):
            (self.root / folder).mkdir()
        self.library = Library.open(self.root / "store", EMBEDDER)
        self.held: dict[tuple[str, str], str] = {}  # (origin, path) → text, as the library should know it

    def teardown(self) -> None:
        if hasattr(self, "library"):
            self.library.close()  # its maintenance writes into the folder
            self.temporary.cleanup()

    @rule(folder=FOLDERS, name=NAMES, text=TEXTS)
    def write(self, folder: str, name: str, text: str) -> None:
        path = self.root / folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    @rule(folder=FOLDERS, name=NAMES)
    def delete(self, folder: str, name: str) -> None:
        (self.root / folder / name).unlink(missing_ok=True)

    @rule(folder=FOLDERS, name=NAMES, new=NAMES)
    def move(self, folder: str, name: str, new: str) -> None:
        old, target = self.root / folder / name, self.root / folder / new
        if old.exists():
            target.parent.mkdir(exist_ok=True)
            old.rename(target)

    @rule(folder=FOLDERS)
    def sync(self, folder: str) -> None:
        self.library.sync(self.root / folder)
        self.held = {key: text for key, text in self.held.items() if key[0] != folder}
        for path in (self.root / folder).rglob("*.*"):
            self.held[folder, path.relative_to(self.root / folder).as_posix()] = path.read_text()

    @rule(name=st.sampled_from(["a.txt", "u.md"]), text=TEXTS)
    def upload(self, name: str, text: str) -> None:
        path = self.root / "uploads" / name
        path.write_text(text)
        self.library.add([path])
        self.held["uploads", name] = text

    @rule(data=st.data())
    def remove(self, data: Any) -> None:
        listed = self.library.documents()
        if listed:
            name = data.draw(st.sampled_from([document.name for document in listed]))
            self.library.remove(name)
            origin, path = self._key(name, {d.name: d.origin for d in listed}[name])
            del self.held[origin, path]

    @rule()
    def restart(self) -> None:
        self.library.close()
        self.library = Library.open(self.root / "store", EMBEDDER)

    def _key(self, name: str, origin: str | None) -> tuple[str, str]:
        front = Path(origin).name if origin else "uploads"
        paths = [path for held, path in self.held if held == front and (name == path or name.endswith(f"/{path}"))]
        return front, max(paths, key=len)

    @invariant()
    def the_library_holds_what_the_dictionary_says(self) -> None:
        if not hasattr(self, "library"):
            return
        listed = self.library.documents()
        texts = sorted(self.library.text(document.name) for document in listed)
        assert texts == sorted(self.held.values())
        found = {hit.passage.text for hit in self.library.search("rope lamp loft hold shed", k=50)}
        assert found == set(self.held.values())
        for document in listed:
            assert self.library.original(document.name).suffix == Path(document.name).suffix or document.origin is None
        kept = self.root / "store" / "originals"
        uploads = {text for (origin, _), text in self.held.items() if origin == "uploads"}
        assert {path.read_text() for path in kept.glob("*")} == uploads


TestDays = Days.TestCase
TestDays.settings = settings(
    max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
