"""The aggregate that a question asks for, over one column of one table, where column and rows are clear."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from qa.answering.question_type import QuestionType, question_type
from qa.answering.tables.aggregate.conditions import Conditions, conditions, is_yes_or_no, without_totals
from qa.answering.tables.aggregate.request import Request, requests
from qa.answering.tables.aggregate.target import target_of
from qa.answering.tables.aggregate.values import moments, numbers
from qa.answering.tables.columns import NamedColumn, head_column, named_columns
from qa.answering.tables.grids import FoundTable
from qa.answering.tables.units import Unit, said_by, said_by_head, units_of
from vectorstore import Row

DIGITS = 60  # of a computation: more than any sum of cells has
LEAST = 2  # values: two that are the same are no value and its total
PLACES_OF_A_MEAN = 2  # more than the cells have


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What was computed, of which cells."""

    found: FoundTable
    rows: tuple[Row, ...]
    """Those whose cells it is made of: for an extreme the rows that reach it."""
    column: int | None
    """Where the answer stands in these rows, for an extreme; None for what stands nowhere."""
    text: str
    """The answer; empty where a value is missing."""
    note: str
    """What was computed."""


def aggregate(question: str, tables: Sequence[FoundTable]) -> Aggregate | None:
    """The aggregate that a question asks for of the first table in which all of its words are explained."""
    kind = question_type(question)
    for wanted in requests(question):
        units = [unit for unit in units_of(question) if unit.text not in wanted.said]
        computed = (_of(found, wanted, units, kind) for found in tables if any(found.table.columns))
        if figure := next(filter(None, computed), None):
            return figure
    return None


def _of(found: FoundTable, wanted: Request, units: Sequence[Unit], kind: QuestionType) -> Aggregate | None:
    named = named_columns(found, units)
    target = None if wanted.operation == "count" else target_of(found, wanted, named)
    if target is None and wanted.operation != "count":
        return None
    called = _called(found, named, target) if wanted.operation != "count" else head_column(found)
    noun, around = said_by_head(found.table.columns[called]), said_by(found.context)
    explained = next((column.units for column in named if column.number == target), frozenset[Unit]())
    rest = [unit for unit in units if not (unit in explained or unit.is_in(noun) or unit.is_in(around))]
    where = conditions(found, rest, named, target)
    if where is None or (wanted.operation == "count" and not any(unit.is_in(noun) for unit in units)):
        return None
    rows = [row for row in without_totals(found, found.table.rows) if where.hold(found, row)]
    if not rows:
        return None
    note = _over(found, rows, where)
    if target is None:
        return Aggregate(found, tuple(rows), None, str(len(rows)), f"Counted: {note}")
    note = f"{found.table.columns[target]}, {note}"
    if any(row.cells[target].is_missing for row in rows):
        return Aggregate(found, tuple(rows), None, "", f"the file holds no value for a cell: {note}")
    if wanted.operation in ("largest", "smallest"):
        asks_row = kind in ("who", "where") or (kind != "how many" and any(unit.is_in(noun) for unit in units))
        asks_row = asks_row or (kind == "which" and not explained)
        return _extreme(found, rows, target, wanted.operation == "largest", called if asks_row else target, note)
    return _sum_or_mean(found, rows, target, wanted.operation == "mean", note)


def _called(found: FoundTable, named: Sequence[NamedColumn], target: int | None) -> int:
    """The column that says what is asked for: the one whose cells the rows are called by, or another that is named."""
    head = head_column(found)
    whole = [column.number for column in named if column.is_whole and column.number != target]
    others = [n for n in whole if not is_yes_or_no(found.column(n)) and numbers(found.column(n)) is None]
    return others[0] if len(others) == 1 and head not in whole else head


def _extreme(
    found: FoundTable, rows: Sequence[Row], target: int, is_largest: bool, column: int, note: str
) -> Aggregate | None:
    cells = [found.said(row.cells[target]) for row in rows]
    read = numbers(cells)
    values: Sequence[Decimal | tuple[int, int] | None] | None = read.values if read else moments(cells)
    filled = [] if values is None else [value for value in values if value is not None]
    if values is None or not filled or (read and _ends_in_a_total(read.values)):
        return None
    best = max(filled) if is_largest else min(filled)
    reached = tuple(row for row, value in zip(rows, values, strict=True) if value == best)
    answer = ", ".join(dict.fromkeys(found.said(row.cells[column]) for row in reached))
    return Aggregate(found, reached, column, answer, f"Compared: {note}{_without(values)}")


def _sum_or_mean(found: FoundTable, rows: Sequence[Row], target: int, is_mean: bool, note: str) -> Aggregate | None:
    read = numbers([found.said(row.cells[target]) for row in rows])
    if read is None or (read.after.strip() == "%" and not is_mean) or _ends_in_a_total(read.values):
        return None
    values = [value for value in read.values if value is not None]
    note += _without(read.values)
    with localcontext(prec=DIGITS):
        total = sum(values, Decimal(0))
        if not is_mean:
            return Aggregate(found, tuple(rows), None, read.written(total), f"Added up: {note}")
        mean = total / len(values)
        places = max(-int(value.as_tuple().exponent) for value in values) + PLACES_OF_A_MEAN
        rounded = mean.quantize(Decimal(1).scaleb(-places))
        about = "" if rounded == mean else ", rounded"
        return Aggregate(found, tuple(rows), None, read.written(rounded), f"Mean{about}: {note}")


def _ends_in_a_total(values: Sequence[Decimal | None]) -> bool:
    """Whether the last value is the sum of the others, which only chance would make it where it is none."""
    filled = [value for value in values if value is not None]
    return len(filled) > LEAST and 2 * filled[-1] == sum(filled, Decimal(0))


def _without(values: Sequence[object]) -> str:
    empty = sum(value is None for value in values)
    return f", {empty} without a value" if empty else ""


def _over(found: FoundTable, rows: Sequence[Row], where: Conditions) -> str:
    """Of how many rows, and which, in words."""
    heads = found.table.columns
    chosen = [f"{heads[n]}: {' '.join(unit.text for unit in units) or 'yes'}" for n, units in where.units.items()]
    of = f" of {len(found.table.rows)}" if len(rows) < len(found.table.rows) else ""
    return f"{len(rows)}{of} rows" + (f" ({', '.join(chosen)})" if chosen else "")
