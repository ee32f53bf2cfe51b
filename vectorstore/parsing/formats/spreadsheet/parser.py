"""XLSX: every cell as it is displayed, a row a block, under its sheet's name."""

import io
import zipfile
from bisect import bisect_right
from collections.abc import Iterator, Set

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from vectorstore.parsing.builder import TextBuilder
from vectorstore.parsing.formats.ooxml_strict import transitional
from vectorstore.parsing.formats.spreadsheet.number_format import displayed
from vectorstore.parsing.grid import GridCell
from vectorstore.parsing.table_heads import Heads
from vectorstore.types import SourceText

Row = list[GridCell]
Place = tuple[int, int]
"""The numbers of a row and a column."""


def parse(data: bytes, stem: str) -> SourceText:
    """The text of a workbook."""
    data = transitional(data)
    workbook = load_workbook(io.BytesIO(data), data_only=True)
    missing = _without_value(workbook, data)
    draft = TextBuilder()
    for sheet in workbook.worksheets:
        if sheet.sheet_state == "visible":
            _add(draft, sheet, missing.get(sheet.title, frozenset()))
    draft.notes += _notes(workbook, sum(map(len, missing.values())))
    return draft.finish((workbook.properties.title or "").strip() or stem)


def _add(draft: TextBuilder, sheet: Worksheet, missing: Set[Place]) -> None:
    """Adds a sheet: its name as a heading, its rows as tables that blank rows part."""
    tables = list(_tables(sheet, missing))
    if not tables:
        return
    draft.heading(sheet.title, 1)
    heads: Heads | None = None
    for table in tables:
        # A part of a sheet without names of its own is read by those above it.
        heads = draft.table(table, carried=heads)


def _tables(sheet: Worksheet, missing: Set[Place]) -> Iterator[list[Row]]:
    """The shown rows that follow one another without a blank one, each as wide as the sheet's filled columns."""
    filled = _filled(sheet)
    columns = sorted({column for cells in filled.values() for column in cells})
    merged = {(area.min_row, area.min_col): area for area in sheet.merged_cells.ranges}
    numbers = sorted(filled)
    table: list[Row] = []
    last = 0
    for at, number in enumerate(numbers):
        blank = (row for row in range(last + 1, number) if not _is_hidden(sheet, row))
        if table and next(blank, None) is not None:
            yield table
            table = []
        row = []
        for position, column in enumerate(columns):
            area = merged.get((number, column))
            width = bisect_right(columns, area.max_col) - position if area else 1
            height = bisect_right(numbers, area.max_row) - at if area else 1
            text = filled[number].get(column, "")
            row.append(GridCell(text, position, width, height, (number, column) in missing))
        table.append(row)
        last = number
    if table:
        yield table


def _filled(sheet: Worksheet) -> dict[int, dict[int, str]]:
    """The texts of the cells that show one, by row and column."""
    hidden = _hidden_columns(sheet)
    rows: dict[int, dict[int, str]] = {}
    # The public iterators walk, and create, all cells up to the last: billions in a sheet with one in its corner.
    for (number, column), cell in sheet._cells.items():
        if cell.value is not None and column not in hidden and not _is_hidden(sheet, number):
            text = " ".join(displayed(cell.value, cell.number_format).split())
            if text:
                rows.setdefault(number, {})[column] = text
    return rows


def _is_hidden(sheet: Worksheet, row: int) -> bool:
    """Whether a row is hidden."""
    return row in sheet.row_dimensions and bool(sheet.row_dimensions[row].hidden)


def _hidden_columns(sheet: Worksheet) -> frozenset[int]:
    """The numbers of the hidden columns."""
    return frozenset(
        number
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for number in range(dimension.min, min(dimension.max, sheet.max_column) + 1)
    )


def _notes(workbook: Workbook, missing: int) -> Iterator[str]:
    """What a reader of the text does not see."""
    hidden = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state != "visible"]
    if hidden:
        yield f"left out hidden sheets: {', '.join(hidden)}"
    for sheet in workbook.worksheets:
        rows = sum(dimension.hidden for number, dimension in sheet.row_dimensions.items() if number <= sheet.max_row)
        columns = len(_hidden_columns(sheet))
        if sheet.title not in hidden and (rows or columns):
            yield f"left out hidden rows ({rows}) and columns ({columns}) of sheet {sheet.title}"
    if missing:
        yield f"{missing:,} formulas have no stored value: open the file in a spreadsheet program and save it again"


def _without_value(workbook: Workbook, data: bytes) -> dict[str, frozenset[Place]]:
    """The places of formulas that have no result in the file, by visible sheet."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if not any(b"<f" in archive.read(name) for name in archive.namelist() if "worksheets/" in name):
            return {}
    formulas = load_workbook(io.BytesIO(data), read_only=True)
    try:
        return {
            sheet.title: frozenset(
                (cell.row, cell.column)
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
                and cell.data_type == "f"
                and workbook[sheet.title].cell(cell.row, cell.column).value is None
            )
            for sheet in formulas.worksheets
            if workbook[sheet.title].sheet_state == "visible"
        }
    finally:
        formulas.close()
