"""XLSX: every cell as it is displayed, a row a block, under its sheet's name."""

import io
import zipfile
from collections.abc import Iterator, Sequence

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from vectorstore.parsing.builder import TextBuilder
from vectorstore.parsing.formats.ooxml_strict import transitional
from vectorstore.parsing.formats.spreadsheet.number_format import displayed
from vectorstore.parsing.headers import header_of
from vectorstore.types import SourceText

Row = list[str]


def parse(data: bytes, stem: str) -> SourceText:
    """The text of a workbook."""
    data = transitional(data)
    workbook = load_workbook(io.BytesIO(data), data_only=True)
    draft = TextBuilder()
    for sheet in workbook.worksheets:
        if sheet.sheet_state == "visible":
            _add(draft, sheet)
    draft.notes += _notes(workbook, data)
    return draft.finish((workbook.properties.title or "").strip() or stem)


def _add(draft: TextBuilder, sheet: Worksheet) -> None:
    """Adds a sheet: its name as a heading, its rows as tables that blank rows part."""
    tables = list(_tables(sheet))
    if not tables:
        return
    draft.heading(sheet.title, 1)
    header: Sequence[str] | None = None
    for table in tables:
        # A part of a sheet without names of its own is read by those above it.
        header = header_of(table) or header
        draft.table(table, header)


def _tables(sheet: Worksheet) -> Iterator[list[Row]]:
    """The shown rows that follow one another without a blank one, each as wide as the sheet's filled columns."""
    rows = _filled(sheet)
    columns = sorted({column for cells in rows.values() for column in cells})
    table: list[Row] = []
    last = 0
    for number, cells in sorted(rows.items()):
        blank = (row for row in range(last + 1, number) if not _is_hidden(sheet, row))
        if table and next(blank, None) is not None:
            yield table
            table = []
        table.append([cells.get(column, "") for column in columns])
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


def _notes(workbook: Workbook, data: bytes) -> Iterator[str]:
    """What a reader of the text does not see."""
    hidden = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state != "visible"]
    if hidden:
        yield f"left out hidden sheets: {', '.join(hidden)}"
    for sheet in workbook.worksheets:
        rows = sum(dimension.hidden for number, dimension in sheet.row_dimensions.items() if number <= sheet.max_row)
        columns = len(_hidden_columns(sheet))
        if sheet.title not in hidden and (rows or columns):
            yield f"left out hidden rows ({rows}) and columns ({columns}) of sheet {sheet.title}"
    missing = _without_value(workbook, data)
    if missing:
        yield f"{missing:,} formulas have no stored value: open the file in a spreadsheet program and save it again"


def _without_value(workbook: Workbook, data: bytes) -> int:
    """How many formulas have no result in the file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if not any(b"<f" in archive.read(name) for name in archive.namelist() if "worksheets/" in name):
            return 0
    formulas = load_workbook(io.BytesIO(data), read_only=True)
    try:
        return sum(
            cell.data_type == "f" and workbook[sheet.title].cell(cell.row, cell.column).value is None
            for sheet in formulas.worksheets
            if workbook[sheet.title].sheet_state == "visible"
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        )
    finally:
        formulas.close()
