"""XLSX: every value as it is displayed."""

import io
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook

from vectorstore.parsing.formats.spreadsheet import parser
from vectorstore.parsing.formats.spreadsheet.number_format import displayed


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (87, "General", "87"),
        (87.0, "General", "87"),
        (0.1 + 0.2, "General", "0.3"),
        (12345678901234, "General", "12345678901234"),
        (1e-7, "General", "1E-07"),
        (True, "General", "TRUE"),
        ("text", "0.00", "text"),
        ("text", "@", "text"),
        ("x", 'General;General;General;"t: "@', "t: x"),
        (7, "000", "007"),
        (2.5, "0", "3"),
        (0.005, "0.00", "0.01"),
        (-0.001, "0.00", "0.00"),
        (1.5, "#.##", "1.5"),
        (0.25, ".00", ".25"),
        (1234.5, "#,##0.00", "1,234.50"),
        (1234567, '0.0,,"M"', "1.2M"),
        (0.125, "0.0%", "12.5%"),
        (-0.5, "0.0%", "-50.0%"),
        (-1234.5, '"$"#,##0.00_);("$"#,##0.00)', "($1,234.50)"),
        (1234.5, "#,##0.00 [$€-407]", "1,234.50 €"),
        (-2, "[$$-409]#,##0.00", "-$2.00"),
        (0, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)', "-"),
        (5, '0 "pcs"', "5 pcs"),
        (-3, "#,##0;[Red]-#,##0", "-3"),
        (12345, "0.00E+00", "1.23E+04"),
        (1.25, "# ?/?", "1 1/4"),
        (5551234, "[<=9999999]###-####;(###) ###-####", "555-1234"),
        (123456789, "000-00-0000", "123-45-6789"),
        (100, '[>=100]"big";"small"', "big"),
        (datetime(2024, 1, 5), "mm-dd-yy", "2024-01-05"),
        (datetime(2024, 12, 31), "dd.mm.yyyy;@", "31.12.2024"),
        (datetime(2024, 1, 5, 14, 7), "d mmm yyyy h:mm AM/PM", "5 Jan 2024 2:07 PM"),
        (datetime(2024, 3, 1), "[$-407]dddd, d. mmmm yyyy", "Friday, 1. March 2024"),
        (date(2024, 3, 1), "mmm-yy", "Mar-24"),
        (datetime(2024, 3, 1, 1, 2, 3, 450000), "mm:ss.0", "02:03.4"),
        (time(8, 5), "hh:mm", "08:05"),
        (timedelta(hours=30, minutes=5), "[h]:mm:ss", "30:05:00"),
        (None, "0.00", ""),
        (3.5, "nonsense", "3.5"),
    ],
)
def test_a_value_is_shown_in_its_format(value, number_format, shown):
    assert displayed(value, number_format) == shown


def parsed(workbook):
    buffer = io.BytesIO()
    workbook.save(buffer)
    return parser.parse(buffer.getvalue(), "stem")


def test_rows_under_their_sheet_and_header(sound, said, block_of):
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Prices"
    for row in [["Price list"], ["Part", "Price", "Discount"], ["Seal", 286.5, 0.03], [], ["Note", None, "end"]]:
        sheet.append(row)
    sheet["B3"].number_format, sheet["C3"].number_format = "0.00", "0%"
    source = sound(parsed(workbook))
    assert said(source) == ["Prices", "Price list", "Part | Price | Discount", "Seal | 286.50 | 3%", "Note | end"]
    assert source.blocks[0].is_heading
    assert block_of(source, "Seal | 286.50 | 3%").header == "Part | Price | Discount"
    assert block_of(source, "Seal | 286.50 | 3%").headings == ("Prices",)
    assert block_of(source, "Price list").header == ""
    assert "Part | Price | Discount\nSeal | 286.50 | 3%\n\nNote" in source.text


def test_hidden_parts_are_left_out_and_reported():
    workbook = Workbook()
    sheet = workbook.active
    for row in [["a", "b", "c"], ["d", "e", "f"], ["g", "h", "i"]]:
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    workbook.create_sheet("Secret").sheet_state = "hidden"
    workbook["Secret"]["A1"] = "hidden"
    source = parsed(workbook)
    assert source.text == "Sheet\n\na | c\ng | i"
    assert source.notes == ("left out hidden sheets: Secret", "left out hidden rows (1) and columns (1) of sheet Sheet")


def test_a_formula_without_a_stored_value_is_reported():
    workbook = Workbook()
    workbook.active.append(["Sum", "=1+1"])
    assert parsed(workbook).notes[0].startswith("1 formula")


def test_a_cell_in_the_far_corner_costs_nothing():
    workbook = Workbook()
    workbook.active["A1"] = "first"
    workbook.active["XFD1048576"] = "last"
    assert parsed(workbook).text == "Sheet\n\nfirst\n\nlast"
