"""Look-up: the row and the column that a question names, and so the one cell that it asks for.

Every word and identifier of a question is explained by something: the head of a column, a cell of a row, or what is
said of the whole table (its document's name and title, its heading). The cell for which most of them are explained is
the one asked for; where two are as good, or no column fits, none is.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from qa.answering.question_type import QuestionType, question_type
from qa.answering.tables.columns import NamedColumn, columns_of_kind, counts, head_column, named_columns, whole_numbers
from qa.answering.tables.grids import FoundTable
from qa.answering.tables.meaning import nearest_head
from qa.answering.tables.rows import MetRow, NamedRow, met_rows, named_rows
from qa.answering.tables.units import Unit, said_by, said_by_head, units_of
from vectorstore import Cell, Embedder, Row
from vectorstore.text.analysis import words

CALLED_BY_ROW: frozenset[QuestionType] = frozenset({"who", "which", "where", "other"})
"""Kinds of questions that a row's own name may answer."""


@dataclass(frozen=True, slots=True)
class TableAnswer:
    """The cell that a question asks for."""

    found: FoundTable
    row: Row
    column: int
    is_exact: bool
    """Whether every word of the question is explained, and the column is named, or the only one there is."""

    @property
    def cell(self) -> Cell:
        """The cell itself."""
        return self.row.cells[self.column]


Order = tuple[int, bool, bool, int, int]
"""By which the best reading is chosen: few units left, all of a head said, all of a cell said, many units explained by
the head, and by head and row."""
_Reading = tuple[Order, TableAnswer]


def look_up(embedder: Embedder, question: str, tables: Sequence[FoundTable]) -> TableAnswer | None:
    """The cell that a question asks for in one of some tables, if there is one."""
    asked = [_Asked(question, question_type(question), units_of(question), table) for table in tables]
    readings = [reading for one in asked for reading in one.by_words()]
    readings = readings or [reading for one in asked for reading in one.by_kind(embedder)]
    best = max((order for order, _ in readings), default=None)
    answers = [answer for order, answer in readings if order == best]
    # Of tables that are as good the one found first is meant; of columns that are as good none.
    cells = {one.found.said(one.cell) for one in answers if one.found is answers[0].found}
    return answers[0] if len(cells) == 1 else None


@dataclass(frozen=True)
class _Asked:
    """A question, asked of one table."""

    question: str
    kind: QuestionType
    units: tuple[Unit, ...]
    found: FoundTable

    @cached_property
    def met(self) -> list[MetRow]:
        return met_rows(self.found, self.units)

    @property
    def _asks_how_many(self) -> bool:
        return "many" in words(self.question)

    def _is_counted(self, cell: Cell) -> bool:
        """Whether a cell can be what a question asks for: "how many litres" asks for a number, or one of litres."""
        said = self.found.said(cell)
        if not said or not self._asks_how_many:
            return True
        counted = frozenset[str]().union(*(unit.stems for unit in self.units))
        others = [unit for unit in units_of(said) if not unit.identifier]
        return counts(said) and all(unit.stems & counted for unit in others)

    def by_words(self) -> Iterator[_Reading]:
        """The readings in which words of the question name the column."""
        for column in named_columns(self.found, self.units):
            row = self._one(named_rows(self.found, self.met, column.units, column.number), column.number)
            if row is not None and self._is_counted(row.row.cells[column.number]):
                left = self._left(row, column.units)
                if not left or (row.is_whole and not any(unit.identifier for unit in left)):
                    yield self._reading(row, column, left)

    def by_kind(self, embedder: Embedder) -> Iterator[_Reading]:
        """The readings in which no word names the column: its values are of the kind asked for, or it means as much."""
        heads = self.found.table.columns
        rows = named_rows(self.found, self.met, ())
        if len(rows) != 1:
            return
        (row,) = rows
        left = self._left(row, ())
        if len(left) > len(row.units) or any(unit.identifier for unit in left):
            return
        others = [n for n, cell in enumerate(row.row.cells) if cell.start < cell.end or cell.is_missing]
        others = [number for number in others if number != row.column]
        called = head_column(self.found)
        if not left and len(others) > 1 and called in others and self.kind in CALLED_BY_ROW:
            yield self._reading(row, NamedColumn(called, frozenset(), True), left)
            return
        fitting = columns_of_kind(self.found, self.kind, {row.column})
        if self._asks_how_many:
            fitting = whole_numbers(self.found, fitting)
        if not left and len(others) == 1:  # whatever its kind, there is but one other cell
            fitting = others
        if not left and len(fitting) == 1:
            only = row.is_whole and len(others) == 1
            yield self._reading(row, NamedColumn(fitting[0], frozenset(), True), left, only)
        elif left and row.is_whole:  # guessed in a row that is half named, it is no answer
            phrase = " ".join([*(["how many"] if self._asks_how_many else []), *(unit.text for unit in left)])
            named = [number for number in fitting if heads[number]]
            nearest = nearest_head(embedder, phrase, [heads[number] for number in named])
            if nearest is not None:
                yield self._reading(row, NamedColumn(named[nearest], frozenset(), True), left)

    def _one(self, rows: Sequence[NamedRow], column: int) -> NamedRow | None:
        """The one row that is named; of several any one, where all of them say the same in the column asked for."""
        if not rows or len({self.found.said(row.row.cells[column]) for row in rows}) > 1:
            return None
        return rows[0]

    def _left(self, row: NamedRow, explained: Collection[Unit], with_context: bool = True) -> list[Unit]:
        """The units that nothing explains."""
        around = said_by(self.found.context if with_context else "")
        named_by = said_by_head(self.found.table.columns[row.column])
        return [
            unit
            for unit in self.units
            if not (unit in row.units or unit in explained or unit.is_in(around) or unit.is_in(named_by))
        ]

    def _reading(self, row: NamedRow, column: NamedColumn, left: Sequence[Unit], is_only: bool = False) -> _Reading:
        explained = len(column.units), len(row.units | column.units)
        # What only the title explains, another row may have been meant to say.
        is_named = row.is_whole or not self._left(row, column.units, with_context=False)
        is_exact = not left and is_named and (is_only or bool(column.units))
        answer = TableAnswer(self.found, row.row, column.number, is_exact)
        return (-len(left), column.is_whole, row.is_whole, *explained), answer
