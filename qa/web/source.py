"""A document becomes the pieces that the viewer sets one after another; together they are its exact text."""

from typing import Literal, TypedDict

from vectorstore import SourceText

Kind = Literal["text", "heading", "page"]


class Piece(TypedDict):
    """A stretch of text and how it is set; a page has no text of its own, only its number."""

    kind: Kind
    text: str


def pieces(source: SourceText) -> list[Piece]:
    """The text cut where headings and pages begin and end: the texts joined, without the pages, are the whole."""
    text = source.text
    headings = [block for block in source.blocks if block.is_heading]
    edges = {0, len(text), *source.pages}
    edges.update(edge for block in headings for edge in (block.start, block.end))
    inside = {block.start: block.end for block in headings}
    pages = {start: number for number, start in enumerate(source.pages, 1)}
    out: list[Piece] = []
    heading_until = 0
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        heading_until = max(heading_until, inside.get(start, 0))
        if start in pages:
            out.append({"kind": "page", "text": str(pages[start])})
        if start < end:
            out.append({"kind": "heading" if start < heading_until else "text", "text": text[start:end]})
    return out
