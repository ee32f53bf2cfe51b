"""Removed means gone: from answers at once, from every byte of the store after its maintenance."""

import random
import sqlite3
import string
from contextlib import closing
from pathlib import Path

import pytest

from tests.fixtures.documents import text
from tests.fixtures.processes import python
from vectorstore import Library
from vectorstore.storage import open_store
from vectorstore.types import Scope

COUNT = 12
REMOVE_AND_DIE = """
import os, sys
from tests.fixtures.table import TableEmbedder
from vectorstore import Library
library = Library.open(sys.argv[1], TableEmbedder())
library.maintenance.start = lambda: os._exit(0)
library.remove("shed-0.md")
"""


def canary(number: int) -> str:
    """A word that stands nowhere else."""
    chance = random.Random(number)
    return "".join(chance.choice(string.ascii_lowercase) for _ in range(14))


def write(folder: Path, number: int, suffix: str = "md") -> Path:
    path = folder / f"shed-{number}.{suffix}"
    path.write_text(f"{text(number, 1, 6)}\n\nThe {canary(number)} stands in corner {number}.\n")
    return path


@pytest.fixture
def held(table: Library, folder: Path) -> Library:
    for number in range(COUNT):
        write(folder, number)
    table.sync(folder)
    table.add([write(folder.parent, 100, "txt")])
    table.settle()
    return table


def remains(library: Library, numbers: list[int], vectors: list[bytes]) -> list[str]:
    """What of the removed documents stands in any file of the store, or in its full-text vocabulary."""
    needles = [canary(number).encode() for number in numbers] + vectors
    files = {path.name: path.read_bytes() for path in library.store.rglob("*") if path.is_file()}
    hits = [f"{name}: {needle!r}" for name, content in files.items() for needle in needles if needle in content]
    with closing(sqlite3.connect(library.store / "catalog.sqlite3")) as connection:
        terms = {row[0] for row in connection.execute("SELECT term FROM vocabulary")}
    return hits + [f"vocabulary: {canary(n)}" for n in numbers if canary(n) in terms]


def vectors_of(library: Library, names: list[str]) -> list[bytes]:
    with open_store(library.store).read() as snapshot:
        batches = snapshot.vectors(Scope("default", tuple(names)))
        return [row.tobytes()[:64] for _, rows in batches for row in rows]


@pytest.mark.parametrize("way", ["remove", "erase", "sync", "replace"])
def test_nothing_of_a_removed_document_is_left_in_any_byte(held: Library, folder: Path, way: str) -> None:
    numbers = list(range(0, COUNT, 3))
    names = [f"shed-{number}.md" for number in numbers]
    if way in ("remove", "erase"):
        names.append("shed-100.txt")
        numbers.append(100)
    vectors = vectors_of(held, names)
    assert len(vectors) > 5 * len(numbers) and len(remains(held, numbers, vectors)) > len(vectors)
    if way == "remove":
        held.remove(names)
    elif way == "erase":
        deletion = held.erase(names)
        assert [file.status for file in deletion.report.files] == ["removed"] * len(names)
        proof = deletion.proof
        assert deletion.found == proof.found == ()
        assert proof.words >= len(numbers) and proof.needles >= 3 * len(numbers)
        assert proof.files > 5 and proof.bytes > 100_000
    else:
        for number in numbers:
            path = folder / f"shed-{number}.md"
            path.unlink() if way == "sync" else path.write_text("Something else.")
        held.sync(folder)
    for number in numbers:
        assert all(canary(number) not in hit.passage.text for hit in held.search(canary(number)))
    held.settle()
    if way == "replace":  # an index of vectors holds no text; the next one holds none of these vectors either
        vectors = []
    assert remains(held, numbers, vectors) == []
    assert held.verify() == ()


def test_what_a_killed_process_left_to_erase_is_erased_after_the_next_change(held: Library, folder: Path) -> None:
    vectors = vectors_of(held, ["shed-0.md"])
    python(REMOVE_AND_DIE, held.store)
    assert remains(held, [0], vectors)
    held.add([write(folder, 200)])
    held.settle()
    assert remains(held, [0], vectors) == []
