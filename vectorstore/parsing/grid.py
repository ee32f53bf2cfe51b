"""A table as its file has it becomes a grid, in which a cell stands in every place that it covers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDEST = 1000  # columns that one cell covers, as browsers have it


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as its file has it; one whose place another cell covers is empty."""

    text: str
    column: int
    """Counted from 0, of all columns of the table."""
    width: int = 1
    height: int = 1
    is_missing: bool = False
    """Whether the file has no value where one belongs."""


Grid = list[list[GridCell | None]]
"""Rows of as many places as the table has columns; None where nothing stands."""


def plain(cells: Iterable[str]) -> list[GridCell]:
    """A row of cells side by side."""
    return [GridCell(text, column) for column, text in enumerate(cells)]


def grid(rows: Sequence[Sequence[GridCell]]) -> Grid:
    """The rows with every place filled that a cell covers."""
    columns = max((cell.column + min(cell.width, WIDEST) for row in rows for cell in row), default=0)
    places: Grid = [[None] * columns for _ in rows]
    for number, row in enumerate(rows):
        for cell in row:
            for line in places[number : number + cell.height]:
                for column in range(cell.column, min(cell.column + cell.width, columns)):
                    if line[column] is None:
                        line[column] = cell
    return places


def text_of(cell: GridCell | None) -> str:
    """What a place shows."""
    return cell.text.strip() if cell else ""
