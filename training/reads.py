"""Questions of the evaluation with the model's readings of their hits."""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.cases import FOUND, READ, Case
from vectorstore import Span
from vectorstore.reader import EvidenceModel, Reading


@dataclass(frozen=True, slots=True)
class Read:
    """A case with the readings of the hits that were read, in the order of the hits."""

    case: Case
    readings: tuple[Reading, ...]

    def places(self, gone: bool = False) -> list[int]:
        """Which hits the product would read for an answer, with the paragraph or without it."""
        kept = self.case.outside() if gone else list(self.case.hits)
        keys = {id(hit): i for i, hit in enumerate(self.case.hits)}
        return [i for hit in kept if (i := keys[id(hit)]) < len(self.readings)][:READ]

    def right(self, place: int) -> bool:
        """Whether a hit overlaps the gold."""
        hit = self.case.hits[place]
        span = Span(hit.passage.start, hit.passage.end)
        return hit.source == self.case.document and any(span.overlap(gold) for gold in self.case.gold)


def readings(model: EvidenceModel, chosen: Sequence[Case], kept: Path) -> list[Read]:
    """The model's readings of each case: all hits of the chunking study, twice what is read for an answer elsewhere."""
    if kept.exists():
        found: list[Read] = pickle.loads(kept.read_bytes())
        return found
    made = []
    for case in chosen:
        depth = FOUND if case.kind == "chunking" else 2 * READ if case.gold else READ
        hits = case.hits[:depth]
        made.append(Read(case, tuple(model.read(case.question, [hit.passage for hit in hits]))))
    kept.write_bytes(pickle.dumps(made))
    return made
