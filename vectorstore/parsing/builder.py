"""Canonical text in the making, for formats whose files are not themselves text."""

from collections.abc import Sequence
from dataclasses import replace

from vectorstore.parsing.grid import GridCell, grid, text_of
from vectorstore.parsing.invisible import cleaned, removed
from vectorstore.parsing.outline import Outline
from vectorstore.parsing.table_heads import Heads, heads_of
from vectorstore.types import Block, Cell, Row, SourceText, Table

BETWEEN_BLOCKS = "\n\n"
BETWEEN_ROWS = "\n"
BETWEEN_CELLS = " | "


class TextBuilder:
    """Blocks, added from top to bottom, and the text that they add up to."""

    def __init__(self) -> None:
        """A draft without blocks."""
        self.outline = Outline()
        self.notes: list[str] = []
        self.invisible = 0
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._tables: list[Table] = []

    @property
    def next_start(self) -> int:
        """Where the next block will start, or the end of the text if none follows."""
        return self._length + (len(BETWEEN_BLOCKS) if self._blocks else 0)

    @property
    def length(self) -> int:
        """How long the text is so far."""
        return self._length

    def heading(self, text: str, level: int) -> None:
        """Adds a heading; what follows stands under it."""
        text = self._clean(" ".join(text.split()))
        if text:
            self._add(text, BETWEEN_BLOCKS, Block(0, 0, headings=self.outline.enter(text, level), is_heading=True))

    def paragraph(self, text: str) -> None:
        """Adds a paragraph or list item, if there is anything to see in it."""
        text = self._clean(text)
        if text:
            self._add(text, BETWEEN_BLOCKS, Block(0, 0, headings=self.outline.path))

    def table(
        self,
        rows: Sequence[Sequence[GridCell]],
        marked: int = 0,
        carried: Heads | None = None,
        goes_on: bool = False,
        is_below: bool = False,
    ) -> Heads | None:
        """Adds a table without its empty columns, a row a block; returns the heads that its rows are read by.

        Its file calls the first `marked` rows heads; where it has none, those `carried` from a table before it hold.
        One that `goes_on` is the rest of the table before it, whose heads may stand above it once more; one that
        `is_below` is another, right below that.
        """
        places = grid(rows)
        heads = heads_of(places, marked)
        if carried and (heads is None or (goes_on and heads.labels != carried.labels)):
            heads = replace(carried, below=0)
        used = [n for n in range(len(places[0]) if places else 0) if any(text_of(line[n]) for line in places)]
        columns = [heads.labels[n] if heads and n < len(heads.labels) else "" for n in used]
        label = joined(columns)[0]
        written: dict[int, Cell] = {}
        added: list[Row] = []
        begin = self.next_start
        for number, cells in enumerate(rows):
            # Of the columns that a cell covers one may be empty, and still the cell stands in the text.
            shown = [cell for cell in cells if any(n in used for n in range(cell.column, cell.column + cell.width))]
            text, spans = joined([cell.text for cell in shown])
            if not text:
                continue
            is_read = heads is not None and number >= heads.below
            block = Block(0, 0, headings=self.outline.path, header=label if is_read else "")
            self._add(text, BETWEEN_ROWS if written or is_below else BETWEEN_BLOCKS, block)
            start = self._length - len(text)
            for cell, (first, last) in zip(shown, spans, strict=True):
                written[id(cell)] = Cell(start + first, start + last, cell.is_missing)
            if heads is None or is_read:
                nothing = Cell(self._length, self._length)
                line = [places[number][n] for n in used]
                added.append(Row(start, self._length, tuple(written.get(id(cell), nothing) for cell in line)))
        if added and len(used) > 1:
            before = self._tables.pop() if goes_on and self._tables else None
            if before and before.columns == tuple(columns):
                added = [*before.rows, *added]
            elif before:
                self._tables.append(before)
                before = None
            self._tables.append(Table(before.start if before else begin, tuple(columns), tuple(added)))
        return heads

    def finish(self, title: str, pages: Sequence[int] = ()) -> SourceText:
        """What the file says."""
        note = removed(self.invisible)
        notes = (*self.notes, note) if note else tuple(self.notes)
        title = cleaned(" ".join(title.split()))[0]
        text = "".join(self._parts)
        return SourceText(text, title, tuple(self._blocks), tuple(pages), notes, tables=tuple(self._tables))

    def _clean(self, text: str) -> str:
        """A text as it is seen."""
        text, invisible = cleaned(text)
        self.invisible += invisible
        return text.strip()

    def _add(self, text: str, between: str, block: Block) -> None:
        """Adds a block's text after what comes between it and the last one."""
        if self._blocks:
            self._parts.append(between)
            self._length += len(between)
        start, self._length = self._length, self._length + len(text)
        self._parts.append(text)
        self._blocks.append(Block(start, self._length, block.headings, block.header, block.is_heading))


def joined(cells: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """A table row as text: its cells in their places, without the empty ones at its ends; and where each cell is."""
    texts = [cleaned(" ".join(cell.split()))[0].strip() for cell in cells]
    filled = len(texts)
    while filled and not texts[filled - 1]:
        filled -= 1
    text = BETWEEN_CELLS.join(texts[:filled])
    margin, text = len(text) - len(text.lstrip()), text.strip()
    spans: list[tuple[int, int]] = []
    at = -margin
    for cell in texts:
        spans.append((min(max(at, 0), len(text)), min(max(at, 0) + len(cell), len(text))))
        at += len(cell) + len(BETWEEN_CELLS)
    return text, spans
