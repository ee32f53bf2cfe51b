"""A deletion report: what was removed, and the proof that nothing of it is left in the store."""

from dataclasses import dataclass

from vectorstore.storage.records import DeletionProof
from vectorstore.types import Report


@dataclass(frozen=True, slots=True)
class DeletionReport:
    """What was removed, what was searched for afterwards in every file of the store, and what was found."""

    report: Report
    proof: DeletionProof

    @property
    def found(self) -> tuple[str, ...]:
        """Where anything was found; empty is the proof."""
        return self.proof.found
