"""Tables in HTML: those that hold data, as rows of cells."""

from dataclasses import dataclass, field

from lxml.html import HtmlElement

from vectorstore.parsing.grid import WIDEST, GridCell

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def is_data(table: HtmlElement) -> bool:
    """Whether a table holds data; otherwise it only lays out a page."""
    if next(table.iterdescendants("table", *HEADINGS), None) is not None:
        return False
    return any(len(row.xpath("./td | ./th")) > 1 for row in table.iterdescendants("tr"))


class OpenTable:
    """The rows of one table while its elements go by."""

    def __init__(self) -> None:
        """A table without rows."""
        self._rows: list[list[_OpenCell]] = []
        self._covered: list[int] = []
        self.marked = 0
        """How many rows at its top are nothing but heads."""
        self.open = False

    def row(self) -> None:
        """Opens a row, and closes a cell that was left open."""
        self.open = False
        self._rows.append([])
        self._covered = [max(0, rows - 1) for rows in self._covered]

    def cell(self, element: HtmlElement) -> None:
        """Opens a cell in the first place that no cell above covers."""
        if not self._rows:
            self.row()
        row, number = self._rows[-1], len(self._rows) - 1
        column = row[-1].column + row[-1].width if row else 0
        while column < len(self._covered) and self._covered[column]:
            column += 1
        width, height = _span(element, "colspan"), _span(element, "rowspan")
        row.append(_OpenCell(column, width, height))
        self._covered += [0] * (column + width - len(self._covered))
        self._covered[column : column + width] = [height] * width
        self.open = True
        # Only a row of nothing but names, above all others, is one of heads.
        if element.tag == "th" and len(row) == 1 and self.marked == number:
            self.marked += 1
        elif element.tag == "td" and self.marked == number + 1:
            self.marked -= 1

    def write(self, text: str) -> None:
        """Adds text to the open cell."""
        self._rows[-1][-1].parts.append(text)

    def rows(self) -> list[list[GridCell]]:
        """The cells with their texts."""
        return [[cell.closed() for cell in row] for row in self._rows]


@dataclass(slots=True)
class _OpenCell:
    """A cell whose text goes by."""

    column: int
    width: int
    height: int
    parts: list[str] = field(default_factory=list)

    def closed(self) -> GridCell:
        """The cell with its text."""
        return GridCell("".join(self.parts), self.column, self.width, self.height)


def _span(element: HtmlElement, name: str) -> int:
    """How many columns or rows a cell covers."""
    given = element.get(name, "1").strip()
    return max(1, min(int(given), WIDEST)) if given.isascii() and given.isdigit() else 1
