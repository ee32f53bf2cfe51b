"""How much of the gold evidence is among the characters returned, and how much else.

As in Chroma's technical report on chunking (Smith and Troynikov 2024), all counts in characters: recall counts
characters that are returned twice once, precision and IoU count them as often as they are returned.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vectorstore import Span

DocumentSpan = tuple[str, Span]
"""A document's name and a span of its text."""


@dataclass(frozen=True, slots=True)
class SpanOverlap:
    """Numbers of characters: of the gold evidence, of what was returned, and of both."""

    gold: int
    returned: int
    common: int

    @property
    def recall(self) -> float:
        """The share of the evidence that was returned; 0 to 1."""
        return self.common / self.gold if self.gold else 0.0

    @property
    def precision(self) -> float:
        """The share of what was returned that is evidence; 0 where nothing was returned."""
        return self.common / self.returned if self.returned else 0.0

    @property
    def iou(self) -> float:
        """Intersection over union, as the report defines it; 0 to 1."""
        union = self.returned + self.gold - self.common
        return self.common / union if union else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of recall and precision."""
        return harmonic_mean(self.precision, self.recall)


def harmonic_mean(precision: float, recall: float) -> float:
    """The harmonic mean of two shares, 0 where one of them is 0."""
    return 2 * precision * recall / (precision + recall) if precision and recall else 0.0


def span_overlap(returned: Sequence[DocumentSpan], gold: Sequence[DocumentSpan]) -> SpanOverlap:
    """Returned spans against the gold evidence."""
    evidence = merge_spans(gold)
    common = merge_spans(
        (name, Span(max(span.start, wanted.start), min(span.end, wanted.end)))
        for name, span in returned
        for other, wanted in evidence
        if name == other and span.overlap(wanted)
    )
    return SpanOverlap(_length(evidence), _length(returned), _length(common))


def merge_spans(spans: Iterable[DocumentSpan]) -> list[DocumentSpan]:
    """The same characters as spans that do not overlap, in order."""
    merged: list[DocumentSpan] = []
    for name, span in sorted(spans, key=lambda item: (item[0], item[1].start, item[1].end)):
        if merged and merged[-1][0] == name and span.start <= merged[-1][1].end:
            merged[-1] = (name, Span(merged[-1][1].start, max(span.end, merged[-1][1].end)))
        else:
            merged.append((name, span))
    return merged


def _length(spans: Iterable[DocumentSpan]) -> int:
    return sum(span.end - span.start for _, span in spans)
