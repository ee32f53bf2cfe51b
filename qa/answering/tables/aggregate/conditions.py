"""Which rows an aggregate is over: those that a question's other words confine it to, and no rows of totals."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from qa.answering.tables.columns import NamedColumn
from qa.answering.tables.grids import FoundTable
from qa.answering.tables.units import Unit, said_by_head
from vectorstore import Row

TOTAL = regex.compile(
    r"(?:(?:grand|net|sub)[ -]?)?(?:totals?|sums?|averages?|means?)(?:\s+\p{L}+)?\s*:?", regex.IGNORECASE
)
YES, NO = frozenset({"yes", "y", "true", "x", "✓", "✔"}), frozenset({"", "no", "n", "false", "-", "–", "—", "✗", "✘"})
AKIN = 5  # letters at the beginning that a verb and the noun of a head share: "supply", "supplier"


@dataclass(frozen=True, slots=True)
class Conditions:
    """For each column that rows are chosen by the units that its cell has to say; none where it has to say yes."""

    units: dict[int, tuple[Unit, ...]]

    def hold(self, found: FoundTable, row: Row) -> bool:
        """Whether a row is one of those."""
        return all(
            all(unit.is_said_by(found.said(row.cells[column])) for unit in units)
            if units
            else found.said(row.cells[column]).strip().casefold() in YES
            for column, units in self.units.items()
        )


def conditions(
    found: FoundTable, rest: Sequence[Unit], named: Sequence[NamedColumn], target: int | None
) -> Conditions | None:
    """The conditions that some units of a question are; None where one is unclear or explained by nothing."""
    heads = {unit: [column.number for column in named if unit in column.units] for unit in rest}
    chosen: dict[int, tuple[Unit, ...]] = {}
    left: list[Unit] = []
    columns = [number for number in range(len(found.table.columns)) if number != target]
    for unit in rest:
        saying = [n for n in columns if any(unit.is_said_by(cell) for cell in found.column(n))]
        if len(saying) > 1:  # a head that the question names tells where to look
            saying = [number for number in saying if any(number in numbers for numbers in heads.values())]
        if len(saying) == 1:
            chosen[saying[0]] = (*chosen.get(saying[0], ()), unit)
        else:
            left.append(unit)
    for unit in left:
        yes = [number for number in heads[unit] if number != target and is_yes_or_no(found.column(number))]
        if len(yes) == 1:
            chosen.setdefault(yes[0], ())
        elif not any(number in chosen or _is_akin(unit, found.table.columns[number]) for number in heads[unit]) and (
            not any(_is_akin(unit, found.table.columns[number]) for number in chosen)
        ):
            return None
    return Conditions(chosen)


def without_totals(found: FoundTable, rows: Sequence[Row]) -> list[Row]:
    """The rows that are no totals of others."""
    return [row for row in rows if not any(TOTAL.fullmatch(found.said(cell)) for cell in row.cells)]


def is_yes_or_no(cells: Sequence[str]) -> bool:
    """Whether some cells say yes or no, or nothing for no."""
    said = {cell.strip().casefold() for cell in cells}
    return bool(said & YES) and said <= YES | NO


def _is_akin(unit: Unit, head: str) -> bool:
    stems = said_by_head(head).stems
    return any(len(stem) >= AKIN and other.startswith(stem[:AKIN]) for stem in unit.stems for other in stems)
