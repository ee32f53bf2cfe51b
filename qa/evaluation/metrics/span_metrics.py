"""How much of the evidence is among the characters returned, and how much else.

As in Chroma's technical report on chunking (Smith and Troynikov 2024), all counts in characters: in recall what is
returned twice counts once, in precision and IoU as often as it is read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vectorstore import Span

Place = tuple[str, Span]
"""A document's name and a stretch of its text."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Characters of evidence, of what was returned, and of both."""

    wanted: int
    returned: int
    held: int

    @property
    def recall(self) -> float:
        """The share of the evidence that was returned; 0 to 1."""
        return self.held / self.wanted if self.wanted else 0.0

    @property
    def precision(self) -> float:
        """The share of what was returned that is evidence; 0 where nothing was returned."""
        return self.held / self.returned if self.returned else 0.0

    @property
    def iou(self) -> float:
        """Intersection over union, as the report defines it; 0 to 1."""
        union = self.returned + self.wanted - self.held
        return self.held / union if union else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of recall and precision."""
        return harmonic(self.precision, self.recall)


def harmonic(precision: float, recall: float) -> float:
    """The harmonic mean of two shares, 0 where one is."""
    return 2 * precision * recall / (precision + recall) if precision and recall else 0.0


def overlap(returned: Sequence[Place], wanted: Sequence[Place]) -> Overlap:
    """Returned places against the evidence."""
    evidence = union(wanted)
    both = union(
        (name, Span(max(span.start, gold.start), min(span.end, gold.end)))
        for name, span in returned
        for other, gold in evidence
        if name == other and span.overlap(gold)
    )
    return Overlap(_length(evidence), _length(returned), _length(both))


def union(places: Iterable[Place]) -> list[Place]:
    """The same characters as places that do not overlap, in order."""
    merged: list[Place] = []
    for name, span in sorted(places, key=lambda place: (place[0], place[1].start, place[1].end)):
        if merged and merged[-1][0] == name and span.start <= merged[-1][1].end:
            merged[-1] = (name, Span(merged[-1][1].start, max(span.end, merged[-1][1].end)))
        else:
            merged.append((name, span))
    return merged


def _length(places: Iterable[Place]) -> int:
    return sum(span.end - span.start for _, span in places)
