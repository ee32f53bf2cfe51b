"""Maintenance and removal"""

from pathlib import Path

from tests.fixtures.documents import maintain, put, remove, vector_of
from tests.fixtures.engines import Engine
from vectorstore.storage import Store
from vectorstore.storage.records import MaintenanceStep, Traces
from vectorstore.types import Scope

ALL = Scope("default")


def fill(store: Store, documents: int) -> None:
    for number in range(documents):
        put(store, f"{number}.txt", f"Buoy {number} flashes.", f"The xylorimba{number} stands in the loft.")


def traces(store: Store, *names: str) -> Traces:
    with store.read() as snapshot:
        records = [snapshot.name("default", name) for name in names]
    return store.traces([record for record in records if record])


def answers(store: Store) -> tuple[object, ...]:
    with store.read() as snapshot:
        nearest = snapshot.nearest(vector_of("Which buoy?"), ALL, 20)
        return {key: round(score, 5) for key, score in nearest.items()}, snapshot.match(["buoy", "7"], ALL, 20)


def test_maintenance_does_what_is_due(store: Store) -> None:
    """Maintenance does what is due and tells each step before it begins; it does nothing when nothing is due."""
    put(store, "a.txt", "The rope is in the loft.")
    maintain(store)
    assert maintain(store) == []
    wanted = traces(store, "a.txt")
    remove(store, "a.txt")
    told = []
    with store.hold("maintenance"):
        for step in store.maintain():
            told.append(step)
            if step is MaintenanceStep.ERASING:
                assert store.prove_gone(wanted).found
    assert MaintenanceStep.ERASING in told and store.prove_gone(wanted).found == ()
    assert maintain(store) == []


def test_a_removed_document_leaves_no_trace(store: Store) -> None:
    """After a removal and maintenance nothing of what only the removed documents held is left in the store's files."""
    fill(store, 10)
    names = [f"{number}.txt" for number in range(0, 10, 3)]
    wanted = traces(store, *names)
    assert len(wanted.words) >= 4 and len(wanted.needles) >= 4 * 3
    assert len(store.prove_gone(wanted).found) >= len(wanted.words) + len(wanted.needles)
    for name in names:
        remove(store, name)
    maintain(store, force=True)
    proof = store.prove_gone(wanted)
    assert proof.found == () and (proof.words, proof.needles) == (len(wanted.words), len(wanted.needles))
    assert proof.files > 0 and proof.bytes > 0 and proof.vocabulary > 0


def test_what_a_process_left_due_is_done_by_the_next(engine: Engine, folder: Path, store: Store) -> None:
    """What a process left due when it ended is done by the next maintenance, whichever process does it."""
    fill(store, 3)
    maintain(store)
    wanted = traces(store, "1.txt")
    remove(store, "1.txt")
    store.close()
    other = engine.open(folder)
    assert other.prove_gone(wanted).found
    maintain(other)
    assert other.prove_gone(wanted).found == ()
    other.close()


def test_only_what_nobody_else_says_is_a_trace(store: Store) -> None:
    """What another document says too is no trace; a document that keeps another name leaves none."""
    shared = "The cellar of the old customs house was flooded"
    put(store, "a.txt", f"{shared} in the first year.")
    put(store, "b.txt", f"{shared} in the second year.")
    put(store, "c.txt", "The boats were stored upstream.")
    put(store, "d.txt", "The boats were stored upstream.")
    assert traces(store, "c.txt") == Traces((), ())
    assert traces(store, "c.txt", "d.txt").words
    wanted = traces(store, "a.txt")
    assert "cellar" not in wanted.words and wanted.words and wanted.needles
    remove(store, "a.txt")
    maintain(store)
    assert store.prove_gone(wanted).found == ()


def test_answers_do_not_depend_on_an_index(engine: Engine, folder: Path, store: Store) -> None:
    """Answers are the same before and after maintenance, and while an index is damaged or missing."""
    fill(store, 20)
    expected = answers(store)
    maintain(store)
    assert answers(store) == expected
    for harm in (engine.damage_index, engine.lose_index):
        store.close()
        harm(folder)
        assert answers(engine.open(folder)) == answers(store) == expected
    maintain(store)
    assert store.faults() == [] and store.damage is None
    assert answers(store) == expected
