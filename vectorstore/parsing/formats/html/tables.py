"""Tables in HTML: those that hold data, as rows of cells."""

from collections.abc import Sequence

from lxml.html import HtmlElement

from vectorstore.parsing.headers import header_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def is_data(table: HtmlElement) -> bool:
    """Whether a table holds data; otherwise it only lays out a page."""
    if next(table.iterdescendants("table", *HEADINGS), None) is not None:
        return False
    return any(len(row.xpath("./td | ./th")) > 1 for row in table.iterdescendants("tr"))


class Grid:
    """The rows of one table while its elements go by."""

    def __init__(self) -> None:
        """A table without rows."""
        self._rows: list[list[list[str]]] = []
        self._named: list[int] = []
        self.open = False

    def row(self) -> None:
        """Opens a row, and closes a cell that was left open."""
        self.open = False
        self._rows.append([])

    def cell(self, element: HtmlElement) -> None:
        """Opens a cell."""
        if not self._rows:
            self.row()
        self._rows[-1].append([])
        self.open = True
        # Only a row of nothing but names, above all others, is a header.
        number = len(self._rows) - 1
        if element.tag == "th" and len(self._rows[-1]) == 1 and len(self._named) == number:
            self._named.append(number)
        elif element.tag == "td" and self._named and self._named[-1] == number:
            self._named.pop()

    def write(self, text: str) -> None:
        """Adds text to the open cell."""
        self._rows[-1][-1].append(text)

    def rows(self) -> list[list[str]]:
        """The cells as text."""
        return [["".join(cell) for cell in row] for row in self._rows]

    def header(self, rows: Sequence[Sequence[str]]) -> Sequence[str] | None:
        """The row that names the columns."""
        names = [rows[number] for number in self._named if len(rows[number]) > 1]
        return names[-1] if names else header_of(rows)
