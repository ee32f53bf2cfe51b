"""Canonical text in the making, for formats whose files are not themselves text."""

from collections.abc import Sequence
from itertools import zip_longest

from vectorstore.parsing.invisible import cleaned, removed
from vectorstore.parsing.outline import Outline
from vectorstore.types import Block, SourceText

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

    def table(self, rows: Sequence[Sequence[str]], header: Sequence[str] | None) -> None:
        """Adds a table without its empty columns, a row a block; the rows are read by the header, which may be one."""
        used = [number for number, column in enumerate(zip_longest(*rows, fillvalue="")) if any(map(str.strip, column))]
        rows = [[row[number] for number in used if number < len(row)] for row in rows]
        label = joined([header[number] for number in used if number < len(header)]) if header else ""
        texts = [text for row in rows if (text := self._clean(joined(row)))]
        # What stands above the header, such as the title of the table, is not read by it.
        below = texts.index(label) + 1 if label in texts else 0
        for number, text in enumerate(texts):
            block = Block(0, 0, headings=self.outline.path, header=label if number >= below else "")
            self._add(text, BETWEEN_ROWS if number else BETWEEN_BLOCKS, block)

    def finish(self, title: str, pages: Sequence[int] = ()) -> SourceText:
        """What the file says."""
        note = removed(self.invisible)
        notes = (*self.notes, note) if note else tuple(self.notes)
        title = cleaned(" ".join(title.split()))[0]
        return SourceText("".join(self._parts), title, tuple(self._blocks), tuple(pages), notes)

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


def joined(cells: Sequence[str]) -> str:
    """A table row as text: its cells in their places, without the empty ones at its end."""
    texts = [cleaned(" ".join(cell.split()))[0].strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return BETWEEN_CELLS.join(texts).strip() if any(texts) else ""
