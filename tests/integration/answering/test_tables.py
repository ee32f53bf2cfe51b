"""Questions about tables get the one cell, or none."""

import pytest
from openpyxl import Workbook

from qa import Service, Settings
from qa.answering.tables.grids import FoundTable
from qa.answering.tables.lookup import look_up
from qa.cli.output import answer_pieces
from qa.types import CitedTable
from qa.web.views.export import markdown
from vectorstore import Hit, Library, Passage, SentenceEmbedder
from vectorstore.parsing.formats.html.parser import parse

LAMPS = """# Lamps of the harbour

| Lamp | Colour | Reach | Serviced | Serial no. |
|---|---|---|---|---|
| North mole | green | 9 nm | 2031-05-04 | 0071-A |
| South mole | red | 7 nm | 2030-11-30 | 0088-C |
| Crane pier | white | 12 nm | 2029-02-17 | 0090-B |
"""
FUNDS = [["Fund", "Budget 2031"], ["Paint", 340], ["Ropes", 125], ["Total", "=SUM(B2:B3)"]]
HUTS = b"""<title>Huts</title><h1>Huts of the ridge</h1>
<table><tr><th rowspan=2>Valley<th rowspan=2>Hut<th rowspan=2>Beds<th colspan=2>Summer<th colspan=2>Winter
<tr><th>opens<th>closes<th>opens<th>closes
<tr><td rowspan=2>Upper<td>Larkspur<td>14<td>May<td>October<td>December<td>March
<tr><td>Gentian<td>30<td>June<td>September<td colspan=2>shut
<tr><td>Lower<td>Arnica<td>8<td>April<td>November<td>January<td></table>"""
RATES = b"""<h1>Moorings</h1><table><tr><th>Code<th>Mooring<th>Day rate (EUR)<th>Night rate (EUR)<th>Remark
<tr><td>M1<td>Long buoy<td>12.00<td>9.50<td>Night rate from 20:00
<tr><td>M2<td>Quay wall<td>18.00<td>14.00<td></table>"""
ORDERS = b"""<h1>Orders</h1><table><tr><th>Pos.<th>Article<th>Qty<th>Unit price
<tr><td>1<td>Rope, hemp, 20 m<td>12<td>31.50<tr><td>2<td>Pulley, oak<td>4<td>17.25</table>
<table><tr><td>Customer no.<td>C-1180<tr><td>Harbour master<td>Wren Alder</table>"""

BADGES = b"""<h1>Badges</h1><table><tr><th>Badge<th>Worn by<th>Where the wearer may go
<tr><td>Red<td>Guests at a regatta<td>Boathouse, with a steward
<tr><td>Blue<td>Crews<td>Boathouse and slipway</table>"""


@pytest.fixture(scope="module")
def found() -> list[FoundTable]:
    tables = []
    for name, data in {"huts.html": HUTS, "orders.html": ORDERS, "rates.html": RATES, "badges.html": BADGES}.items():
        source = parse(data, "stem")
        for table in source.tables:
            passage = Passage("", "", table.start, table.end, "", "", source.title, None, ())
            tables.append(FoundTable(Hit(passage, name, source.title, "default", 1.0), table, source.text))
    return tables


@pytest.mark.parametrize(
    ("question", "cell"),
    [
        ("How many beds has Gentian?", "30"),
        ("When does the Larkspur hut close in winter?", "March"),
        ("When does the Gentian hut open in winter?", "shut"),
        ("Which valley does the Gentian hut belong to?", "Upper"),
        ("Which hut has 8 beds?", "Arnica"),
        ("Which hut closes in October in summer?", "Larkspur"),
        ("When does the Larkspur hut close?", None),
        ("When does the Arnica hut close in winter?", ""),
        ("Who is the owner of Larkspur?", None),
        ("How many beds has the Bluebell hut?", None),
        ("What is the unit price of the pulley?", "17.25"),
        ("What is the quantity of hemp rope?", "12"),
        ("How many pulleys were ordered?", "4"),
        ("What is the customer number?", "C-1180"),
        ("Who is the harbour master?", "Wren Alder"),
        ("What is the night rate of the Long buoy?", "9.50"),
        ("How many boats can lie at the Quay wall at the day rate?", None),
        ("How many kilos does the oak pulley weigh?", None),
        ("What should I wear at a regatta?", None),
    ],
)
def test_the_cell_that_is_asked_for(
    found: list[FoundTable], embedder: SentenceEmbedder, question: str, cell: str | None
) -> None:
    answer = look_up(embedder, question, found)
    assert (answer and answer.found.said(answer.cell)) == cell


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Service:
    folder = tmp_path_factory.mktemp("harbour")
    (folder / "docs").mkdir()
    (folder / "docs" / "lamps.md").write_text(LAMPS)
    (folder / "docs" / "huts.html").write_bytes(HUTS)
    workbook = Workbook()
    for row in FUNDS:
        workbook.active.append(row)
    workbook.active.title = "Funds of the harbour"
    workbook.save(folder / "docs" / "funds.xlsx")
    service = Service.open(Settings(store=folder / "store"))
    service.library.sync(folder / "docs")
    return service


@pytest.mark.parametrize(
    ("question", "short", "quote"),
    [
        ("What is the reach of the Crane pier?", "12 nm", "Crane pier | white | 12 nm | 2029-02-17 | 0090-B"),
        ("What is the serial number of the South mole?", "0088-C", "South mole | red | 7 nm | 2030-11-30 | 0088-C"),
        ("Which lamp was serviced on 4 May 2031?", "North mole", "North mole | green | 9 nm | 2031-05-04 | 0071-A"),
        ("How many beds has Larkspur?", "14", "Upper | Larkspur | 14 | May | October | December | March"),
    ],
)
def test_the_cell_is_the_short_answer_of_its_row(harbour: Service, question: str, short: str, quote: str) -> None:
    answer = harbour.ask(question)
    (citation,) = answer.citations
    assert (answer.short, citation.quote) == (short, quote) and citation.short
    text = harbour.library.text(citation.document)
    assert text[citation.start : citation.end] == quote and text[citation.short.start : citation.short.end] == short
    assert answer.text.startswith(f"{short} [1]")


def test_a_cell_that_begins_in_a_row_above_is_quoted_from_there(harbour: Service) -> None:
    answer = harbour.ask("Which valley is the Gentian hut in?")
    assert answer.short == "Upper" and answer.citations[0].quote.startswith("Upper | Larkspur")
    assert "\nGentian | 30" in answer.citations[0].quote


def test_a_value_that_the_file_does_not_hold_is_not_answered(harbour: Service) -> None:
    assert harbour.ask("How much is there in the fund for ropes?").short == "125"
    answer = harbour.ask("What is the total of the harbour funds?")
    assert answer.refused and answer.short is None


def test_a_figure_over_a_column_is_computed_with_its_rows_cited(harbour: Service) -> None:
    answer = harbour.ask("Which hut has the most beds?")
    assert (answer.short, answer.note, answer.verdict) == ("Gentian", "Compared: Beds, 3 rows.", "answered")
    assert answer.citations[0].quote.endswith("Gentian | 30 | June | September | shut") and answer.citations[0].table
    answer = harbour.ask("How many beds are there in total in the huts?")
    assert (answer.short, answer.note) == ("52", "Added up: Beds, 3 rows.")
    text = harbour.library.text("huts.html")
    (citation,) = answer.citations
    assert text[citation.start : citation.end] == citation.quote and citation.quote.count("\n") == 2
    assert harbour.ask("What is the sum of the harbour funds?").short == "465"  # without the row of the total


def test_a_row_is_shown_as_a_table(harbour: Service) -> None:
    answer = harbour.ask("What is the reach of the Crane pier?")
    assert answer.citations[0].table == CitedTable(
        columns=("Lamp", "Colour", "Reach", "Serviced", "Serial no."),
        rows=(("Crane pier", "white", "12 nm", "2029-02-17", "0090-B"),),
        cell=(0, 2),
    )
    assert "| Crane pier | white | **12 nm** | 2029-02-17 | 0090-B |\n\n[^1]" in markdown(answer)
    assert "\\|" not in markdown(answer) and "| Lamp | Colour | Reach |" in markdown(answer)
    printed = list(answer_pieces(answer))
    assert printed.count(("12 nm", True)) == 2  # before the row, and in it
    lines = "".join(text for text, _ in printed).splitlines()
    head, rule, row = lines[2:5]
    assert [line.index(word) for line, word in ((head, "Reach"), (row, "12 nm"))] == [rule.index(" -----  ") + 1] * 2


def test_no_cell_stands_in_bold_where_no_column_fits(harbour: Service) -> None:
    for question in ("Who painted the Crane pier lamp?", "What is the price of the South mole lamp?"):
        answer = harbour.ask(question)
        assert answer.short is None


def test_the_library_gives_the_tables_of_a_document(harbour: Service) -> None:
    library: Library = harbour.library
    (table,) = library.tables("lamps.md")
    assert library.text("lamps.md")[table.start : table.end].startswith("| Lamp | Colour")
    assert table.columns == ("Lamp", "Colour", "Reach", "Serviced", "Serial no.")
    assert [library.text("lamps.md")[row.start : row.end].split(" | ")[0] for row in table.rows] == [
        "North mole", "South mole", "Crane pier"
    ]  # fmt: skip
