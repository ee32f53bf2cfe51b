"""Where a quote stands: the page of its first character and the heading above it, not those of its passage."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from qa.answering.quotes import Evidence
from vectorstore import Library, SourceText


def placed(library: Library, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The evidence with its own pages and headings; a passage of a document without pages has one heading."""
    return tuple(_placed(library, piece) if piece.hit.passage.page is not None else piece for piece in evidence)


def _placed(library: Library, piece: Evidence) -> Evidence:
    source = library.source(piece.hit.source, piece.hit.collection)
    return replace(piece, page=source.page_at(piece.start), heading=heading_at(source, piece.start))


def heading_at(source: SourceText, offset: int) -> str:
    """The innermost heading above a character."""
    at = bisect_right(source.blocks, offset, key=lambda block: block.start) - 1
    headings = source.blocks[at].headings if at >= 0 else ()
    return headings[-1] if headings else ""
