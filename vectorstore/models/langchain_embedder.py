"""Any LangChain embeddings as an embedder."""

from collections.abc import Callable, Sequence

import numpy as np
from langchain_core.embeddings import Embeddings

from vectorstore.errors import ModelUnavailable
from vectorstore.models.protocols import Embedder
from vectorstore.models.sentence_embedder import SentenceEmbedder
from vectorstore.types import Span
from vectorstore.vectors import Vector, Vectors

_PROBE = "ready"


def embedder_of(chosen: Embeddings | Embedder | None) -> Embedder:
    """An embedder as it is, the default one for None, or LangChain's embeddings in our terms.

    Raises ModelUnavailable for what cannot embed; LangChain's embeddings are asked for two vectors to find out.
    """
    if chosen is None:
        return SentenceEmbedder()
    if isinstance(chosen, type):
        raise ModelUnavailable(f"{chosen.__name__} is a class: give an object of it", model=chosen.__name__)
    if isinstance(chosen, Embedder):
        return chosen
    if not isinstance(chosen, Embeddings):
        name = type(chosen).__name__
        raise ModelUnavailable(f"{name} cannot embed: LangChain's Embeddings are needed", model=name)
    return LangChainEmbedder(chosen)


class LangChainEmbedder:
    """LangChain's embeddings, which know no tokens: lengths are counted in the default model's.

    A text is compared as a whole, not token by token, so evidence is found less surely than with the default model.
    """

    def __init__(self, embeddings: Embeddings) -> None:
        """Take the embeddings and ask them for vectors; raises ModelUnavailable where they give none of use."""
        self.embeddings = embeddings
        self._lengths = SentenceEmbedder()
        self._probes: dict[str, Vector] = {}
        kind = type(embeddings)
        names = (getattr(embeddings, "model", None), getattr(embeddings, "model_name", None))
        model = next((name for name in names if isinstance(name, str)), None)  # some keep the loaded model there
        self.identity = ":".join(part for part in (f"{kind.__module__}.{kind.__qualname__}", model) if part)
        self._dimension = 0
        text = self.encode([_PROBE])[0]
        self._dimension = len(text)
        if not text.any() or not self.question_vector(_PROBE).any():
            raise ModelUnavailable(f"{self.identity} gives vectors of length 0", model=self.identity)

    def __getstate__(self) -> Embeddings:
        """The embeddings alone."""
        return self.embeddings

    def __setstate__(self, embeddings: Embeddings) -> None:
        """Take the embeddings, which are asked again."""
        LangChainEmbedder.__init__(self, embeddings)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The texts as rows of length 1, shape (texts, dimension). Raises ModelUnavailable."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        return self._rows(lambda: self.embeddings.embed_documents(list(texts)), len(texts))

    def question_vector(self, question: str) -> Vector:
        """A question as a vector of length 1, embedded as a question. Raises ModelUnavailable."""
        vector: Vector = self._rows(lambda: [self.embeddings.embed_query(question)], 1)[0]
        return vector

    def _rows(self, embed: Callable[[], list[list[float]]], number: int) -> Vectors:
        try:
            rows = np.asarray(embed(), dtype=np.float32)
        except Exception as error:  # each provider raises its own kinds
            raise ModelUnavailable(f"{self.identity} could not embed: {error}", model=self.identity) from error
        shape = (number, self._dimension or rows.shape[-1]) if rows.ndim == 2 else ()
        if rows.shape != shape or not rows.size or not np.isfinite(rows).all():
            raise ModelUnavailable(f"{self.identity} does not give each text a vector of numbers", model=self.identity)
        unit: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
        return unit

    def token_vectors(self, texts: Sequence[str]) -> list[Vectors]:
        """Each text as one vector, shape (1, dimension)."""
        return [row[None] for row in self.encode(texts)]

    def token_spans(self, text: str) -> list[Span]:
        """Where each token of a text stands, as the default model cuts it."""
        return self._lengths.token_spans(text)

    def probe(self, text: str) -> Vector:
        """The vector of a text that is asked for again and again."""
        if text not in self._probes:
            self._probes[text] = self.encode([text])[0]
        return self._probes[text]
