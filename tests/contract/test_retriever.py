from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.retrievers import BaseRetriever
from langchain_tests.integration_tests import RetrieversIntegrationTests

from vectorstore import HybridRetriever, Library, Passage, SentenceEmbedder
from vectorstore.models.reranker import DEFAULT_RERANKER, NO_RERANKER
from vectorstore.search.hybrid import CANDIDATES, RERANKED
from vectorstore.types import RerankResult

QUESTIONS = ("How many masts has the ketch?", "", "the of and", "🌊", "مرحبا", "x" * 5000)


class Counting:
    """Reranks by where a passage starts and remembers what it was given."""

    identity = "counting"
    fusion_weight = None

    def __init__(self) -> None:
        self.given: list[Passage] = []

    def rerank(self, question: str, passages: Sequence[Passage]) -> list[RerankResult]:
        self.given.extend(passages)
        return [RerankResult(float(passage.start % 7)) for passage in passages]


@pytest.fixture(scope="module")
def boats(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder) -> Library:
    folder = tmp_path_factory.mktemp("boats")
    for name in ("gig", "ketch", "yawl", "smack"):
        (folder / f"{name}.md").write_text(f"# The {name}\n\nThe {name} is rigged with two masts and a long keel.\n")
    library = Library.open(folder / "store", embedder)
    library.sync(folder)
    return library


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory, embedder: SentenceEmbedder) -> Path:
    """A store of more passages than are ever asked for."""
    folder = tmp_path_factory.mktemp("fleet")
    for number in range(80):
        (folder / f"boat {number}.md").write_text(
            f"# Boat {number}\n\n## Rig\n\nBoat {number} has {number % 4} masts. Her keel is long.\n\n"
            f"## Crew\n\n- {number} sailors\n- one cook\n"
        )
    library = Library.open(folder / "store", embedder, NO_RERANKER)
    library.sync(folder)
    library.settle()  # an index that comes between two searches may find others among so many alike
    return library.store


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
        return {"searcher": self.library.as_retriever().searcher}

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


@pytest.mark.parametrize("reranker", [DEFAULT_RERANKER, NO_RERANKER])
@pytest.mark.parametrize("k", [1, 5, 25, 60])
def test_it_gives_exactly_k_slices_of_at_least_a_sentence_best_first(
    fleet: Path, embedder: SentenceEmbedder, reranker: str, k: int
) -> None:
    library = Library.open(fleet, embedder, reranker)
    for question in QUESTIONS:
        found = library.as_retriever(k=k).invoke(question)
        assert len(found) == k == len({document.id for document in found})
        scores = [document.metadata["score"] for document in found]
        assert scores == sorted(scores, reverse=True)
        for document in found:
            place = document.metadata
            assert library.text(place["source"])[place["start"] : place["end"]] == document.page_content
            (passage,) = [p for p in library.passages(place["source"]) if p.passage_id == document.id]
            assert any(place["start"] <= s.start < s.end <= place["end"] for s in passage.sentences)


@pytest.mark.parametrize("reranker", [DEFAULT_RERANKER, NO_RERANKER])
def test_it_gives_fewer_only_if_there_are_fewer(fleet: Path, embedder: SentenceEmbedder, reranker: str) -> None:
    library = Library.open(fleet, embedder, reranker)
    names = [document.name for document in library.documents()][:3]
    held = sum(document.passages for document in library.documents()[:3])
    assert len(library.as_retriever(k=60, documents=names).invoke("masts")) == held


@pytest.mark.parametrize("k", [1, 5, 60, None])
def test_the_best_candidates_are_reranked_once_and_carry_the_result(
    fleet: Path, embedder: SentenceEmbedder, k: int | None
) -> None:
    reranker = Counting()
    hits = Library.open(fleet, embedder, reranker).search("How many masts has boat 7?", k)
    assert len(reranker.given) == RERANKED == len({passage.passage_id for passage in reranker.given})
    assert k is None or len(hits) == k
    assert len(hits) >= min(k or CANDIDATES, CANDIDATES)
    for place, hit in enumerate(hits):
        assert (hit.reranked is not None) == (place < RERANKED)
        assert hit.reranked is None or hit.reranked.relevance == hit.passage.start % 7


def test_the_order_is_the_same_however_many_are_asked_for(fleet: Path, embedder: SentenceEmbedder) -> None:
    library = Library.open(fleet, embedder)
    few, more = (library.search("How many masts has boat 7?", k) for k in (5, 20))
    assert few == more[:5]


def test_without_a_reranker_search_alone_ranks(fleet: Path, embedder: SentenceEmbedder) -> None:
    hits = Library.open(fleet, embedder, NO_RERANKER).search("How many masts has boat 7?", k=30)
    assert all(hit.reranked is None and hit.score == hit.fused for hit in hits)
