from pathlib import Path
from typing import Any

import pytest
from langchain_core.retrievers import BaseRetriever
from langchain_tests.integration_tests import RetrieversIntegrationTests

from vectorstore import HybridRetriever, Library, SentenceEmbedder


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder) -> Library:
    folder = tmp_path_factory.mktemp("boats")
    for name in ("gig", "ketch", "yawl", "smack"):
        (folder / f"{name}.md").write_text(f"# The {name}\n\nThe {name} is rigged with two masts and a long keel.\n")
    library = Library.open(folder / "store", embedder)
    library.sync(folder)
    return library


class TestRetrieverContract(RetrieversIntegrationTests):
    """LangChain's own suite."""

    @pytest.fixture(autouse=True)
    def _library(self, boats: Library) -> None:
        self.library = boats

    @property
    def retriever_constructor(self) -> type[BaseRetriever]:
        return HybridRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"searcher": self.library.searcher}

    @property
    def retriever_query_example(self) -> str:
        return "How many masts?"


def test_metadata_says_exactly_where_a_document_stands(boats: Library) -> None:
    (found,) = boats.as_retriever(k=1).invoke("the keel of the yawl")
    place = found.metadata
    assert set(place) == {
        "source",
        "title",
        "page",
        "heading",
        "start",
        "end",
        "passage_id",
        "document_id",
        "collection",
        "score",
    }
    assert (place["source"], place["heading"], place["collection"]) == ("yawl.md", "The yawl", "default")
    assert boats.text("yawl.md")[place["start"] : place["end"]] == found.page_content


def test_it_gives_k_documents_whatever_the_question(boats: Library) -> None:
    for question in ("", "the of and", "🌊", "x" * 5000, "masts"):
        assert len(boats.as_retriever(k=3).invoke(question)) == 3
    assert len(boats.as_retriever(k=50).invoke("masts")) == 4


def test_chosen_documents_confine_it(boats: Library) -> None:
    found = boats.as_retriever(documents=["gig.md", "smack.md"]).invoke("masts")
    assert {document.metadata["source"] for document in found} == {"gig.md", "smack.md"}


def test_it_leaves_a_library_of_nothing_alone(tmp_path: Path, embedder: SentenceEmbedder) -> None:
    assert Library.open(tmp_path / "store", embedder).as_retriever().invoke("masts") == []
