"""Lines with gaps become rows of a table: columns from where their cells stand, wrapped cells made whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from vectorstore.parsing.formats.pdf.hyphens import joint
from vectorstore.parsing.formats.pdf.lines import Line
from vectorstore.parsing.grid import GridCell

NEAR = 1.0  # of the font size: how far a cell may stand beside its column
TIGHT = 0.9  # of the usual distance of rows: nearer is a line of the row above

Edges = tuple[float, float]
Range = tuple[int, int]
"""The number of a first column, and the one after the last."""


@dataclass(slots=True)
class TableLines:
    """Lines whose cells stand in the same columns."""

    columns: list[Edges]
    lines: list[Line] = field(default_factory=list)
    places: list[list[Range]] = field(default_factory=list)
    """For each line, of each cell the columns that it stands in."""

    def takes(self, line: Line) -> bool:
        """Adds a line whose cells stand in the columns; False where they do not."""
        if len(line.cells) > len(self.columns) and len(self.lines) == 1:
            # What came first names groups of columns.
            above = _placed(self.lines[0], list(line.edges))
            if above is not None:
                self.columns, self.places = list(line.edges), [above]
        places = _placed(line, self.columns)
        few = 2 * len(line.cells) <= len(self.columns)
        if places is None or (few and len(self.lines) > 1 and any(last - first > 1 for first, last in places)):
            return False
        for (first, last), (x0, x1) in zip(places, line.edges, strict=True):
            if last - first == 1:
                self.columns[first] = min(self.columns[first][0], x0), max(self.columns[first][1], x1)
        self.lines.append(line)
        self.places.append(places)
        return True

    def rows(self, words: frozenset[str]) -> list[list[GridCell]]:
        """The rows, in which the lines of a cell are one."""
        rows: list[list[GridCell]] = []
        for number, (line, places) in enumerate(zip(self.lines, self.places, strict=True)):
            cells = [
                GridCell(text, first, last - first) for text, (first, last) in zip(line.cells, places, strict=True)
            ]
            if rows and self._wraps(number, rows[-1]):
                rows[-1] = _with_next(rows[-1], cells, words)
            else:
                rows.append(cells)
        return rows

    def _wraps(self, number: int, above: Sequence[GridCell]) -> bool:
        """Whether a line goes on with cells of the row above it."""
        places = self.places[number]
        columns = {cell.column for cell in above}
        if (places[0][0] == 0 and len(places) > 1) or any(first not in columns for first, _ in places):
            return False
        if places[0][0] == 0:
            return self.lines[number].cells[0][0].islower()
        firsts = [line.top for line, place in zip(self.lines, self.places, strict=True) if place[0][0] == 0]
        usual = median(after - before for before, after in pairwise(firsts)) if len(firsts) > 1 else 0.0
        gap = self.lines[number].top - self.lines[number - 1].top
        return len(places) == 1 or gap < TIGHT * usual


def tables(lines: Sequence[Line]) -> Iterator[TableLines]:
    """Lines one below the other, parted where other columns begin."""
    open_table: TableLines | None = None
    for line in lines:
        if open_table is None or not open_table.takes(line):
            if open_table is not None:
                yield open_table
            open_table = TableLines(list(line.edges))
            open_table.takes(line)
    if open_table is not None:
        yield open_table


def goes_on(before: TableLines, after: TableLines) -> bool:
    """Whether a table at the top of a page has the columns of the one that ended the page before."""
    return len(before.columns) == len(after.columns) and all(
        _overlap(one, other) > 0 for one, other in zip(before.columns, after.columns, strict=True)
    )


def _placed(line: Line, columns: Sequence[Edges]) -> list[Range] | None:
    """Of each cell of a line the columns that it stands in; None where that is unclear."""
    if len(line.cells) == len(columns) and all(
        _overlap(cell, column) > -NEAR * line.size for cell, column in zip(line.edges, columns, strict=True)
    ):
        return [(number, number + 1) for number in range(len(columns))]
    places: list[Range] = []
    for cell in line.edges:
        met = [number for number, column in enumerate(columns) if _overlap(cell, column) > 0]
        if not met:
            met = [number for number, column in enumerate(columns) if _overlap(cell, column) > -NEAR * line.size]
        if not met or (places and met[0] < places[-1][1]):
            return None
        places.append((met[0], met[-1] + 1))
    return places


def _overlap(one: Edges, other: Edges) -> float:
    """How much two stretches share; below nothing the gap between them."""
    return min(one[1], other[1]) - max(one[0], other[0])


def _with_next(row: Sequence[GridCell], below: Sequence[GridCell], words: frozenset[str]) -> list[GridCell]:
    """A row whose cells go on in another line."""
    after = {cell.column: cell.text for cell in below}
    joined = []
    for cell in row:
        text = cell.text
        if cell.column in after:
            text = "".join(joint(text, after[cell.column], words)) + after[cell.column]
        joined.append(GridCell(text, cell.column, cell.width))
    return joined
