"""A document becomes the pieces that the viewer sets one after another; together they are its exact text."""

from itertools import groupby, pairwise
from typing import Literal, TypedDict

from vectorstore import SourceText

Kind = Literal["text", "heading", "markup", "page"]


class Piece(TypedDict):
    """A stretch of text and how it is set; a page is only announced: its number is no part of the text."""

    kind: Kind
    text: str


def pieces(source: SourceText) -> list[Piece]:
    """The text, cut where the way it is set changes; all texts but the pages', joined, are the whole."""
    edges = {0, len(source.text), *source.pages}
    edges.update(edge for block in source.blocks for edge in (block.start, block.end))
    starts = {block.start: block for block in source.blocks}
    pages = {start: number for number, start in enumerate(source.pages, 1)}
    set_as: list[tuple[Kind, str]] = []
    block = None
    for start, end in pairwise(sorted(edges)):
        if start in pages:
            set_as.append(("page", str(pages[start])))
        block = starts.get(start, block)
        text = source.text[start:end]
        if block and start < block.end:
            set_as.append(("heading" if block.is_heading else "text", text))
        else:  # between blocks there is white space, or what marks them up
            set_as.append(("markup" if source.blocks and not text.isspace() else "text", text))
    return [
        {"kind": kind, "text": text}
        for kind, run in groupby(set_as, key=lambda piece: piece[0])
        for text in ([text for _, text in run] if kind == "page" else ["".join(text for _, text in run)])
    ]
