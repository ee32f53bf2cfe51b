"""The column that a question asks for: by the words of its head, by the kind of its values, or by its meaning."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import regex

from qa.answering.question_type import QuestionType
from qa.answering.tables.grids import FoundTable
from qa.answering.tables.units import Unit, said_by_head, units_of
from vectorstore.text.identifiers import identifiers

LOOKED_AT = 200  # cells of a column, to tell their kind
MOST = 0.6  # of the filled cells of a column: then it is a column of their kind
_ASIDE = regex.compile(r"\([^)]*\)|\[[^]]*\]")  # such as a unit
_DIGIT = regex.compile(r"\p{Nd}")
_LEADING_NUMBER = regex.compile(r"\p{Nd}(?:[\p{Nd}.,'’ ]*\p{Nd})?")
_WHOLE_NUMBER = regex.compile(r"\p{Nd}{1,3}(?:[,. '’]?\p{Nd}{3})*|\p{Nd}+")


@dataclass(frozen=True, slots=True)
class NamedColumn:
    """A column, and how a question names it."""

    number: int
    units: frozenset[Unit]
    """Those of the question that its head says."""
    is_whole: bool
    """Whether the question says everything that its head says."""


def named_columns(found: FoundTable, units: Sequence[Unit]) -> list[NamedColumn]:
    """The columns whose heads say some of the units."""
    named: list[NamedColumn] = []
    for number, head in enumerate(found.table.columns):
        said = said_by_head(head)
        if held := frozenset(unit for unit in units if unit.is_in(said)):
            named.append(NamedColumn(number, held, len(held) >= len(units_of(_ASIDE.sub("", head)))))
    return named


def head_column(found: FoundTable) -> int:
    """The column by which the rows of a table are called: the first whose cells are words, each another one."""
    for number in range(len(found.table.columns)):
        cells = [found.said(row.cells[number]) for row in found.table.rows]
        if len(set(cells)) == len(cells) and all(cells) and not any(_DIGIT.match(cell) for cell in cells):
            return number
    return 0


def columns_of_kind(found: FoundTable, kind: QuestionType, without: Collection[int]) -> list[int]:
    """The columns whose values are such as a question asks for; all, where it does not say what."""
    rest = [number for number in range(len(found.table.columns)) if number not in without]
    if kind == "when":
        return [number for number in rest if _share(found.column(number), _is_time)]
    if kind == "how many":
        return [
            number for number in rest if _share(found.column(number), _is_number) and not counts_rows(found, number)
        ]
    if kind == "who":
        return [number for number in rest if not _share(found.column(number), lambda cell: bool(_DIGIT.search(cell)))]
    return rest


def whole_numbers(found: FoundTable, columns: Collection[int]) -> list[int]:
    """Those of some columns whose values can be counted things: whole numbers without a unit."""
    return [number for number in columns if _share(found.column(number), _is_whole_number)]


def counts(cell: str) -> bool:
    """Whether a cell begins with a whole number, which may have a unit."""
    found = _LEADING_NUMBER.match(cell)
    return bool(found and _WHOLE_NUMBER.fullmatch(found.group()))


def _share(cells: Sequence[str], is_kind: Callable[[str], bool]) -> bool:
    filled = [cell for cell in cells if cell][:LOOKED_AT]
    return bool(filled) and sum(map(is_kind, filled)) >= MOST * len(filled)


def _is_time(cell: str) -> bool:
    return any(one.kind in ("date", "time", "year") for one in identifiers(cell))


def _is_number(cell: str) -> bool:
    return any(one.kind in ("number", "year") for one in identifiers(cell))


def _is_whole_number(cell: str) -> bool:
    return bool(_WHOLE_NUMBER.fullmatch(cell))


def counts_rows(found: FoundTable, number: int) -> bool:
    """Whether a column only counts the rows: 1, 2, 3."""
    cells = [said for row in found.table.rows if (said := found.said(row.cells[number]))]
    return len(cells) > 1 and [cell.rstrip(".)") for cell in cells] == [str(n) for n in range(1, len(cells) + 1)]
