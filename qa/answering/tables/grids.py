"""The tables that passages found stand in."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath

from qa.answering.tables.units import full_head
from vectorstore import Cell, Hit, Library, Row, Table, UnknownDocument


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table, and the best of the passages found in it."""

    hit: Hit
    table: Table
    text: str
    """The canonical text of its document."""

    def said(self, cell: Cell | Row) -> str:
        """What a cell or a row says."""
        return self.text[cell.start : cell.end]

    def named(self, row: Row, column: int) -> str:
        """What a cell says to a question: where columns have no heads the first one names the rows, as heads do."""
        said = self.said(row.cells[column])
        return said if column or any(self.table.columns) else full_head(said)

    def column(self, number: int) -> list[str]:
        """What the cells of a column say, each once."""
        cells = dict.fromkeys(row.cells[number] for row in self.table.rows)
        return [self.said(cell) for cell in cells]

    @property
    def context(self) -> str:
        """What is said of all of it: the document's name and title, and the heading above."""
        return f"{PurePath(self.hit.source).stem} {self.hit.title} {self.hit.passage.heading}"

    def holds(self, source: str, offset: int) -> bool:
        """Whether a place of a document is in it, its heads included."""
        return source == self.hit.source and self.table.start <= offset < self.table.end


def tables_of(library: Library, hits: Sequence[Hit]) -> tuple[FoundTable, ...]:
    """The tables in which some hits stand, in the order of the hits."""
    return tuple(_found(library, hits))


def _found(library: Library, hits: Sequence[Hit]) -> Iterator[FoundTable]:
    known: dict[str, tuple[tuple[Table, ...], str]] = {}
    seen: set[tuple[str, int]] = set()
    for hit in hits:
        name, passage = hit.source, hit.passage
        if name not in known:
            known[name] = (), ""
            with suppress(UnknownDocument):  # removed since it was found
                if tables := library.tables(name, hit.collection):
                    known[name] = tables, library.text(name, hit.collection)
        tables, text = known[name]
        for table in tables:
            if table.start < passage.end and passage.start < table.end and (name, table.start) not in seen:
                seen.add((name, table.start))
                yield FoundTable(hit, table, text)
