"""Lines become paragraphs: by the gaps between them, their indents and where they end."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from vectorstore.parsing.formats.pdf.lines import MARKER, Line

GAP = 1.35  # of the usual distance of lines: more is a new paragraph
ROW_GAP = 2.0  # the same between the rows of a table
USUAL = 1.25  # of the font size: the distance of lines where too few are there to tell
LEAST = 1.1  # of the font size: no text is set closer
SAME_SIZE = 0.1  # of the font size
SAME_MIDDLE = 0.5  # of the font size
INDENT = 0.8  # of the font size
ENDS = re.compile(r"[.!?:;。！？؟۔…][\"'”’»)\]]*$")
LEADER = re.compile(r"(?:\.\s?){4,}\s*\w{1,6}$")  # the dots of a table of contents, and a page
ITEM = re.compile(rf"(?:{MARKER.pattern})\s+\S")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together; each but the first knows whether the author broke the line before it."""

    lines: tuple[Line, ...]
    breaks: tuple[bool, ...]
    is_row: bool = False

    def with_next(self, other: "Paragraph") -> "Paragraph":
        """This paragraph and its continuation."""
        return Paragraph(self.lines + other.lines, (*self.breaks, False, *other.breaks))

    @property
    def is_aside(self) -> bool:
        """Whether it stands across the page, such as a stamp in its margin."""
        return not self.lines[0].level

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return max(self.lines, key=lambda line: len(line.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)


def paragraphs(column: Sequence[Line]) -> Iterator[Paragraph]:
    """The paragraphs and table rows of one column."""
    for stack in _stacks(column):
        yield from _rows(stack) if len(stack[0].cells) > 1 else _parts(stack)


def flowing(parts: Iterable[Paragraph]) -> list[Paragraph]:
    """The same, with a paragraph that a column or page border cuts made one again."""
    joined: list[Paragraph] = []
    for part in parts:
        place = next((n for n in range(len(joined) - 1, -1, -1) if not joined[n].is_aside), None)
        if place is not None and _continues(joined[place], part):
            joined[place] = joined[place].with_next(part)
        else:
            joined.append(part)
    return joined


def _continues(before: Paragraph, here: Paragraph) -> bool:
    """Whether a paragraph goes on from the one before it, in another column or on another page."""
    if before.is_row or here.is_row or here.is_aside or abs(before.size - here.size) > SAME_SIZE * here.size:
        return False
    last, first = before.lines[-1], here.lines[0]
    if last.page == first.page and first.top > last.top:
        return False
    return not ENDS.search(last.text) and first.text[0].islower() and not ITEM.match(first.text)


def _stacks(column: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines of one look, each just below the other."""
    usual = _usual_distance(column)
    stack: list[Line] = []
    for line in column:
        row = next((above for above in reversed(stack) if len(above.cells) > 1), None)
        wrapped = row is not None and (
            _is_wrapped(row, stack[-1], line, usual)
            if len(line.cells) == 1
            else len(stack[-1].cells) == 1 and _is_below(replace(stack[-1], cells=row.cells), line, usual)
        )
        if stack and not wrapped and not _is_below(stack[-1], line, usual):
            yield stack
            stack = []
        stack.append(line)
    if stack:
        yield stack


def _is_wrapped(row: Line, last: Line, line: Line, usual: float) -> bool:
    """Whether a line goes on with a cell of a row of a table: it stands below that cell and is no wider."""
    size = max(line.size, last.size)
    if line.bottom - last.bottom > GAP * usual * size or abs(line.size - last.size) > SAME_SIZE * size:
        return False
    ends = [*(left for left, _ in row.edges[1:]), math.inf]
    under = [n for n, (left, _) in enumerate(row.edges) if abs(line.x0 - left) < INDENT * size and line.x1 < ends[n]]
    # Below the first cell may as well begin a row of its own.
    return bool(under) and not line.right_to_left and (under[0] > 0 or line.text[0].islower())


def _is_below(last: Line, line: Line, usual: float) -> bool:
    """Whether a line stands just below another and looks like it."""
    size = max(line.size, last.size)
    rows = len(line.cells) > 1, len(last.cells) > 1
    gap = ROW_GAP if all(rows) else GAP
    if line.bottom - last.bottom > gap * usual * size or abs(line.size - last.size) > SAME_SIZE * size:
        return False
    # The head of a table is often bold.
    return all(rows) or (not any(rows) and line.bold == last.bold)


def _usual_distance(column: Sequence[Line]) -> float:
    """The usual distance from line to line, in font sizes."""
    pairs = pairwise(column)
    distances = [(b.bottom - a.bottom) / b.size for a, b in pairs if abs(a.size - b.size) <= SAME_SIZE * a.size]
    distances = [distance for distance in distances if distance > 0]
    return max(LEAST, median(distances)) if len(distances) > 2 else USUAL


def _rows(stack: Sequence[Line]) -> Iterator[Paragraph]:
    """Lines with gaps: rows of a table, or a lone line."""
    for line in stack:
        yield Paragraph((line,), (), is_row=len(stack) > 1)


def _parts(stack: Sequence[Line]) -> Iterator[Paragraph]:
    """The paragraphs of lines that stand close together."""
    left, right = min(line.begins for line in stack), max(line.ends for line in stack)
    pairs = list(pairwise(stack))
    indented = [line.begins > left + INDENT * line.size for line in stack]
    broken = [_is_broken(last, line, right) for last, line in pairs]
    ended = [bool(ENDS.search(last.text)) for last, _ in pairs]
    # Mostly an indent begins a paragraph; in references, whose lines are mostly indented, the lack of one does.
    outdented = sum(is_broken and not indented[n + 1] for n, is_broken in enumerate(broken))
    hanging = sum(indented) > len(stack) / 2 and 2 * outdented > sum(broken)
    first = 0
    for n, (last, line) in enumerate(pairs):
        outset = not indented[n + 1] if hanging else indented[n + 1] and not indented[n]
        # Under a list item's text its other lines are indented as well.
        in_item = ITEM.match(stack[first].text) and line.begins > stack[first].begins
        outset = outset and not in_item and not _is_centred(last, line)
        item = ITEM.match(line.text) and (broken[n] or ended[n])
        if outset or item or (broken[n] and ended[n]):
            yield Paragraph(tuple(stack[first : n + 1]), tuple(broken[first:n]))
            first = n + 1
    yield Paragraph(tuple(stack[first:]), tuple(broken[first:]))


def _is_broken(last: Line, line: Line, right: float) -> bool:
    """Whether a line ended although the next one's first word had room in it: so its author ended it."""
    if LEADER.search(last.text):
        return True
    word = line.text.split()[0]
    letter = (line.ends - line.begins) / max(1, len(line.text))
    return last.ends + (len(word) + 1) * letter < right - letter


def _is_centred(last: Line, line: Line) -> bool:
    """Whether two lines have one middle, so that their indents say nothing."""
    return abs((last.x0 + last.x1) - (line.x0 + line.x1)) < SAME_MIDDLE * line.size
