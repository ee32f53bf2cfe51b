"""What a model is to search: it embeds texts, or it reranks passages."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from vectorstore.types import Passage, RerankResult, Span
from vectorstore.vectors import Vector, Vectors


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into unit vectors, and says where its tokens are."""

    @property
    def identity(self) -> str:
        """What a store remembers, so that vectors of two models never meet."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The texts as rows of length 1, shape (texts, dimension). Raises ModelUnavailable."""
        ...

    def question_vector(self, question: str) -> Vector:
        """A question as a vector of length 1, to be compared with those of texts. Raises ModelUnavailable."""
        ...

    def token_vectors(self, texts: Sequence[str]) -> list[Vectors]:
        """For each text the vectors of its tokens, of length 1, shape (tokens, dimension)."""
        ...

    def token_spans(self, text: str) -> list[Span]:
        """Where each token of a text stands, however long the text is."""
        ...

    def probe(self, text: str) -> Vector:
        """The vector of a text that is asked for again and again, computed once."""
        ...


@runtime_checkable
class Reranker(Protocol):
    """Says of passages how well, and where, each answers a question."""

    identity: str
    """Which reranker this is, for what is fitted to it."""
    fusion_weight: float | None
    """How much search's score counts beside its relevance; None where nobody knows, and both count the same."""

    def rerank(self, question: str, passages: Sequence[Passage]) -> list[RerankResult]:
        """One result for each passage, in order. Raises ModelUnavailable."""
        ...
