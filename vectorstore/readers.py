"""Who reads passages for a question: our own evidence model, another model, or nobody."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from vectorstore.passage import Passage, Reading

OWN = "footnote"
NOBODY = "none"


@runtime_checkable  # pydantic checks it where a retriever carries one
class Reader(Protocol):
    """Says of passages how well, and where, each answers a question."""

    identity: str
    """Which reader this is, for what is fitted to it."""
    fused_weight: float | None
    """How much search's score counts beside its relevance; None where nobody knows, and both count the same."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """One reading for each passage, in order. Raises ModelUnavailable."""
        ...


def reader_of(name: str = OWN) -> Reader | None:
    """The reader of a name: `footnote`, `none`, or a model by name or folder; nothing is loaded yet."""
    if name == NOBODY:
        return None
    from vectorstore.reader import FOLDER, SHA256, EvidenceModel

    if name == OWN:
        return EvidenceModel(FOLDER, SHA256)
    folder = Path(name)
    if (folder / "model.safetensors").is_file() and _is_ours(folder / "model.safetensors"):
        return EvidenceModel(folder, "")
    from vectorstore.other_readers import OtherReader

    return OtherReader(name)


def _is_ours(weights: Path) -> bool:
    """Whether weights are those of an evidence model, such as one trained on one's own pairs."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(weights, "np") as file:
            return {"relevance.weight", "span.weight", "pool.weight"} <= set(file.keys())
    except SafetensorError:  # a damaged file is nobody's: whoever loads it says so
        return False
