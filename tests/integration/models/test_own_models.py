"""A library with embeddings and a reranker of one's own: anything of LangChain's Embeddings, anything that reranks."""

import hashlib
import math
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from qa import Service, Settings
from vectorstore import DifferentEmbedder, Library, ModelUnavailable, Passage, RerankResult, SentenceEmbedder

DIMENSION = 64


class Words(Embeddings):
    """Which words a text has, in buckets; a question is marked as one, as some models have it."""

    def __init__(self, model: str = "words") -> None:
        self.model = model
        self.questions: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        rows = np.zeros((len(texts), DIMENSION))
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().replace(".", " ").replace("?", " ").split():
                row[hashlib.sha256(f"{self.model} {word}".encode()).digest()[0] % DIMENSION] += 3.0  # no length of 1
        return rows.tolist()

    def embed_query(self, text: str) -> list[float]:
        self.questions.append(text)
        return self.embed_documents([text])[0]


@pytest.fixture
def tides(folder: Path) -> Path:
    (folder / "tide.md").write_text("# Tides\n\nThe spring tide rises 7.2 m. The neap tide rises 3.1 m.\n")
    (folder / "lamp.md").write_text("# Lamp\n\nThe lamp turns once every twelve seconds.\n")
    return folder


def test_ones_own_embeddings_find_and_answer(tmp_path: Path, tides: Path) -> None:
    embeddings = Words()
    with Library.open(tmp_path / "store", embedder=embeddings) as library:
        assert library.sync(tides).counts == {"added": 2}
        (hit, _) = library.search("How high does the spring tide rise?")
        assert hit.source == "tide.md" and "7.2 m" in hit.passage.text
        assert embeddings.questions[-1] == "How high does the spring tide rise?"
        assert library.verify() == ()
        answer = Service(Settings(store=tmp_path / "store"), library).ask("How high does the spring tide rise?")
        assert "7.2 m" in answer.text and answer.citations[0].document == "tide.md"
    with Library.open(tmp_path / "store", embedder=Words()) as again:
        assert again.sync(tides).counts == {"unchanged": 2}
        assert again.search("spring tide")[0].source == "tide.md"
        assert pickle.loads(pickle.dumps(again.as_retriever(k=1))).invoke("lamp")[0].metadata["source"] == "lamp.md"


def test_other_embeddings_are_refused_until_the_store_is_embedded_anew(tmp_path: Path, tides: Path) -> None:
    Library.open(tmp_path / "store", embedder=Words()).sync(tides)
    for other in (Words("other words"), None):
        library = Library.open(tmp_path / "store", embedder=other)
        with pytest.raises(DifferentEmbedder):
            library.search("spring tide")
        with pytest.raises(DifferentEmbedder):
            library.sync(tides)
            library.add([tides / "lamp.md"])
    library.rebuild(embed=True)
    assert library.search("spring tide")[0].source == "tide.md"


class Odd(Embeddings):
    """Gives the same whatever is asked."""

    def __init__(self, texts: Any, question: Any = (1.0, 0.0)) -> None:
        self.texts, self.question = texts, question

    def embed_documents(self, texts: list[str]) -> Any:
        if isinstance(self.texts, Exception):
            raise self.texts
        return self.texts

    def embed_query(self, text: str) -> Any:
        return self.question


@pytest.mark.parametrize(
    ("embedder", "said"),
    [
        ("all-MiniLM-L6-v2", "str cannot embed: LangChain's Embeddings are needed"),
        (object(), "object cannot embed"),
        (Words, "Words is a class"),
        (SentenceEmbedder, "SentenceEmbedder is a class"),
        (Odd(RuntimeError("no key")), "Odd could not embed: no key"),
        (Odd(None), "vector of numbers"),
        (Odd([]), "vector of numbers"),
        (Odd([[]]), "vector of numbers"),
        (Odd([1.0, 0.0]), "vector of numbers"),
        (Odd([[1.0, 0.0], [1.0, 0.0]]), "vector of numbers"),
        (Odd([["a", "b"]]), "could not embed"),
        (Odd([[1.0, math.nan]]), "vector of numbers"),
        (Odd([[1.0, math.inf]]), "vector of numbers"),
        (Odd([[0.0, 0.0]]), "length 0"),
        (Odd([[1.0, 0.0]], question=[0.0, 0.0]), "length 0"),
        (Odd([[1.0, 0.0]], question=[1.0]), "vector of numbers"),
    ],
)
def test_what_cannot_embed_is_refused_when_the_library_is_opened(tmp_path: Path, embedder: Any, said: str) -> None:
    with pytest.raises(ModelUnavailable, match=said):
        Library.open(tmp_path / "store", embedder=embedder)
    assert not (tmp_path / "store").exists()


class Last:
    """The later a passage is in the alphabet, the better."""

    identity = "last"
    fusion_weight = 0.0

    def rerank(self, question: str, passages: Sequence[Passage]) -> list[RerankResult]:
        return [RerankResult(float(ord(passage.text.split()[-1][0]))) for passage in passages]


@pytest.fixture
def letters(tmp_path: Path, folder: Path, embedder: SentenceEmbedder) -> Path:
    for letter in "dbac":
        (folder / f"{letter}.txt").write_text(f"The rope is kept in shed {letter}.")
    Library.open(tmp_path / "store", embedder).sync(folder)
    return tmp_path / "store"


def test_ones_own_reranker_ranks_and_without_one_search_does(letters: Path, embedder: SentenceEmbedder) -> None:
    library = Library.open(letters, embedder, Last())
    found = library.search("Where is the rope of shed b?", k=3)
    assert [hit.source for hit in found] == ["d.txt", "c.txt", "b.txt"]
    answer = Service(Settings(store=letters), library).ask("Where is the rope of shed b?")
    assert answer.passages
    for none in (None, "none"):
        hits = Library.open(letters, embedder, none).search("Where is the rope of shed b?")
        assert all(hit.reranked is None for hit in hits) and hits[0].source == "b.txt"


class Floats(Last):
    def rerank(self, question: str, passages: Sequence[Passage]) -> Any:
        return [1.0 for _ in passages]


class Short(Last):
    def rerank(self, question: str, passages: Sequence[Passage]) -> list[RerankResult]:
        return super().rerank(question, passages)[1:]


class Unsure(Last):
    def rerank(self, question: str, passages: Sequence[Passage]) -> list[RerankResult]:
        return [RerankResult(math.nan) for _ in passages]


@pytest.mark.parametrize("reranker", [object(), 3, Last, Words()])
def test_what_cannot_rerank_is_refused_when_the_library_is_opened(tmp_path: Path, reranker: Any) -> None:
    with pytest.raises(ModelUnavailable, match=r"cannot rerank|is a class"):
        Library.open(tmp_path / "store", reranker=reranker)


@pytest.mark.parametrize("reranker", [Floats(), Short(), Unsure()])
def test_a_reranker_that_gives_no_result_for_each_passage_is_named(
    letters: Path, embedder: SentenceEmbedder, reranker: Any
) -> None:
    with pytest.raises(ModelUnavailable, match="last does not give each passage a RerankResult"):
        Library.open(letters, embedder, reranker).search("rope")
