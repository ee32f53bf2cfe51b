"""Rows of a table on a terminal: aligned below the heads of their columns, or, where that is too wide, line by line."""

from collections.abc import Iterator

from rich.cells import cell_len

from qa.types import CitedTable

WIDEST = 100  # columns of a terminal
BETWEEN = "  "


def table_pieces(table: CitedTable) -> Iterator[tuple[str, bool]]:
    """The printed rows piece by piece, each with whether it is bold."""
    lines = [table.columns, *table.rows] if any(table.columns) else list(table.rows)
    widths = [max(cell_len(line[column]) for line in lines) for column in range(len(table.columns))]
    if sum(widths) + len(BETWEEN) * (len(widths) - 1) > WIDEST:
        yield from _line_by_line(table)
        return
    if any(table.columns):
        yield BETWEEN.join(map(_padded, table.columns, widths)).rstrip() + "\n", False
        yield BETWEEN.join("-" * width for width in widths) + "\n", False
    for number, row in enumerate(table.rows):
        for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
            if column:
                yield BETWEEN, False
            yield cell, table.cell == (number, column)
            yield " " * (width - cell_len(cell)), False
        yield "\n", False


def _line_by_line(table: CitedTable) -> Iterator[tuple[str, bool]]:
    width = max(map(cell_len, table.columns))
    for number, row in enumerate(table.rows):
        if number:
            yield "\n", False
        for column, (head, cell) in enumerate(zip(table.columns, row, strict=True)):
            yield _padded(head, width) + BETWEEN, False
            yield cell, table.cell == (number, column)
            yield "\n", False


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))
