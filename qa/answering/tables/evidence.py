"""What tables say as evidence: the row of the cell that is asked for, and rows of which no cell is."""

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.quotes import Evidence
from qa.answering.tables.grids import FoundTable
from qa.answering.tables.lookup import TableAnswer
from qa.types import CitedTable
from vectorstore import Hit, Library, Passage, Row, Span


def marked_rows(tables: Sequence[FoundTable], evidence: Sequence[Evidence]) -> list[Evidence]:
    """The evidence in which rows of tables are marked, without what the reader took for the answer in them.

    Heads of columns are no evidence beside anything else.
    """
    rows = {(found.hit.source, row.start): (found, row) for found in tables for row in found.table.rows}
    heads = [(found.hit.source, found.table.start, found.table.rows[0].start) for found in tables]
    marked: list[Evidence] = []
    for piece in evidence:
        place = rows.get((piece.hit.source, piece.start))
        if place:
            marked.append(replace(piece, short=None, table=cited(place[0], [place[1]])))
        elif not any(source == piece.hit.source and start <= piece.start < end for source, start, end in heads):
            marked.append(piece)
    return marked or [replace(piece, short=None) for piece in evidence]


def evidence_of(library: Library, answer: TableAnswer, hits: Sequence[Hit]) -> Evidence:
    """The row of a cell as evidence, from where the cell begins, which may be in a row above."""
    cell, row, found = answer.cell, answer.row, answer.found
    start = min(row.start, cell.start)
    rows = [one for one in found.table.rows if start < one.end and one.start <= row.start]
    start = rows[0].start
    is_said = cell.start < cell.end
    table = cited(found, rows, (len(rows) - 1, answer.column) if is_said else None)
    short = Span(cell.start, cell.end) if is_said else None
    hit = _hit_at(library, found, row.start, hits)
    return Evidence(hit, start, row.end, found.text[start : row.end], 1.0, short, table=table)


def cited(found: FoundTable, rows: Sequence[Row], cell: tuple[int, int] | None = None) -> CitedTable:
    """Rows of a table as they are shown."""
    said = tuple(tuple(found.said(cell) for cell in row.cells) for row in rows)
    return CitedTable(columns=found.table.columns, rows=said, cell=cell)


def _hit_at(library: Library, found: FoundTable, offset: int, hits: Sequence[Hit]) -> Hit:
    """The passage in which a row stands: one of those found, or another one of the same table."""

    def holds(passage: Passage) -> bool:
        return passage.start <= offset < passage.end

    hit = next((hit for hit in hits if hit.source == found.hit.source and holds(hit.passage)), None)
    if hit is not None:
        return hit
    passages = library.passages(found.hit.source, found.hit.collection)
    return replace(found.hit, passage=next(filter(holds, passages), found.hit.passage), reranked=None)
