"""Which rows of a table name its columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vectorstore.parsing.grid import Grid, GridCell, text_of

QUANTITY = re.compile(r"[^\w]*\d")
YEAR = re.compile(r"(?:19|20)\d\d")
COLUMNS_OF_A_GRID = 3  # a table of two columns without numbers is as often a list of names and values
ROWS_TRIED = 8  # titles may stand above
BETWEEN_HEADS = ": "

Line = Sequence[GridCell | None]


@dataclass(frozen=True, slots=True)
class Heads:
    """What the columns of a table are called."""

    labels: tuple[str, ...]
    """One for each column of the grid."""
    below: int = 0
    """The number of the first row that is read by them."""


def heads_of(rows: Grid, marked: int = 0) -> Heads | None:
    """The heads of a table: those of the first `marked` rows, which its file calls heads, or what looks like some.

    A head is filled, different from all others, and no number, with rows below it. Above a row of heads may stand one
    of groups, each over several columns.
    """
    named = [row for row in rows[:marked] if len({id(cell) for cell in row if text_of(cell)}) > 1]
    if named and marked < len(rows):
        return Heads(_merged(named), marked)
    used = [n for n in range(len(rows[0]) if rows else 0) if any(text_of(row[n]) for row in rows)]
    for number, row in enumerate(rows[:ROWS_TRIED]):
        after = rows[number + 1 :]
        if len(after) > 1 and _is_of_groups(_chosen(row, used), _chosen(after[0], used)):
            pair = [_spread(row, after[0]), after[0]]
            if _are_heads([_chosen(line, used) for line in pair], [_chosen(line, used) for line in after[1:]]):
                return Heads(_merged(pair), number + 2)
        if _are_heads([_chosen(row, used)], [_chosen(line, used) for line in after]):
            return Heads(_merged([row]), number + 1)
        if len({id(cell) for cell in _chosen(row, used) if text_of(cell)}) == len(used):
            return None  # below a row of data there are no heads
    return None


def _chosen(row: Line, columns: Sequence[int]) -> Line:
    return [row[column] for column in columns]


def _merged(rows: Sequence[Line]) -> tuple[str, ...]:
    """One head for each column, of the different ones that stand above each other."""
    columns = ([" ".join(text_of(cell).split()) for cell in column] for column in zip(*rows, strict=True))
    return tuple(BETWEEN_HEADS.join(dict.fromkeys(filter(None, column))) for column in columns)


def _is_of_groups(upper: Line, lower: Line) -> bool:
    """Whether a row names groups of the columns that the row below it names: other columns have only one name."""
    spread = _spread(upper, lower)
    if len({id(cell) for cell in spread if text_of(cell)}) < 2:
        return False
    covered = [id(cell) for cell in spread]
    is_group = [bool(text_of(cell)) and covered.count(id(cell)) > 1 for cell in spread]
    return any(is_group) and all(
        bool(text_of(below)) and below is not cell
        if grouped
        else cell is below or not (text_of(cell) and text_of(below))
        for cell, below, grouped in zip(spread, lower, is_group, strict=True)
    )


def _spread(upper: Line, lower: Line) -> Line:
    """A row of groups in which a name also stands for the empty places after it, where the row below has names."""
    spread: list[GridCell | None] = []
    for cell, below in zip(upper, lower, strict=True):
        before = spread[-1] if spread else None
        spread.append(before if not text_of(cell) and text_of(below) and text_of(before) else cell)
    return spread


def _are_heads(heads: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether some rows name the columns of the rows below."""
    lowest = list(heads[-1])
    labels = list(_merged(heads))
    while labels and not labels[-1]:
        labels.pop()
    # The corner above the names of the rows may be empty.
    if not below or not all(labels[1:]):
        return False
    distinct = {id(cell): label for cell, label in zip(lowest, labels, strict=False) if cell is not None}
    if len(distinct) < 2 or len(set(distinct.values())) < len(distinct):
        return False
    years = [label for label in labels[1:] if YEAR.fullmatch(label)]
    timeline = len(years) > 1 and years in (sorted(years), sorted(years, reverse=True))
    if any(QUANTITY.match(label) and not (timeline and YEAR.fullmatch(label)) for label in labels):
        return False
    if len(labels) >= COLUMNS_OF_A_GRID:
        return True
    numbers = [sum(bool(QUANTITY.match(text_of(cell))) for cell in column) for column in zip(*below, strict=True)]
    return 2 * max(numbers) >= len(below) and not any(map(str.isdigit, YEAR.sub("", " ".join(labels))))
