"""What a sentence introduces with a colon: the code, list, table or paragraph after it, also in the next passage."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

import regex

from qa.answering.quotes import LONGEST_LIST, MARKER, Evidence
from vectorstore import Hit, Library, SourceText
from vectorstore.text.analysis import words
from vectorstore.types import Block

_MARKED = regex.compile(rf"(?:^|\n)[ \t>]*{MARKER}[ \t]+(?:\[[ xX]\][ \t]+)?$")
_MARKER = regex.compile(rf"{MARKER}\s")


def with_introduced(library: Library, evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The evidence, each piece that ends in a colon followed by what it introduces, which is not quoted twice."""
    found: list[Evidence] = []
    for piece in evidence:
        if any(other.hit.source == piece.hit.source and other.start <= piece.start < other.end for other in found):
            continue
        found.append(piece)
        if piece.quote.rstrip().endswith(":") and (after := _introduced(library, piece)):
            found = [other for other in found if not _is_within(other, after)]
            found.append(after)
    return tuple(found)


def _is_within(piece: Evidence, other: Evidence) -> bool:
    return piece.hit.source == other.hit.source and other.start <= piece.start and piece.end <= other.end


def _introduced(library: Library, piece: Evidence) -> Evidence | None:
    hit = piece.hit
    source = library.source(hit.source, hit.collection)
    blocks = _after(source, piece.end)
    if not blocks:
        return None
    start, end = blocks[0].start, blocks[-1].end
    quote = source.text[start:end]
    return Evidence(_hit_at(library, hit, start), start, end, quote, piece.score, is_list="\n" in quote)


def _after(source: SourceText, offset: int) -> list[Block]:
    """The block after an offset; all items of a list, all rows of a table, as far as they are read."""
    at = bisect_left(source.blocks, offset, key=lambda block: block.start)
    found: list[Block] = []
    for block in source.blocks[at:]:
        if block.is_heading or (found and not _continues(source, found[-1], block)):
            break
        if block.end - (found or [block])[0].start > LONGEST_LIST:
            break
        found.append(block)
    return found


def _continues(source: SourceText, before: Block, block: Block) -> bool:
    """Whether two blocks are items of one list, or rows of one table."""
    if before.header or block.header:
        heads = words(source.text[before.start : before.end])
        return block.header != "" and (before.header == block.header or heads == words(block.header))
    return _is_item(source, before) and _is_item(source, block)


def _is_item(source: SourceText, block: Block) -> bool:
    return bool(_MARKED.search(source.text, 0, block.start) or _MARKER.match(source.text, block.start))


def _hit_at(library: Library, hit: Hit, offset: int) -> Hit:
    """The passage in which a character stands."""
    if hit.passage.start <= offset < hit.passage.end:
        return hit
    passages = library.passages(hit.source, hit.collection)
    return replace(hit, passage=next((one for one in passages if one.start <= offset < one.end), hit.passage))
