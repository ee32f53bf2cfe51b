"""The row that a question names: by its head, or by what stands in its other cells."""

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from qa.answering.tables.grids import FoundTable
from qa.answering.tables.units import Said, Unit, said_by, units_of
from vectorstore import Row
from vectorstore.text.analysis import fold

MOST_READ = 200  # rows of one table
WHOLE = 1.0  # what it weighs that all of a cell is said, beside the rarity of its words


@dataclass(frozen=True, slots=True)
class MetRow:
    """A row that says something of a question: which of its units each cell says."""

    row: Row
    cells: tuple[frozenset[Unit], ...]


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row, and how a question names it."""

    row: Row
    units: frozenset[Unit]
    """Those of the question that it says."""
    column: int
    """Where the cell stands that says most of them."""
    is_whole: bool
    """Whether the question says everything that this cell says."""


def met_rows(found: FoundTable, units: Sequence[Unit]) -> list[MetRow]:
    """The rows of a table that say any of the units; of a long table those that may say most."""
    met: list[MetRow] = []
    for row in _promising(found, units):
        said = [said_by(found.named(row, column)) for column in range(len(row.cells))]
        cells = tuple(frozenset(unit for unit in units if unit.is_in(one)) for one in said)
        if any(cells):
            met.append(MetRow(row, cells))
    return met


def _promising(found: FoundTable, units: Sequence[Unit]) -> list[Row]:
    """The rows that may say some of the units, in order: at most MOST_READ, with the rarest of them."""
    looked = []
    for row in found.table.rows:
        first = min(row.start, min(cell.start for cell in row.cells))  # a cell may begin in a row above
        text = fold(found.text[first : row.end])
        if possible := [unit for unit in units if unit.may_be_in(text)]:
            looked.append((row, possible))
    if len(looked) <= MOST_READ:
        return [row for row, _ in looked]
    often = Counter(unit for _, possible in looked for unit in possible)
    weights = [sum(math.log(1 + len(looked) / often[unit]) for unit in possible) for _, possible in looked]
    least = sorted(weights, reverse=True)[MOST_READ - 1]
    return [row for (row, _), weight in zip(looked, weights, strict=True) if weight >= least][: 2 * MOST_READ]


def named_rows(
    found: FoundTable, met: Sequence[MetRow], without_units: Collection[Unit], without_column: int | None = None
) -> list[NamedRow]:
    """The rows that a question names best, several where it does not tell them apart, by other units and columns."""
    nothing = frozenset[Unit]()
    cells = [
        [nothing if n == without_column else said.difference(without_units) for n, said in enumerate(one.cells)]
        for one in met
    ]
    held = [nothing.union(*row) for row in cells]
    rows = len(found.table.rows)
    rarity = {unit: math.log(1 + rows / sum(unit in one for one in held)) for unit in nothing.union(*held)}
    weighed = [
        _weighed(found, one.row, said, rarity) for one, said, all_said in zip(met, cells, held, strict=True) if all_said
    ]
    best = max((weight for weight, _ in weighed), default=0.0)
    return [named for weight, named in weighed if weight > best - 1e-9]


def _weighed(
    found: FoundTable, row: Row, cells: Sequence[frozenset[Unit]], rarity: dict[Unit, float]
) -> tuple[float, NamedRow]:
    whole = [bool(said) and _is_all(found.named(row, n), said) for n, said in enumerate(cells)]
    weights = [sum(rarity[unit] for unit in said) for said in cells]
    column = max(range(len(cells)), key=lambda n: (whole[n], weights[n]))
    units = frozenset[Unit]().union(*cells)
    weight = sum(rarity[unit] for unit in units) + (WHOLE if whole[column] else 0.0)
    return weight, NamedRow(row, units, column, whole[column])


def _is_all(cell: str, said: frozenset[Unit]) -> bool:
    """Whether the units are all that a cell says."""
    stems = frozenset[str]().union(*(unit.stems for unit in said))
    forms = frozenset[str]().union(*(unit.identifier.says for unit in said if unit.identifier))
    return all(one.is_in(Said(stems, forms)) for one in units_of(cell))
