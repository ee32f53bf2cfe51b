"""The column that an aggregate is over."""

from collections.abc import Sequence

from qa.answering.tables.aggregate.conditions import without_totals
from qa.answering.tables.aggregate.request import Request
from qa.answering.tables.aggregate.values import moments, numbers
from qa.answering.tables.columns import NamedColumn, counts_rows, head_column
from qa.answering.tables.grids import FoundTable
from qa.answering.tables.units import said_by_head
from vectorstore.text.analysis import analyse
from vectorstore.text.identifiers import identifiers


def target_of(found: FoundTable, wanted: Request, named: Sequence[NamedColumn]) -> int | None:
    """The one column that is meant: named by the question, called as what is compared, or the only one of numbers."""
    fitting = [number for number in range(len(found.table.columns)) if _fits(found, number, wanted)]
    by_words = [column for column in named if column.number in fitting]
    best = max(((column.is_whole, len(column.units)) for column in by_words), default=None)
    if best is not None:
        chosen = [column.number for column in by_words if (column.is_whole, len(column.units)) == best]
    elif wanted.called:
        stems = {stem for word in wanted.called for stem in analyse(word)}
        chosen = [number for number in fitting if said_by_head(found.table.columns[number]).stems & stems]
    elif wanted.operation == "sum":
        chosen = fitting
    else:
        chosen = []
    return chosen[0] if len(chosen) == 1 else None


def _fits(found: FoundTable, number: int, wanted: Request) -> bool:
    """Whether the cells of a column have values that can be computed with."""
    if number == head_column(found) or counts_rows(found, number):
        return False
    cells = [found.said(row.cells[number]) for row in without_totals(found, found.table.rows)]
    filled = [cell for cell in cells if cell]
    if numbers(filled) is not None:
        return wanted.operation not in ("sum", "mean") or not all(_is_year(cell) for cell in filled)
    return wanted.operation in ("largest", "smallest") and moments(filled) is not None


def _is_year(cell: str) -> bool:
    return any(one.kind == "year" for one in identifiers(cell))
