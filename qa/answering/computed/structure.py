"""A document's sentences and headings with the place of each: its own page, and the headings above it."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cached_property

from qa.answering.quotes import Evidence
from vectorstore import Hit, Passage, SourceText, Span
from vectorstore.types import Block


@dataclass(frozen=True, slots=True)
class PlacedSentence:
    """A sentence with its passage and the headings that it stands under."""

    passage: Passage
    span: Span
    headings: tuple[str, ...]


@dataclass(frozen=True)
class Structure:
    """A document as it is looked through."""

    source: SourceText

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self.source.blocks]

    def block_at(self, offset: int) -> Block | None:
        """The block in which a character stands."""
        at = bisect_right(self._starts, offset) - 1
        block = self.source.blocks[at] if at >= 0 else None
        return block if block and offset < block.end else None

    def headings_above(self, offset: int) -> tuple[str, ...]:
        """The headings that a character stands under, outermost first."""
        block = self.block_at(offset)
        return block.headings if block else ()

    def headings_within(self, start: int, end: int) -> list[Span]:
        """The headings that begin in a stretch of the text."""
        blocks = self.source.blocks[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [Span(block.start, block.end) for block in blocks if block.is_heading]

    def is_header(self, span: Span) -> bool:
        """Whether a stretch is the header of the table rows below it."""
        after = self.source.blocks[bisect_left(self._starts, span.end) :][:1]
        return bool(after and after[0].header) and after[0].header.split() == self.text(span).split()

    def quote(self, hit: Hit, span: Span) -> Evidence:
        """A stretch of a passage as evidence, with its own page and heading."""
        headings = self.headings_above(span.start)
        own = replace(
            hit.passage,
            page=self.source.page_at(span.start),
            heading=headings[-1] if headings else hit.passage.heading,
        )
        return Evidence(replace(hit, passage=own), span.start, span.end, self.text(span), 1.0)

    def text(self, span: Span) -> str:
        """The exact characters."""
        return self.source.text[span.start : span.end]
