"""Scopes"""

from typing import Any

import pytest

from tests.fixtures.documents import at, prepared, vector_of, write
from vectorstore.storage import Store
from vectorstore.storage.base import Snapshot
from vectorstore.types import Condition, Operator, Scope

CASES: list[tuple[str, Operator, Any, str]] = [
    ("year", "eq", 1871, "a"),
    ("year", "ne", 1871, "bcd"),
    ("year", "in", [1871, 1903], "ab"),
    ("year", "nin", [1871, 1903], "cd"),
    ("year", "lt", 1903, "a"),
    ("year", "lte", 1903, "ab"),
    ("year", "gt", 1871, "b"),
    ("year", "gte", 1871, "ab"),
    ("year", "gte", 1871.5, "b"),
    ("place", "eq", "loft", "a"),
    ("place", "eq", "LOFT", ""),
    ("place", "gt", "a", "ab"),
    ("is lit", "eq", True, "b"),
    ('say "so"', "eq", "x' OR 1", "b"),
    ("nothing", "eq", "x", ""),
    ("nothing", "ne", "x", "abcd"),
    ("source", "eq", "a.txt", "a"),
    ("source", "ne", "a.txt", "bcd"),
    ("source", "in", ["a.txt", "d.txt", "e.txt"], "ad"),
    ("source", "nin", ["a.txt", "also d.txt"], "bc"),
    ("page", "eq", 2, "b"),
    ("page", "gte", 2, "bc"),
    ("page", "ne", 2, "acd"),
    ("title", "eq", "The c", "c"),
    ("heading", "in", ["The c", "The d"], "d"),
    ("heading", "eq", "Bay 3", "c"),
    ("start", "lt", 1, "abcd"),
    ("collection", "eq", "other", ""),
]


@pytest.fixture
def held(store: Store) -> Store:
    """Four documents, and one of another collection; what came with each differs."""
    given: dict[str, tuple[dict[str, Any] | None, int | None]] = {
        "a": ({"year": 1871, "place": "loft"}, None),
        "b": ({"year": 1903, "place": "hold", "is lit": True, 'say "so"': "x' OR 1"}, 2),
        "c": ({"heading": "Bay 3"}, 3),
        "d": (None, None),
    }
    with store.hold("test"), store.write() as change:
        for name, (metadata, page) in given.items():
            document = prepared(f"The rope of {name}.", title=f"The {name}", metadata=metadata)
            write(change, f"{name}.txt", document if page is None else at(document, page))
            if name == "d":
                write(change, "also d.txt", document)
        write(change, "a.txt", prepared("The rope of a.", collection="other", metadata={"year": 1871}))
    return store


def within(snapshot: Snapshot, scope: Scope) -> set[str]:
    """The names of the documents of a scope, which every kind of search has to agree on."""
    listed = {int(key) for keys, _ in snapshot.vectors(scope) for key in keys}
    assert set(snapshot.nearest(vector_of("rope"), scope, 50)) == listed
    assert set(snapshot.match(["rope"], scope, 50)) == listed
    return {found.source for found in snapshot.found(list(listed)).values()}


@pytest.mark.parametrize(("field", "operator", "value", "expected"), CASES)
def test_conditions_restrict_every_search(
    held: Store, field: str, operator: Operator, value: object, expected: str
) -> None:
    """A condition restricts every search to the passages that meet it; what came with a document goes
    before what the store knows of it, and what is not said of it differs from every value.
    """
    scope = Scope("default", conditions=(Condition(field, operator, tuple(value) if type(value) is list else value),))
    with held.read() as snapshot:
        assert {name.removeprefix("also ")[0] for name in within(snapshot, scope)} == set(expected)


def test_collection_documents_and_conditions_hold_together(held: Store) -> None:
    """A scope is one collection, the chosen documents of it, and all conditions; an unknown name chooses nothing."""
    year, page = Condition("year", "gte", 1871), Condition("page", "eq", 2)
    with held.read() as snapshot:
        assert within(snapshot, Scope("default")) == {"a.txt", "b.txt", "c.txt", "also d.txt"}
        assert within(snapshot, Scope("other")) == {"a.txt"}
        assert within(snapshot, Scope("default", ("a.txt", "d.txt", "nowhere.txt"))) == {"a.txt", "also d.txt"}
        assert within(snapshot, Scope("default", ("a.txt", "c.txt"), (year,))) == {"a.txt"}
        assert within(snapshot, Scope("default", None, (year, page))) == {"b.txt"}
        for nothing in (Scope("nowhere"), Scope("default", ()), Scope("default", ("nowhere.txt",))):
            assert within(snapshot, nothing) == set()
            assert list(snapshot.vectors(nothing)) == []
