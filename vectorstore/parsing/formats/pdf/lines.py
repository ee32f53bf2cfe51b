"""Fragments of one column become lines."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from vectorstore.parsing.formats.pdf.characters import HYPHEN
from vectorstore.parsing.formats.pdf.page import Fragment

SAME_LINE = 0.5  # of the smaller height: how much two fragments of a line overlap
WIDE_GAP = 1.5  # of the font size: surely the border of a cell
CELL_GAP = 1.0  # of the font size: another border, in a line that has a wide one
GLUED = 0.15  # of the font size: nearer than a space
MARKER = re.compile(r"[-*•–‣◦▪■●○·∙➢]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]|\d+(?:\.\d+)+\.?|\[\d+\]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a column, as cells where it has wide gaps."""

    cells: tuple[str, ...]
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    right_to_left: bool
    level: bool
    """Whether it runs along the page, not across it."""
    page: int
    edges: tuple[tuple[float, float], ...] = ()
    """Of each cell, left and right."""

    @property
    def text(self) -> str:
        """The line without its gaps."""
        return " ".join(self.cells)

    @property
    def begins(self) -> float:
        """Where reading begins; grows in the direction of reading."""
        return -self.x1 if self.right_to_left else self.x0

    @property
    def ends(self) -> float:
        """Where reading ends; grows in the direction of reading."""
        return -self.x0 if self.right_to_left else self.x1


def lines(fragments: Iterable[Fragment], page: int) -> list[Line]:
    """The lines of a column from top to bottom."""
    rows: list[list[Fragment]] = []
    for fragment in sorted(fragments, key=lambda f: (f.top + f.bottom, f.x0)):
        # Letters set higher or lower than their line sort just before or after it.
        row = next((row for row in reversed(rows[-3:]) if _is_beside(row, fragment)), None)
        if row is None:
            rows.append([fragment])
        else:
            row.append(fragment)
    return [_line(row, page) for row in rows]


def _is_beside(row: Sequence[Fragment], fragment: Fragment) -> bool:
    """Whether a fragment stands on the line of some others and not over them."""
    widest = max(row, key=lambda f: f.x1 - f.x0)
    shared = min(widest.bottom, fragment.bottom) - max(widest.top, fragment.top)
    if shared < SAME_LINE * min(widest.bottom - widest.top, fragment.bottom - fragment.top):
        return False
    return all(min(f.x1, fragment.x1) - max(f.x0, fragment.x0) < SAME_LINE * fragment.size for f in row)


def _line(row: list[Fragment], page: int) -> Line:
    """Fragments that stand beside one another as a line."""
    backwards = is_right_to_left("".join(f.text for f in row))
    row = sorted(row, key=lambda f: -f.x1 if backwards else f.x0)
    gaps = [
        max(here.x0 - before.x1, before.x0 - here.x1) / max(before.size, here.size) for before, here in pairwise(row)
    ]
    border = CELL_GAP if max(gaps, default=0) > WIDE_GAP else WIDE_GAP
    cells = [row[0].text]
    edges = [(row[0].x0, row[0].x1)]
    for here, gap in zip(row[1:], gaps, strict=True):
        # After the mark of a list item comes its text, however far.
        if gap > border and not (len(cells) == 1 and MARKER.fullmatch(cells[0])):
            cells.append(here.text)
            edges.append((here.x0, here.x1))
        else:
            cells[-1] += ("" if gap < GLUED else " ") + here.text
            edges[-1] = min(edges[-1][0], here.x0), max(edges[-1][1], here.x1)
    # A cut mark anywhere but at the end of the line was a hyphen after all.
    cells = [cell[:-1].replace(HYPHEN, "-") + cell[-1] for cell in cells]
    main = max(row, key=lambda f: len(f.text))
    return Line(
        cells=tuple(cells),
        x0=min(f.x0 for f in row),
        top=main.top,
        x1=max(f.x1 for f in row),
        bottom=main.bottom,
        size=main.size,
        bold=all(f.bold for f in row),
        right_to_left=backwards,
        level=all(f.level for f in row),
        page=page,
        edges=tuple(edges),
    )


def is_right_to_left(text: str) -> bool:
    """Whether most letters of a text are written from right to left."""
    directions = [unicodedata.bidirectional(character) for character in text]
    return sum(d in ("R", "AL") for d in directions) > directions.count("L")
