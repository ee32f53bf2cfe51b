"""Rerankers by name: the evidence model that Footnote ships, another model, or none."""

from pathlib import Path

from vectorstore.errors import ModelUnavailable
from vectorstore.models.protocols import Reranker

DEFAULT_RERANKER = "footnote"
NO_RERANKER = "none"


def reranker_of(chosen: Reranker | str | None) -> Reranker | None:
    """A reranker as it is, or by name: `footnote`, `none`, or a model by name or folder; nothing is loaded yet.

    Raises ModelUnavailable for what cannot rerank.
    """
    if chosen is None or chosen == NO_RERANKER:
        return None
    if isinstance(chosen, str):
        return _named(chosen)
    if isinstance(chosen, type):
        raise ModelUnavailable(f"{chosen.__name__} is a class: give an object of it", model=chosen.__name__)
    if not isinstance(chosen, Reranker) or not isinstance(chosen.identity, str) or not callable(chosen.rerank):
        name = type(chosen).__name__
        raise ModelUnavailable(f"{name} cannot rerank: it lacks `identity`, `fusion_weight` or `rerank`", model=name)
    return chosen


def _named(name: str) -> Reranker:
    from vectorstore.models.evidence.model import FOLDER, SHA256, EvidenceModel

    if name == DEFAULT_RERANKER:
        return EvidenceModel(FOLDER, SHA256)
    folder = Path(name)
    if (folder / "model.safetensors").is_file() and _is_evidence_model(folder / "model.safetensors"):
        return EvidenceModel(folder, "")
    from vectorstore.models.cross_encoder import PretrainedReranker

    return PretrainedReranker(name)


def _is_evidence_model(weights: Path) -> bool:
    """Whether weights are those of an evidence model, such as one trained on one's own pairs."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(weights, "np") as file:
            names = set(file.keys())
    except SafetensorError:  # a damaged file is nobody's: whoever loads it says so
        return False
    return {"relevance.weight", "pool.weight"} <= names and bool({"span.weight", "token.weight"} & names)
