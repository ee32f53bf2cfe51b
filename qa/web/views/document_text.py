"""The text of a document, cut into the pieces that the viewer shows in different ways."""

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import Literal, TypedDict

from vectorstore import SourceText

Kind = Literal["text", "heading", "markup", "page"]


class Piece(TypedDict):
    """A stretch of text and how it is shown; a `page` is the number of the page that begins, not part of the text."""

    kind: Kind
    text: str


def pieces(source: SourceText) -> list[Piece]:
    """The pieces of a document; the texts of all but the pages, joined, are the exact text of the document."""
    runs = groupby(_stretches(source), key=lambda piece: piece["kind"])
    return [piece for kind, run in runs for piece in (run if kind == "page" else [_joined(kind, run)])]


def _stretches(source: SourceText) -> Iterator[Piece]:
    """The text between any two neighbouring places where a block or a page begins or ends."""
    edges = {0, len(source.text), *source.pages}
    edges.update(edge for block in source.blocks for edge in (block.start, block.end))
    blocks = {block.start: block for block in source.blocks}
    pages = {start: number for number, start in enumerate(source.pages, 1)}
    block = None
    for start, end in pairwise(sorted(edges)):
        if start in pages:
            yield {"kind": "page", "text": str(pages[start])}
        block = blocks.get(start, block)
        text = source.text[start:end]
        if block and start < block.end:
            yield {"kind": "heading" if block.is_heading else "text", "text": text}
        else:  # between blocks there is white space or markup
            yield {"kind": "markup" if source.blocks and not text.isspace() else "text", "text": text}


def _joined(kind: Kind, run: Iterable[Piece]) -> Piece:
    return {"kind": kind, "text": "".join(piece["text"] for piece in run)}
