"""What tables say as evidence: the row of the cell that is asked for, and rows of which no cell is."""

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.quotes import Evidence
from qa.answering.tables.grids import FoundTable
from qa.answering.tables.lookup import TableAnswer
from vectorstore import Hit, Library, Passage, Span


def marked_rows(tables: Sequence[FoundTable], evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence in which rows of tables are marked, without what the reader took for the answer in them."""
    rows = {(found.hit.source, row.start) for found in tables for row in found.table.rows}
    return [
        replace(piece, short=None, is_row=True) if (piece.hit.source, piece.start) in rows else piece
        for piece in evidence
    ]


def evidence_of(library: Library, answer: TableAnswer, hits: Sequence[Hit]) -> Evidence:
    """The row of a cell as evidence, from where the cell begins, which may be in a row above."""
    cell, row, found = answer.cell, answer.row, answer.found
    start = min(row.start, cell.start)
    short = Span(cell.start, cell.end) if cell.start < cell.end else None
    hit = _hit_at(library, found, row.start, hits)
    return Evidence(hit, start, row.end, found.text[start : row.end], 1.0, short, is_row=True)


def _hit_at(library: Library, found: FoundTable, offset: int, hits: Sequence[Hit]) -> Hit:
    """The passage in which a row stands: one of those found, or another one of the same table."""

    def holds(passage: Passage) -> bool:
        return passage.start <= offset < passage.end

    hit = next((hit for hit in hits if hit.source == found.hit.source and holds(hit.passage)), None)
    if hit is not None:
        return hit
    passages = library.passages(found.hit.source, found.hit.collection)
    return replace(found.hit, passage=next(filter(holds, passages), found.hit.passage), reranked=None)
