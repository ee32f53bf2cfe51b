"""Who reads passages for a question: our own evidence model, another model, or nobody."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from vectorstore.types import Passage, RerankResult

DEFAULT_RERANKER = "footnote"
NO_RERANKER = "none"


@runtime_checkable  # pydantic checks it where a retriever carries one
class Reranker(Protocol):
    """Says of passages how well, and where, each answers a question."""

    identity: str
    """Which reader this is, for what is fitted to it."""
    fusion_weight: float | None
    """How much search's score counts beside its relevance; None where nobody knows, and both count the same."""

    def rerank(self, question: str, passages: Sequence[Passage]) -> list[RerankResult]:
        """One reading for each passage, in order. Raises ModelUnavailable."""
        ...


def named_reranker(name: str = DEFAULT_RERANKER) -> Reranker | None:
    """The reader of a name: `footnote`, `none`, or a model by name or folder; nothing is loaded yet."""
    if name == NO_RERANKER:
        return None
    from vectorstore.models.evidence.model import FOLDER, SHA256, EvidenceModel

    if name == DEFAULT_RERANKER:
        return EvidenceModel(FOLDER, SHA256)
    folder = Path(name)
    if (folder / "model.safetensors").is_file() and _is_ours(folder / "model.safetensors"):
        return EvidenceModel(folder, "")
    from vectorstore.models.cross_encoder import PretrainedReranker

    return PretrainedReranker(name)


def _is_ours(weights: Path) -> bool:
    """Whether weights are those of an evidence model, such as one trained on one's own pairs."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(weights, "np") as file:
            return {"relevance.weight", "span.weight", "pool.weight"} <= set(file.keys())
    except SafetensorError:  # a damaged file is nobody's: whoever loads it says so
        return False
