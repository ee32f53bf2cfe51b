"""Changes and snapshots"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from tests.fixtures.documents import maintain, prepared, put, remove, vector_of, write
from tests.fixtures.engines import Engine
from vectorstore.storage import Store
from vectorstore.storage.base import Snapshot
from vectorstore.types import Scope

ALL = Scope("default")


def content(snapshot: Snapshot) -> object:
    """Everything a snapshot says of the store."""
    vectors = [(keys.tolist(), rows.tolist()) for keys, rows in snapshot.vectors(ALL)]
    return (
        snapshot.documents("default"),
        [snapshot.source(document.key) for document in snapshot.every_document()],
        vectors,
        snapshot.found([key for keys, _ in vectors for key in keys]),
        snapshot.match(["rope", "lamp"], ALL, 10),
        snapshot.nearest(vector_of("rope"), ALL, 10),
        snapshot.fact("colour"),
    )


def passage_keys(store: Store) -> list[int]:
    with store.read() as snapshot:
        return [int(key) for keys, _ in snapshot.vectors(ALL) for key in keys]


def test_a_change_is_there_whole_or_not_at_all(store: Store) -> None:
    """Nothing is left of a change whose block ends with an exception."""
    put(store, "a.txt", "The rope is in the loft.")
    with store.read() as snapshot:
        before = content(snapshot)
    with pytest.raises(ZeroDivisionError), store.hold("test"), store.write() as change:
        write(change, "a.txt", prepared("The rope is in the shed.", "So is the lamp."))
        write(change, "b.txt", prepared("The lamp is in the hold."))
        change.remember("colour", "green")
        raise ZeroDivisionError
    with store.read() as snapshot:
        assert content(snapshot) == before
    put(store, "b.txt", "The lamp is in the hold.")
    with store.read() as snapshot:
        assert [document.name for document in snapshot.documents("default")] == ["a.txt", "b.txt"]


def test_a_change_reads_what_it_has_written(store: Store) -> None:
    """A change is a snapshot that includes what it has written so far; nobody else sees it before the change ends."""
    with store.hold("test"), store.write() as change, ThreadPoolExecutor(1) as thread:
        name = write(change, "a.txt", prepared("The rope is in the loft."))
        assert change.name("default", "a.txt") == name
        assert change.source(name.document_key).text == "The rope is in the loft."
        assert len(change.match(["rope"], ALL, 5)) == 1
        change.remember("colour", "green")
        assert change.fact("colour") == "green"
        assert thread.submit(passage_keys, store).result() == []
    assert len(passage_keys(store)) == 1


def test_a_snapshot_does_not_change(store: Store) -> None:
    """A snapshot stays as it is while others change the store; the next one shows the changes."""
    put(store, "a.txt", "The rope is in the loft.")
    with ThreadPoolExecutor(1) as thread, store.read() as snapshot:
        before = content(snapshot)
        thread.submit(put, store, "a.txt", "The rope is in the shed.").result()
        thread.submit(put, store, "b.txt", "The lamp is in the hold.").result()
        assert content(snapshot) == before
    with store.read() as snapshot:
        assert content(snapshot) != before
        assert len(snapshot.match(["lamp"], ALL, 5)) == 1


def test_the_state_number_tells_snapshots_apart(engine: Engine, folder: Path, store: Store) -> None:
    """Snapshots with the same state number are the same; each change makes the number larger."""
    seen = []
    for number in range(3):
        put(store, f"{number}.txt", f"Rope {number}.")
        other = engine.open(folder)
        with store.read() as one, store.read() as two, other.read() as three:
            assert one.state == two.state == three.state
            assert content(one) == content(three)
            seen.append(one.state)
        other.close()
    remove(store, "0.txt")
    with store.read() as snapshot:
        seen.append(snapshot.state)
    assert seen == sorted(set(seen))


def test_a_key_is_never_used_twice(engine: Engine, folder: Path, store: Store) -> None:
    """A key only grows: the key of a removed document or passage is never given to another."""
    passages: list[int] = []
    documents: list[int] = []
    for number in range(4):
        documents.append(put(store, "a.txt", f"Rope {number}.", "It is in the loft.").document_key)
        passages += passage_keys(store)
        if number % 2:
            remove(store, "a.txt")
            maintain(store)
            store.close()
            store = engine.open(folder)
    assert documents == sorted(set(documents)) and passages == sorted(set(passages))
    assert len(documents) == 4 and len(passages) == 8


def test_a_fact_is_remembered(engine: Engine, folder: Path, store: Store) -> None:
    """A fact is remembered until another value is set; an unknown fact is None."""
    for colour in ("green", "violet"):
        with store.hold("test"), store.write() as change:
            change.remember("colour", colour)
    with engine.open(folder).read() as snapshot:
        assert snapshot.fact("colour") == "violet" and snapshot.fact("size") is None


def test_passages_are_replaced_together(store: Store) -> None:
    """A document's passages are replaced together, under new keys; its text and its names stay."""
    name = put(store, "a.txt", "The rope is in the loft.", "The lamp is in the hold.")
    before = passage_keys(store)
    whole = prepared("The rope is in the loft.\n\nThe lamp is in the hold.")
    with store.hold("test"), store.write() as change:
        change.replace_passages(name.document_key, whole)
    with store.read() as snapshot:
        assert snapshot.passages(name.document_key) == list(whole.passages)
        ((keys, vectors),) = snapshot.vectors(ALL)
        assert len(keys) == 1 and keys[0] > max(before) and np.array_equal(vectors, whole.vectors)
        assert list(snapshot.match(["rope"], ALL, 5)) == list(snapshot.match(["lamp"], ALL, 5)) == keys.tolist()
        assert snapshot.found(before) == {}
        assert snapshot.name("default", "a.txt") == name
        assert snapshot.source(name.document_key).text == whole.source.text
