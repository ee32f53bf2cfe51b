"""What the retriever may be told, where, and what becomes of all else."""

import pickle
from pathlib import Path
from typing import Any

import pytest
from langchain_core.documents import Document
from langchain_core.runnables import ConfigurableField

from tests.fixtures.processes import python
from tests.fixtures.table import TableEmbedder
from vectorstore import HybridRetriever, InvalidFilter, Library, UnknownDocument

QUESTION = "Where is the rope?"


@pytest.fixture
def ropes(table: Library, folder: Path) -> Library:
    for name in "abcdef":
        (folder / f"{name}.md").write_text(f"# Shed {name}\n\nThe rope of shed {name} hangs by the door.\n")
    table.sync(folder)
    table.add([folder / "a.md"], collection="other")
    return table


def sources(documents: list[Document]) -> set[str]:
    return {document.metadata["source"] for document in documents}


async def test_an_argument_holds_at_construction_in_search_kwargs_and_at_a_call(ropes: Library) -> None:
    plain = ropes.as_retriever()
    searcher = plain.searcher
    for given, found in (
        ({"documents": ["a.md", "c.md"]}, {"a.md", "c.md"}),
        ({"documents": "a.md"}, {"a.md"}),
        ({"documents": []}, set()),
        ({"filter": {"source": {"$in": ["b.md", "d.md"]}}}, {"b.md", "d.md"}),
        ({"documents": ["a.md", "c.md"], "filter": {"heading": "Shed c"}}, {"c.md"}),
        ({"collection": "other"}, {"a.md"}),
        ({"collection": "nowhere"}, set()),
    ):
        assert sources(HybridRetriever(searcher=searcher, **given).invoke(QUESTION)) == found
        assert sources(HybridRetriever(searcher=searcher, search_kwargs=given).invoke(QUESTION)) == found
        assert sources(ropes.as_retriever(**given).invoke(QUESTION)) == found
        assert sources(plain.invoke(QUESTION, **given)) == found
        assert sources(await plain.ainvoke(QUESTION, **given)) == found
        assert sources(plain.bind(**given).invoke(QUESTION)) == found
    for k in (1, 2, 6):
        assert len(ropes.as_retriever(k=k).invoke(QUESTION)) == k
        assert len(HybridRetriever(searcher=searcher, search_kwargs={"k": k}).invoke(QUESTION)) == k
        assert len(plain.invoke(QUESTION, k=k)) == k
        assert len(await plain.ainvoke(QUESTION, k=k)) == k


async def test_a_call_wins_over_search_kwargs_and_they_over_construction(ropes: Library) -> None:
    searcher = ropes.as_retriever().searcher
    retriever = HybridRetriever(searcher=searcher, k=1, documents=["a.md"], search_kwargs={"documents": ["b.md"]})
    assert sources(retriever.invoke(QUESTION)) == {"b.md"}
    assert sources(retriever.invoke(QUESTION, documents=["c.md"])) == {"c.md"}
    found = await retriever.ainvoke(QUESTION, documents=["c.md", "d.md", "e.md"], k=2)
    assert len(found) == 2 and sources(found) < {"c.md", "d.md", "e.md"}
    assert len(retriever.invoke(QUESTION, documents=None, k=9)) == 6


async def test_an_unknown_argument_is_refused_with_those_there_are(ropes: Library) -> None:
    retriever = ropes.as_retriever()
    known = "k, collection, documents, filter"
    with pytest.raises(TypeError, match=f"no anything: there are {known}"):
        retriever.invoke(QUESTION, anything=1)
    with pytest.raises(TypeError, match=known):
        await retriever.ainvoke(QUESTION, anything=1)
    with pytest.raises(TypeError, match=known):
        HybridRetriever(searcher=retriever.searcher, search_kwargs={"fetch_k": 20})
    with pytest.raises(ValueError, match="anything"):
        HybridRetriever(searcher=retriever.searcher, anything=1)


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"k": 0}, ValueError),
        ({"k": -1}, ValueError),
        ({"k": "3"}, ValueError),
        ({"k": None}, ValueError),
        ({"documents": 3}, ValueError),
        ({"collection": None}, ValueError),
        ({"filter": {"page": {"$like": "a"}}}, InvalidFilter),
        ({"filter": "page"}, InvalidFilter),
    ],
)
def test_a_value_that_cannot_be_is_refused_wherever_it_is_given(
    ropes: Library, given: dict[str, Any], error: type[Exception]
) -> None:
    retriever = ropes.as_retriever()
    with pytest.raises(error):
        retriever.invoke(QUESTION, **given)
    with pytest.raises(error):
        HybridRetriever(searcher=retriever.searcher, **given)
    with pytest.raises(error):
        HybridRetriever(searcher=retriever.searcher, search_kwargs=given)


def test_a_document_that_is_not_there_is_named(ropes: Library) -> None:
    with pytest.raises(UnknownDocument, match=r"gone\.md"):
        ropes.as_retriever().invoke(QUESTION, documents=["a.md", "gone.md"])


def test_what_is_configured_later_holds_too(ropes: Library) -> None:
    retriever = ropes.as_retriever().configurable_fields(search_kwargs=ConfigurableField(id="search"))
    found = retriever.invoke(QUESTION, {"configurable": {"search": {"documents": ["e.md"]}}})
    assert sources(found) == {"e.md"}


def test_its_schema_is_what_may_be_told(ropes: Library) -> None:
    schema = HybridRetriever.model_json_schema()
    assert set(schema["properties"]) - {"name", "tags", "metadata"} == {
        "k",
        "collection",
        "documents",
        "filter",
        "search_kwargs",
    }
    assert schema["properties"]["k"]["minimum"] == 1 and schema["additionalProperties"] is False
    assert ropes.as_retriever(k=2).model_dump()["k"] == 2


LOAD = """
import pickle, sys
retriever = pickle.load(open(sys.argv[1], "rb"))
print(*[document.metadata["source"] for document in retriever.invoke("Where is the rope?")])
"""


def test_pickled_it_opens_its_store_again_in_another_process(ropes: Library, tmp_path: Path) -> None:
    retriever = ropes.as_retriever(k=2, documents=["a.md", "b.md", "c.md"])
    here = [document.metadata["source"] for document in retriever.invoke(QUESTION)]
    (tmp_path / "retriever").write_bytes(pickle.dumps(retriever))
    assert python(LOAD, tmp_path / "retriever").split() == here


class Locked(TableEmbedder):
    def __getstate__(self) -> str:
        raise RuntimeError("it holds a lock")


def test_a_model_that_cannot_be_pickled_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match=r"it holds a lock.*open the library where it is to be searched"):
        pickle.dumps(Library.open(tmp_path / "store", Locked()).as_retriever())
