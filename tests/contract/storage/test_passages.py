"""Passages"""

import numpy as np

from tests.fixtures.documents import prepared, vector_of, write
from vectorstore.storage import Store
from vectorstore.types import Scope


def test_passages_are_exact_slices(store: Store) -> None:
    """`found` and `found_by_id` give each passage as an exact slice of its text, with what is known of its document."""
    note = prepared("A note 🌊 on ropes.", title="Note", metadata={"year": 1871})
    parts = prepared("First 🌊 part.", "Second part.", title="Parts", metadata={})
    plain = prepared("A file.", title="File")
    with store.hold("test"), store.write() as change:
        for name, document in (("note", note), ("a note", note), ("parts", parts), ("file.txt", plain)):
            write(change, name, document)
        write(change, "elsewhere", prepared("Elsewhere.", collection="other"))
    ids = [passage.passage_id for document in (note, parts, plain) for passage in document.passages]
    with store.read() as snapshot:
        keys = [int(key) for batch, _ in snapshot.vectors(Scope("default")) for key in batch]
        found = snapshot.found([*keys, max(keys) + 1000])
        assert list(found) == keys
        by_id = snapshot.found_by_id("default", [*ids, "unknown"])
        assert by_id == {one.passage.passage_id: one for one in found.values()} and list(by_id) == ids
        assert snapshot.found_by_id("other", ids) == snapshot.found([]) == {}
        for one in found.values():
            text = snapshot.source(snapshot.document_key(one.passage.document_id) or 0).text
            assert text[one.passage.start : one.passage.end] == one.passage.text
    assert [one.passage for one in found.values()] == [*note.passages, *parts.passages, *plain.passages]
    assert [(one.source, one.title, one.collection, one.metadata, one.is_whole) for one in found.values()] == [
        ("a note", "Note", "default", {"year": 1871}, True),
        ("parts", "Parts", "default", {}, False),
        ("parts", "Parts", "default", {}, False),
        ("file.txt", "File", "default", None, False),
    ]


def test_vectors_are_given_once_and_by_key(buoys: Store) -> None:
    """`vectors` gives every vector of the scope once, by key, as it was written."""
    with buoys.read() as snapshot:
        batches = list(snapshot.vectors(Scope("default")))
        chosen = list(snapshot.vectors(Scope("default", ("7.txt",))))
    keys = np.concatenate([keys for keys, _ in batches])
    vectors = np.concatenate([rows for _, rows in batches])
    assert keys.shape == (80,) and (np.diff(keys) > 0).all() and vectors.dtype == np.float32
    assert (vectors[::2] == [vector_of(f"Buoy {n} flashes in bay {n % 4}.") for n in range(40)]).all()
    ((seven, rows),) = chosen
    assert seven.tolist() == keys[14:16].tolist() and (rows == vectors[14:16]).all()
