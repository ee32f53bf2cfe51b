"""Removed means gone: from answers at once, from every byte of the store after its upkeep."""

import random
import string
from pathlib import Path

import pytest

from tests.fixtures.texts import text
from vectorstore import Library
from vectorstore.maintenance.deletion_report import within

COUNT = 12


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
    hits = [f"{p.name}: {n!r}" for p in library.store.rglob("*") if p.is_file() for n in within(p, needles)]
    with library.searcher.catalog.read() as connection:
        terms = {row[0] for row in connection.execute("SELECT term FROM vocabulary")}
    return hits + [f"vocabulary: {canary(n)}" for n in numbers if canary(n) in terms]


def vectors_of(library: Library, names: list[str]) -> list[bytes]:
    with library.searcher.catalog.read() as connection:
        marks = ",".join("?" * len(names))
        rows = connection.execute(
            f"SELECT substr(vector, 1, 64) FROM passages JOIN names USING (document_key) WHERE name IN ({marks})",
            names,
        )
        return [row[0] for row in rows]


@pytest.mark.parametrize("way", ["remove", "receipt", "sync", "replace"])
def test_nothing_of_a_removed_document_is_left_in_any_byte(held: Library, folder: Path, way: str) -> None:
    numbers = list(range(0, COUNT, 3))
    names = [f"shed-{number}.md" for number in numbers]
    if way in ("remove", "receipt"):
        names.append("shed-100.txt")
        numbers.append(100)
    vectors = vectors_of(held, names)
    assert len(vectors) > 5 * len(numbers) and len(remains(held, numbers, vectors)) > len(vectors)
    if way == "remove":
        held.remove(names)
    elif way == "receipt":
        receipt = held.erase(names)
        assert receipt.found == () and receipt.words >= len(numbers) and receipt.needles >= 3 * len(numbers)
        assert receipt.files > 5 and receipt.bytes > 100_000
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


def test_a_receipt_does_not_count_what_another_document_says_too(table: Library, folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(f"The cellar of the old customs house was flooded in {name}.")
    table.add([folder / "a.txt", folder / "b.txt"])
    receipt = table.erase("a.txt")
    assert receipt.found == () and receipt.needles >= 1
    assert [hit.source for hit in table.search("cellar")] == ["b.txt"]


def test_a_document_with_another_name_stays_and_the_receipt_searches_for_nothing(table: Library, folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text("The cellar was flooded.")
    table.add([folder / "a.txt", folder / "b.txt"])
    assert table.erase("a.txt").needles == 0
    assert [hit.source for hit in table.search("cellar")] == ["b.txt"]


def test_what_a_killed_process_left_to_erase_is_erased_after_the_next_change(held: Library, folder: Path) -> None:
    vectors = vectors_of(held, ["shed-0.md"])
    held.maintenance.soon = lambda: None
    held.remove("shed-0.md")
    assert remains(held, [0], vectors)
    again = Library.open(held.store, held.embedder)
    again.add([write(folder, 200)])
    again.settle()
    assert remains(again, [0], vectors) == []
