"""Sums, means, counts and extremes over a column: exact, and not attempted where a word is left."""

import pytest

from qa.answering.tables.aggregate.compute import aggregate
from qa.answering.tables.aggregate.values import numbers
from qa.answering.tables.grids import FoundTable
from vectorstore import Hit, Passage
from vectorstore.parsing.formats.markdown import parse

CABINS = """# Cabins
| Cabin | Berths | Nightly rate | Stove | Built | Warden |
|---|---|---|---|---|---|
| Fern | 4 | 31.50 EUR | yes | 2019-05-01 | Bo |
| Moss | 12 | 88.00 EUR | no | 2003-07-11 | Ada |
| Reed | 6 | 31.50 EUR | yes | 2021-01-30 | Bo |
| Birch | 9 | 1,060.00 EUR | | 1988-12-24 | Ada |
"""
EXPENSES = """# Expenses 2031
| Date | Category | Payee | Amount | Claimed | Ref. |
|---|---|---|---|---|---|
| 2031-01-04 | Repairs | Alder | 120.50 | 3 | 0071 |
| 2031-02-04 | Paint | Wren | 80.00 | | 0072 |
| 2031-03-09 | Repairs | Wren | 1,300.25 | 4 | 0090 |
| 2031-04-09 | Fuel | Alder | 44.75 | 5 | 0093 |
| Total | | | 1,545.50 | 12 | |
"""
TIDES = """# Tides
| Month | Floods | Note |
|---|---|---|
| May | 2 | none |
| June | 3 | one |
| July | 1 | none |
| Summer | 6 | all |
"""


def tables(*texts: str) -> list[FoundTable]:
    found = []
    for text in texts:
        source = parse(text.encode(), "stem")
        for table in source.tables:
            passage = Passage("", "", table.start, table.end, "", "", source.title, None, ())
            found.append(FoundTable(Hit(passage, "a.md", source.title, "default", 1.0), table, source.text))
    return found


@pytest.mark.parametrize(
    ("question", "text", "note"),
    [
        ("Which cabin is the cheapest?", "Fern, Reed", "Compared: Nightly rate, 4 rows"),
        ("How much is the cheapest cabin?", "31.50 EUR", "Compared: Nightly rate, 4 rows"),
        ("Which cabin is the most expensive?", "Birch", "Compared: Nightly rate, 4 rows"),
        ("What is the highest nightly rate?", "1,060.00 EUR", "Compared: Nightly rate, 4 rows"),
        ("Which cabin was built the earliest?", "Birch", "Compared: Built, 4 rows"),
        ("Which cabin with a stove has the most berths?", "Reed", "Compared: Berths, 2 of 4 rows (Stove: yes)"),
        ("Which category has the largest amount?", "Repairs", "Compared: Amount, 4 of 5 rows"),
        ("How many cabins have a stove?", "2", "Counted: 2 of 4 rows (Stove: yes)"),
        ("How many cabins have Ada as their warden?", "2", "Counted: 2 of 4 rows (Warden: ada)"),
        ("What is the total number of berths?", "31", "Added up: Berths, 4 rows"),
        ("What is the total number of cabins?", "4", "Counted: 4 rows"),
        ("What is the average number of berths?", "7.75", "Mean: Berths, 4 rows"),
        ("What is the total amount of the repairs?", "1,420.75", "Added up: Amount, 2 of 5 rows (Category: repairs)"),
        ("What is the average amount?", "386.375", "Mean: Amount, 4 of 5 rows"),
        ("What is the sum of the amounts?", "1,545.50", "Added up: Amount, 4 of 5 rows"),
        ("What is the maximum claimed?", "5", "Compared: Claimed, 4 of 5 rows, 1 without a value"),
    ],
)
def test_what_is_clear_is_computed(question: str, text: str, note: str) -> None:
    figure = aggregate(question, tables(CABINS, EXPENSES))
    assert figure and (figure.text, figure.note) == (text, note)


@pytest.mark.parametrize(
    "question",
    [
        "How many cabins have more than 5 berths?",  # a limit
        "Which cabin is the second cheapest?",
        "How many cabins have a sauna?",  # a word that nothing explains
        "Which cabin is the prettiest?",
        "What is the total of the donations?",
        "Which payee is the cheapest mechanic?",
        "Which month had the most floods?",  # the last row is the sum of the others, or is it
        "How many berths has Moss?",  # no aggregate: one cell
    ],
)
def test_what_is_not_clear_is_not_attempted(question: str) -> None:
    assert aggregate(question, tables(CABINS, EXPENSES, TIDES)) is None


def test_the_rows_of_a_count_are_those_counted() -> None:
    figure = aggregate("How many cabins have a stove?", tables(CABINS))
    assert figure and [figure.found.said(row.cells[0]) for row in figure.rows] == ["Fern", "Reed"]


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (["0.1", "0.2"], "0.3"),
        (["1,200", "800"], "2,000"),
        (["3,50 EUR", "1.200,25 EUR"], "1203.75 EUR"),
        (["£5", "£-2.50"], "£2.50"),
        (["1 200 kg", "5 kg"], "1205 kg"),
        (["5 kg", "5 lb"], None),
        (["1.250", "2.500"], None),  # thousands, or a point
        (["007", "012"], None),
        (["5", "closed"], None),
        (["3-4", "5"], None),
    ],
)
def test_numbers_are_added_in_one_unit_or_not_at_all(cells: list[str], shown: str | None) -> None:
    read = numbers(cells)
    values = [value for value in read.values if value is not None] if read else []
    assert (read.written(sum(values[1:], values[0])) if read else None) == shown
