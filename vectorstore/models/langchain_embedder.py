"""Any LangChain embeddings as an embedder."""

from collections.abc import Sequence

import numpy as np
from langchain_core.embeddings import Embeddings

from vectorstore.errors import ModelUnavailable
from vectorstore.models.base import Embedder
from vectorstore.models.sentence_embedder import SentenceEmbedder
from vectorstore.types import Span, Vector, Vectors


def embedder_of(chosen: Embeddings | Embedder | None) -> Embedder:
    """An embedder as it is, the default one for None, or LangChain's embeddings in our terms.

    Raises ModelUnavailable for what cannot embed; LangChain's embeddings are asked for one vector to find out.
    """
    if chosen is None:
        return SentenceEmbedder()
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
        """Take the embeddings and ask them for one vector; raises ModelUnavailable where they give none."""
        self._embeddings = embeddings
        self._lengths = SentenceEmbedder()
        self._probes: dict[str, Vector] = {}
        kind = type(embeddings)
        model = getattr(embeddings, "model", None) or getattr(embeddings, "model_name", None)
        self.identity = ":".join(str(part) for part in (f"{kind.__module__}.{kind.__qualname__}", model) if part)
        self.encode(["ready"])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """The texts as rows of length 1, shape (texts, dimension). Raises ModelUnavailable."""
        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        try:
            rows = np.asarray(self._embeddings.embed_documents(list(texts)), dtype=np.float32)
        except Exception as error:  # each provider raises its own kinds
            raise ModelUnavailable(f"{self.identity} could not embed: {error}", model=self.identity) from error
        if rows.ndim != 2 or len(rows) != len(texts) or not rows.shape[1] or not np.isfinite(rows).all():
            raise ModelUnavailable(f"{self.identity} gives no vector for each text", model=self.identity)
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
