"""Random changes"""

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fixtures.documents import prepared, vector_of, write
from tests.fixtures.engines import Engine
from vectorstore.storage import Store
from vectorstore.types import Scope

NAMES = st.sampled_from(["a.txt", "b.txt", "c.txt", "d.txt"])
THINGS = st.sampled_from(["rope", "lamp", "buoy"])
PLACES = st.sampled_from(["loft", "hold", "shed"])
INSERT = st.tuples(st.just("insert"), NAMES, st.lists(st.tuples(THINGS, PLACES), min_size=1, max_size=3, unique=True))
RENAME = st.tuples(st.just("rename"), NAMES, NAMES)
REMOVE = st.tuples(st.just("remove"), NAMES, st.none())
Texts = tuple[str, ...]


def apply(store: Store, held: dict[str, Texts], step: tuple[str, str, object]) -> None:
    """Do one step to a store and to the dictionary that says what it should hold."""
    kind, name, what = step
    with store.hold("test"), store.write() as change:
        record = change.name("default", name)
        assert (record is not None) == (name in held)
        if kind == "insert":
            assert isinstance(what, list)
            held[name] = tuple(f"The {thing} is in the {place}." for thing, place in what)
            write(change, name, prepared(*held[name]))
        elif record and kind == "rename":
            change.rename(record, replace(record, name=str(what)))
            held[str(what)] = held.pop(name)
        elif record:
            text = held.pop(name)
            assert change.remove_name(record) == (text not in held.values())


def check(store: Store, held: dict[str, Texts]) -> set[int]:
    """The keys of the passages of a store that holds what the dictionary says."""
    scope = Scope("default")
    documents = set(held.values())
    passages = sorted(text for document in documents for text in document)
    with store.read() as snapshot:
        assert {info.name: info.characters for info in snapshot.documents("default")} == {
            name: len("\n\n".join(texts)) for name, texts in held.items()
        }
        keys = [int(key) for batch, _ in snapshot.vectors(scope) for key in batch]
        assert sorted(one.passage.text for one in snapshot.found(keys).values()) == passages
        assert set(snapshot.nearest(vector_of("rope"), scope, 99)) == set(keys)
        for thing in ("rope", "lamp", "buoy"):
            found = snapshot.found(list(snapshot.match([thing], scope, 99))).values()
            assert sorted(one.passage.text for one in found) == [text for text in passages if thing in text]
    return set(keys)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(INSERT, INSERT, RENAME, REMOVE), min_size=5, max_size=15))
def test_a_store_holds_what_a_dictionary_would(engine: Engine, steps: list[tuple[str, str, object]]) -> None:
    """After any sequence of insertions, renames and removals a store holds what a dictionary of names would hold."""
    held: dict[str, Texts] = {}
    before: set[int] = set()
    with tempfile.TemporaryDirectory() as folder:
        store = engine.open(Path(folder))
        for step in steps:
            apply(store, held, step)
            now = check(store, held)
            assert min(now - before, default=1 << 62) > max(before, default=0)
            before |= now
        assert store.faults() == []
        store.close()
