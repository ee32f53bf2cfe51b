"""Tables: every format gives a grid in which each cell knows its column, and says exactly its characters."""

import io

import pytest
from docx import Document
from openpyxl import Workbook

from vectorstore.parsing.builder import TextBuilder
from vectorstore.parsing.formats import markdown
from vectorstore.parsing.formats.html import parser as html
from vectorstore.parsing.formats.pdf import parser as pdf_parser
from vectorstore.parsing.formats.spreadsheet import parser as spreadsheet
from vectorstore.parsing.formats.word import parser as word
from vectorstore.parsing.grid import plain
from vectorstore.parsing.sandbox.wire import from_line, to_line


def saved(file):
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def grids(source):
    """The columns and the rows of each table, as text."""
    for table in source.tables:
        for row in table.rows:
            assert all(0 <= cell.start <= cell.end <= len(source.text) for cell in row.cells)
            assert len(row.cells) == len(table.columns)
    return [
        (list(table.columns), [[source.text[cell.start : cell.end] for cell in row.cells] for row in table.rows])
        for table in source.tables
    ]


BERTHS = (["Quay", "Day: from", "Day: to", "Night: from", "Night: to"],
          [["West", "06:00", "18:00", "18:30", "05:30"], ["East", "shut", "shut", "19:00", "04:00"]])  # fmt: skip


def test_html_cells_that_cover_several_places_stand_in_each():
    source = html.parse(
        b"<table><tr><th rowspan=2>Quay<th colspan=2>Day<th colspan=2>Night<tr><th>from<th>to<th>from<th>to"
        b"<tr><td>West<td>06:00<td>18:00<td>18:30<td>05:30<tr><td>East<td colspan=2>shut<td>19:00<td>04:00</table>"
        b"<table><tr><th>Pier<th>Berth<th>Depth<tr><td rowspan=2>Long<td>1<td>4 m<tr><td>2<td>5 m</table>",
        "stem",
    )
    assert grids(source) == [
        BERTHS,
        (["Pier", "Berth", "Depth"], [["Long", "1", "4 m"], ["Long", "2", "5 m"]]),
    ]
    assert source.text.endswith("Long | 1 | 4 m\n2 | 5 m")
    assert source.blocks[-1].header == "Pier | Berth | Depth"


@pytest.mark.parametrize("span", ["0", "-1", "many", "99999999999"])
def test_a_span_that_makes_no_sense_takes_no_memory(span):
    source = html.parse(f"<table><tr><td rowspan={span} colspan={span}>a<td>b<tr><td>c</table>".encode(), "stem")
    assert source.text == "a | b\nc"


def test_docx_merged_cells_stand_in_each_place():
    document = Document()
    table = document.add_table(4, 5)
    for row, values in zip(
        table.rows,
        [["Quay", "Day", "", "Night", ""], ["", "from", "to", "from", "to"],
         ["West", "06:00", "18:00", "18:30", "05:30"], ["East", "shut", "", "19:00", "04:00"]],
        strict=True,
    ):  # fmt: skip
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    for (row, column), (last_row, last_column) in [((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (0, 4)),
                                                   ((3, 1), (3, 2))]:  # fmt: skip
        table.cell(row, column).merge(table.cell(last_row, last_column))
    assert grids(word.parse(saved(document), "stem")) == [BERTHS]


def test_xlsx_merged_cells_and_values_that_are_missing():
    workbook = Workbook()
    sheet = workbook.active
    for row in [["Berths of 2031"], ["Quay", "Day", None, "Night", None], [None, "from", "to", "from", "to"],
                ["West", "06:00", "18:00", "18:30", "05:30"], ["East", "shut", None, "19:00", "04:00"],
                ["North", "=A1", "20:00", "21:00", "03:00"]]:  # fmt: skip
        sheet.append(row)
    for area in ("A1:E1", "B2:C2", "D2:E2", "A2:A3", "B5:C5"):
        sheet.merge_cells(area)
    source = spreadsheet.parse(saved(workbook), "stem")
    columns, rows = BERTHS
    assert grids(source) == [(columns, [*rows, ["North", "", "20:00", "21:00", "03:00"]])]
    assert [cell.is_missing for cell in source.tables[0].rows[2].cells] == [False, True, False, False, False]


def test_markdown_cells_are_what_they_say():
    text = "| Knot | Use |\n|---|---|\n| **Bowline** | a loop \\| a *rescue* |\n|  | `x` |\n| Hitch |\n"
    source = markdown.parse(f"{text}\n> | A | B |\n> |---|---|\n> | 1 | 2 |\n".encode(), "stem")
    assert grids(source) == [
        (["Knot", "Use"], [["Bowline", "a loop \\| a *rescue*"], ["", "x"], ["Hitch", ""]]),
        (["A", "B"], [["1", "2"]]),
    ]
    assert [source.text[row.start : row.end] for row in source.tables[1].rows] == ["1 | 2"]


def test_a_row_of_groups_without_merged_cells():
    draft = TextBuilder()
    draft.table([plain(row) for row in [["", "Day", "", "Night", ""], ["Quay", "from", "to", "from", "to"],
                                        ["West", "06:00", "18:00", "18:30", "05:30"]]])  # fmt: skip
    assert grids(draft.finish("x")) == [(BERTHS[0], [["West", "06:00", "18:00", "18:30", "05:30"]])]


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ([["Route", "Cars", "Vans"], ["Skye", "7", "9"]], ["Route", "Cars", "Vans"]),
        ([["Prices of the year", "", ""], ["Route", "Cars", "Vans"], ["Skye", "7", "9"]], ["Route", "Cars", "Vans"]),
        ([["Name", "Task", "Team"], ["Ada", "cook", "red"], ["Bo", "", "blue"]], ["Name", "Task", "Team"]),
        ([["", "2029", "2030"], ["Rain", "7", "9"]], ["", "2029", "2030"]),
        ([["Lamps", "Cost"], ["Mast", "7"], ["Deck", "9 or more"]], ["Lamps", "Cost"]),
        ([["Order", "A-17"], ["Date", "3 May"]], ["", ""]),
        ([["Owner", "Ada"], ["Keeper", "Bo"]], ["", ""]),
    ],
)
def test_which_row_names_the_columns(rows, columns):
    draft = TextBuilder()
    draft.table([plain(row) for row in rows])
    assert [list(table.columns) for table in draft.finish("x").tables] == [columns]


X = (60, 180, 330, 430)
BOATS = ["Boat", "Kind", "Length", "Rate"]
ABOUT = (60, 60, "The boats of the club are listed here with what they cost a day, as agreed.", "Helvetica", 10)


def drawn(top, *cells):
    return [(x, top, cell, "Helvetica", 10) for x, cell in zip(X, cells, strict=True) if cell]


def test_pdf_cells_that_are_wrapped_are_one(pdf):
    page = [ABOUT, *drawn(100, *BOATS), *drawn(124, "Petrel", "open rowing boat for", "4 m", "12 EUR")]
    page += [*drawn(136, "", "four people", "", ""), *drawn(160, "Dunlin", "dinghy", "", "9 EUR")]
    page += [*drawn(184, "Garnet and", "sloop", "7 m", "40 EUR"), *drawn(196, "sister", "", "", "")]
    page += [*drawn(220, "Teal", "canoe", "5 m", "8 EUR"), (60, 260, "Boats are returned at dusk.", "Helvetica", 10)]
    source = pdf_parser.parse(pdf(page), "stem")
    assert grids(source) == [
        (
            BOATS,
            [["Petrel", "open rowing boat for four people", "4 m", "12 EUR"], ["Dunlin", "dinghy", "", "9 EUR"],
             ["Garnet and sister", "sloop", "7 m", "40 EUR"], ["Teal", "canoe", "5 m", "8 EUR"]],
        )
    ]  # fmt: skip
    assert source.text.endswith("\n\nBoats are returned at dusk.")


@pytest.mark.parametrize("repeated", [False, True])
def test_pdf_tables_go_on_over_pages_under_their_heads(pdf, repeated):
    first = [drawn(124 + 20 * n, f"Petrel {n}", "dinghy", f"{n} m", f"{n} EUR") for n in range(4)]
    second = [drawn(80 + 20 * n, f"Teal {n}", "canoe", f"{n} m", f"{n} EUR") for n in range(3)]
    pages = [[[ABOUT], drawn(100, *BOATS), *first], [drawn(60, *BOATS) if repeated else [], *second]]
    source = pdf_parser.parse(pdf(*([text for line in page for text in line] for page in pages)), "stem")
    ((columns, rows),) = grids(source)
    assert columns == BOATS and [row[0] for row in rows] == [*(f"Petrel {n}" for n in range(4)), "Teal 0", "Teal 1",
                                                             "Teal 2"]  # fmt: skip
    assert {block.header for block in source.blocks[-3:]} == {" | ".join(BOATS)}


def test_pdf_blocks_with_other_columns_are_tables_of_their_own(pdf):
    def fields(top, left, right):
        return [(60, top, left, "Helvetica", 10), (160, top, right, "Helvetica", 10)]

    page = [ABOUT, *fields(100, "Order no.", "R-5512"), *fields(114, "Due date", "3 May 2031")]
    page += [
        *drawn(128, *BOATS),
        *drawn(142, "Petrel", "dinghy", "4 m", "12 EUR"),
        *drawn(156, "", "", "Sum", "12 EUR"),
    ]
    assert grids(pdf_parser.parse(pdf(page), "stem")) == [
        (["", ""], [["Order no.", "R-5512"], ["Due date", "3 May 2031"]]),
        (BOATS, [["Petrel", "dinghy", "4 m", "12 EUR"], ["", "", "Sum", "12 EUR"]]),
    ]


def test_tables_pass_between_processes():
    source = html.parse(b"<table><tr><th>Pier<th>Depth<tr><td rowspan=2>Long<td>4 m<tr><td>5 m</table>", "stem")
    workbook = Workbook()
    for row in (["Item", "Cost"], ["Rope", 7], ["Sum", "=B2"]):
        workbook.active.append(row)
    for read in (source, spreadsheet.parse(saved(workbook), "stem")):
        assert read.tables and from_line(to_line(read)) == read
