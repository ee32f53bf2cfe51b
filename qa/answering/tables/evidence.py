"""What tables say as evidence: the row of the cell that is asked for, and rows of which no cell is."""

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.quotes import Evidence
from qa.answering.tables.grids import FoundTable
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


def cell_evidence(library: Library, found: FoundTable, row: Row, column: int, hits: Sequence[Hit]) -> Evidence:
    """The row of a cell as evidence, from the row in which the cell begins, which may be one above."""
    cell = row.cells[column]
    start = min(row.start, cell.start)
    rows = [one for one in found.table.rows if start < one.end and one.start <= row.start]
    evidence = rows_evidence(library, found, rows, hits)
    if cell.start == cell.end:
        return evidence
    place = len(rows) - 1, column
    return replace(evidence, short=Span(cell.start, cell.end), table=cited(found, rows, place))


def rows_evidence(library: Library, found: FoundTable, rows: Sequence[Row], hits: Sequence[Hit]) -> Evidence:
    """Rows that stand one below the other as evidence."""
    start, end = rows[0].start, rows[-1].end
    hit = _hit_at(library, found, rows[-1].start, hits)
    return Evidence(hit, start, end, found.text[start:end], 1.0, table=cited(found, rows))


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
