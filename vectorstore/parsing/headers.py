"""Which row of a table names its columns."""

import re
from collections.abc import Sequence

QUANTITY = re.compile(r"[^\w]*\d")
YEAR = re.compile(r"(?:19|20)\d\d")
COLUMNS_OF_A_GRID = 3  # a table of two columns without numbers is as often a list of names and values
ROWS_TRIED = 8  # titles may stand above

Row = Sequence[str]


def header_of(rows: Sequence[Row]) -> Row | None:
    """The first row that looks like names of columns: all filled, all different, none a number, with rows below it."""
    used = [n for n in range(max(map(len, rows), default=0)) if any(n < len(row) and row[n].strip() for row in rows)]
    for number, row in enumerate(rows[:ROWS_TRIED]):
        cells = [row[n].strip() if n < len(row) else "" for n in used]
        below = [[other[n] for n in used[1:] if n < len(other)] for other in rows[number + 1 :]]
        if _is_header(cells, below):
            return row
    return None


def _is_header(cells: Row, below: Sequence[Row]) -> bool:
    """Whether some cells name the columns of the rows below."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    # The corner above the names of the rows may be empty.
    if len(cells) < 2 or not below or not all(cells[1:]) or len(set(cells)) < len(cells):
        return False
    years = [cell for cell in cells[1:] if YEAR.fullmatch(cell)]
    timeline = len(years) > 1 and years in (sorted(years), sorted(years, reverse=True))
    if any(QUANTITY.match(cell) and not (timeline and YEAR.fullmatch(cell)) for cell in cells):
        return False
    return len(cells) >= COLUMNS_OF_A_GRID or any(QUANTITY.match(cell) for row in below for cell in row)
