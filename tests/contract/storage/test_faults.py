"""Faults and copies"""

from pathlib import Path
from threading import Event, Thread

from tests.fixtures.documents import maintain, prepared, put, remove, write
from tests.fixtures.engines import Engine
from vectorstore.storage import Store
from vectorstore.types import Cure, Scope


def test_a_sound_store_has_no_faults(store: Store) -> None:
    """A sound store has no faults, whatever was done to it."""
    assert store.faults() == store.faults(trusted=False) == []
    for number in range(5):
        put(store, f"{number}.txt", f"Rope {number}.", "It is in the loft.")
    put(store, "0.txt", "The lamp is in the hold.", collection="other")
    put(store, "1.txt", "Another rope.")
    remove(store, "2.txt")
    assert store.faults() == store.faults(trusted=False) == []
    maintain(store)
    store.rebuild_terms()
    assert store.faults() == store.faults(trusted=False) == []


def test_damage_is_named_with_what_mends_it(engine: Engine, folder: Path, store: Store) -> None:
    """Damage is named with what mends it: lost terms come back when the passages are written anew."""
    for number in range(3):
        put(store, f"{number}.txt", f"Rope {number}.")
    store.close()
    engine.lose_passage_terms(folder)
    (fault,) = store.faults()
    assert "terms" in fault.message and fault.cure is Cure.REBUILD_EMBEDDINGS
    with store.hold("rebuild"), store.write() as change:
        for document in change.every_document():
            change.replace_passages(document.key, prepared(change.source(document.key).text))
    assert store.faults() == []
    with store.read() as snapshot:
        assert len(snapshot.match(["rope"], Scope("default"), 5)) == 3


def test_a_copy_is_consistent(engine: Engine, store: Store, tmp_path: Path) -> None:
    """A copy holds one state of the store, whoever writes meanwhile, and names its files and the uploads it needs."""
    stop = Event()

    def keep_writing() -> None:
        number = 0
        while not stop.is_set():
            with store.hold("test"), store.write() as change:
                for side in ("left", "right"):
                    write(change, f"{side} {number}.txt", prepared(f"The {side} of {number}."))
            number += 1

    put(store, "first.txt", "The first.")
    thread = Thread(target=keep_writing)
    thread.start()
    try:
        for number in range(5):
            target = tmp_path / f"copy-{number}"
            target.mkdir()
            copy = store.copy_to(target)
            assert {path.name for path in target.iterdir()} == set(copy.files)
            copied = engine.open(target)
            with copied.read() as snapshot:
                names = [document.name for document in snapshot.documents("default")]
                assert snapshot.uploads() == copy.uploads and len(copy.uploads) == len(names)
            copied.close()
            assert sum("left" in name for name in names) == sum("right" in name for name in names)
            assert "first.txt" in names
    finally:
        stop.set()
        thread.join()
    last = engine.open(target)
    assert last.faults() == []
    last.close()
