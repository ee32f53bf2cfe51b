"""A filter restricts what both sides of a search see, and gives exactly k of what it lets through."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from langchain_core.documents import Document

from tests.fixtures.table import TableEmbedder
from vectorstore import Library
from vectorstore.storage.sqlite.scope import MOST_TOKENS

GIVEN: dict[str, dict[str, Any]] = {
    "one": {"year": 2020, "rate": 0.1, "flag": True, "tag": "x", "note": None},
    "two": {"year": 2021.5, "rate": 0.3, "flag": False, "tag": "y", "text": "2021"},
    "three": {"year": "2020", "rate": 1, "flag": 1, "tag": ["x"], "text": "wörter 🌊"},
    "four": {"year": -1, "tag": "'; DROP TABLE documents; --", 'a "quoted" \\ key\n': "k", "a.b": {"c": 1}},
    "five": {},
}
ALL = {*GIVEN, "boat.md", "boat.txt"}


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("filters")
    with Library.open(folder / "store", TableEmbedder(), "none") as library:
        library.add_documents(Document(f"The rope of shed {name}.", id=name, metadata=GIVEN[name]) for name in GIVEN)
        (folder / "boat.md").write_text("# The boat\n\n## Her rope\n\nThe rope is long.\n")
        (folder / "boat.txt").write_text("The rope is short.")
        library.add([folder / "boat.md", folder / "boat.txt"])
        library.add_documents([Document("The rope of another collection.", id="one")], collection="other")
        yield library


Search = Callable[[Any], set[str]]


@pytest.fixture(params=["dense and lexical", "dense", "by vector"])
def search(request: pytest.FixtureRequest, held: Library) -> Search:
    """The sources of all that a filter lets through, found by words, without any word that occurs, and by a vector."""

    def sources(wanted: Any) -> set[str]:
        if request.param == "by vector":
            store = held.as_vectorstore()
            vector = TableEmbedder().embed_query("rope")
            found = store.similarity_search_by_vector(vector, k=99, filter=wanted)
            return {document.metadata.get("source", document.id) for document in found}
        question = "rope" if request.param == "dense and lexical" else "unheard"
        return {hit.source for hit in held.search(question, k=99, filter=wanted)}

    return sources


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ALL),
        ({"source": "boat.md"}, {"boat.md"}),
        ({"source": {"$ne": "boat.md"}}, ALL - {"boat.md"}),
        ({"source": {"$in": ["one", "boat.txt", "gone"]}}, {"one", "boat.txt"}),
        ({"source": {"$nin": ["one", "boat.txt", "gone"]}}, ALL - {"one", "boat.txt"}),
        ({"source": {"$gt": "boat.md", "$lte": "five"}}, {"boat.txt", "five"}),
        ({"source": None}, set()),
        ({"source": 1}, set()),
        ({"title": "The boat"}, {"boat.md"}),
        ({"heading": "Her rope"}, {"boat.md"}),
        ({"heading": {"$ne": ""}}, {"boat.md"}),
        ({"page": None}, ALL),
        ({"page": {"$ne": None}}, set()),
        ({"page": {"$gte": 1}}, set()),
        ({"start": 0, "source": "boat.txt"}, {"boat.txt"}),
        ({"start": "0"}, set()),
        ({"start": False}, set()),
        ({"end": {"$lt": 19}}, {"boat.txt"}),
        ({"end": {"$gte": 0.5}}, ALL),
        ({"collection": "other"}, set()),
        ({"collection": "default"}, ALL),
        ({"year": 2020}, {"one"}),
        ({"year": 2020.0}, {"one"}),
        ({"year": "2020"}, {"three"}),
        ({"year": {"$gt": 0}}, {"one", "two"}),
        ({"year": {"$lt": "3"}}, {"three"}),
        ({"year": {"$lte": 2020}}, {"one", "four"}),
        ({"year": {"$in": [2020, "2020", 5]}}, {"one", "three"}),
        ({"year": {"$ne": 2020}}, ALL - {"one"}),
        ({"rate": 0.1}, {"one"}),
        ({"rate": {"$nin": [0.1, 0.3]}}, ALL - {"one", "two"}),
        ({"flag": True}, {"one"}),
        ({"flag": False}, {"two"}),
        ({"flag": 1}, {"three"}),
        ({"flag": {"$in": [True, 1]}}, {"one", "three"}),
        ({"note": None}, ALL),
        ({"tag": None}, ALL - {"one", "two", "three", "four"}),
        ({"tag": {"$in": [None, "y"]}}, ALL - {"one", "three", "four"}),
        ({"tag": {"$ne": None}}, {"one", "two", "three", "four"}),
        ({"tag": {"$in": []}}, set()),
        ({"tag": {"$nin": []}}, ALL),
        ({"tag": "x"}, {"one"}),
        ({"tag": '["x"]'}, set()),
        ({"tag": "'; DROP TABLE documents; --"}, {"four"}),
        ({"'; DROP TABLE documents; --": "x"}, set()),
        ({'a "quoted" \\ key\n': "k"}, {"four"}),
        ({"a.b": '{"c":1}'}, set()),
        ({"a.b": {"$ne": None}}, {"four"}),
        ({"text": "wörter 🌊"}, {"three"}),
        ({"text": {"$gte": "w"}}, {"three"}),
        ({"year": {"$gte": 2020}, "flag": {"$ne": True}}, {"two"}),
    ],
    ids=lambda value: repr(value) if isinstance(value, dict) else "",
)
def test_each_side_sees_what_the_filter_lets_through(search: Search, wanted: Any, found: set[str]) -> None:
    assert search(wanted) == found


def test_a_passage_and_a_document_are_found_by_their_ids(search: Search, held: Library) -> None:
    (passage,) = held.passages("boat.md")
    assert search({"passage_id": passage.passage_id}) == search({"document_id": passage.document_id}) == {"boat.md"}
    assert search({"document_id": {"$ne": passage.document_id}}) == ALL - {"boat.md"}


def test_a_filter_and_chosen_documents_both_hold(held: Library) -> None:
    found = held.search("rope", documents=["one", "boat.md"], filter={"year": {"$gte": 0}})
    assert [hit.source for hit in found] == ["one"]


def test_it_gives_exactly_k_of_what_it_lets_through(table: Library) -> None:
    """Although every other passage meets the question better in words."""
    table.add_documents(
        Document(f"The rope of shed {n}." if n % 2 else f"Rope, rope and rope {n}.", id=str(n), metadata={"odd": n % 2})
        for n in range(80)
    )
    for k in (1, 3, 35, 40):
        found = table.search("rope", k=k, filter={"odd": 1})
        assert len(found) == k and all(int(hit.source) % 2 for hit in found)
    assert len(table.search("rope", k=41, filter={"odd": 1})) == 40


def test_forty_thousand_values_are_as_good_as_one(held: Library) -> None:
    many = [f"no {number}" for number in range(40_000)]
    assert {hit.source for hit in held.search("rope", k=99, filter={"source": {"$in": [*many, "one"]}})} == {"one"}
    assert {hit.source for hit in held.search("rope", k=99, filter={"tag": {"$in": [*many, "y"]}})} == {"two"}
    assert {hit.source for hit in held.search("rope", k=99, filter={"year": {"$nin": [*range(40_000)]}})} == ALL - {
        "one"
    }


def test_many_chosen_documents_are_as_good_as_a_few(table: Library) -> None:
    table.add_documents(Document(f"The rope of shed {number}.", id=str(number)) for number in range(MOST_TOKENS + 20))
    chosen = [str(number) for number in range(MOST_TOKENS + 10)]
    found = table.search("rope shed", k=MOST_TOKENS + 20, documents=chosen)
    assert sorted(hit.source for hit in found) == sorted(chosen)
