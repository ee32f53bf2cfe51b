"""Which row of a table names its columns."""

import re
from collections.abc import Sequence

QUANTITY = re.compile(r"[^\w]*\d")
COLUMNS_OF_A_GRID = 3  # a table of two columns without numbers is as often a list of names and values


def header_of(rows: Sequence[Sequence[str]]) -> Sequence[str] | None:
    """The first row, if it looks like names of columns: all filled, all different, and none a number."""
    if len(rows) < 2:
        return None
    first = [cell.strip() for cell in rows[0]]
    while first and not first[-1]:
        first.pop()
    if len(first) < 2 or not all(first[1:]) or len(set(first)) < len(first):
        return None
    if any(QUANTITY.match(cell) for cell in first):
        return None
    counted = any(QUANTITY.match(cell) for row in rows[1:] for cell in row[1:])
    return rows[0] if counted or len(first) >= COLUMNS_OF_A_GRID else None
