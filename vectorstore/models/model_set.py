"""The models of a library: one that embeds, and one that reranks or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from vectorstore.models.evidence.model import EvidenceModel
from vectorstore.models.protocols import Embedder, Reranker
from vectorstore.models.reranker import NO_RERANKER
from vectorstore.models.similarity import similarity
from vectorstore.types import Passage

_WARM = Passage("", "", 0, 4, "warm", "", "", None, ())


@dataclass(frozen=True, slots=True)
class ModelSet:
    """What a library finds and reranks passages with; nothing is loaded before it is used."""

    embedder: Embedder
    reranker: Reranker | None

    @property
    def embedding_id(self) -> str:
        """Which embedding model finds passages."""
        return self.embedder.identity

    @property
    def reranker_id(self) -> str:
        """Which model reranks them; `none` where there is none."""
        return self.reranker.identity if self.reranker else NO_RERANKER

    @property
    def has_evidence_scores(self) -> bool:
        """Whether the reranker is the evidence model, whose scores decide which sentences answer."""
        return isinstance(self.reranker, EvidenceModel)

    def load_embedder(self) -> int:
        """Load the embedding model; the dimension of its vectors. Raises ModelUnavailable."""
        self.embedder.token_vectors(["warm", "as a question and its sentences"])
        return int(self.embedder.encode(["warm"]).shape[1])

    def load_reranker(self) -> None:
        """Load the reranker, if there is one; raises ModelUnavailable."""
        if self.reranker:
            self.reranker.rerank("warm", [_WARM])

    def similarity(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text meets a question token by token, -1 to 1, by the embedding model."""
        return similarity(self.embedder, question, texts)
