"""Tables in DOCX: rows of cells, some of which cover several places."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from docx.oxml.ns import qn
from lxml.etree import _Element

from vectorstore.parsing.formats.word.text import is_on
from vectorstore.parsing.grid import WIDEST, GridCell


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as the file has it."""

    cells: tuple[_Element, ...]
    before: int
    """How many columns it leaves free before its first cell."""
    is_head: bool
    """Whether the file repeats it on every page, as it does with heads."""


def table_rows(table: _Element) -> Iterator[TableRow]:
    """The rows of a table that were not deleted, without those of the tables in its cells."""
    for row in table.iter(qn("w:tr")):
        if next(row.iterancestors(qn("w:tbl"))) is not table:
            continue
        properties = row.find(qn("w:trPr"))
        if properties is not None and properties.find(qn("w:del")) is not None:
            continue
        head = None if properties is None else properties.find(qn("w:tblHeader"))
        before = None if properties is None else properties.find(qn("w:gridBefore"))
        cells = tuple(cell for cell in row.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tr"))) is row)
        yield TableRow(cells, _number(before, 0), head is not None and is_on(head))


def grid_cells(rows: Sequence[TableRow], text_of: Callable[[_Element], str]) -> list[list[GridCell]]:
    """The cells in their columns; one that goes on below covers the empty ones that stand there in its place."""
    result: list[list[GridCell]] = []
    begun: dict[int, tuple[int, int]] = {}
    """For each column where the cell began, row and position, that may go on in the next row."""
    for number, row in enumerate(rows):
        line: list[GridCell] = []
        column = row.before
        for element in row.cells:
            properties = element.find(qn("w:tcPr"))
            merge = None if properties is None else properties.find(qn("w:vMerge"))
            width = _number(None if properties is None else properties.find(qn("w:gridSpan")), 1)
            goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
            if goes_on and column in begun:
                first, position = begun[column]
                result[first][position] = replace(result[first][position], height=number - first + 1)
            else:
                begun[column] = number, len(line)
            line.append(GridCell(text_of(element), column, width))
            column += width
        result.append(line)
    return result


def _number(element: _Element | None, default: int) -> int:
    """The number that a property gives."""
    given = "" if element is None else element.get(qn("w:val"), "")
    return min(int(given), WIDEST) if given.isascii() and given.isdigit() and int(given) else default
