"""DOCX: paragraphs and tables in the order of the document, with headings by style."""

import io

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.package import Package
from lxml.etree import _Element

from vectorstore.parsing.builder import TextBuilder
from vectorstore.parsing.formats.ooxml_strict import transitional
from vectorstore.parsing.formats.word.styles import Styles, read_styles
from vectorstore.parsing.formats.word.tables import grid_cells, table_rows
from vectorstore.parsing.formats.word.text import blocks, spoken
from vectorstore.types import SourceText

NOTES = ((RT.FOOTNOTES, "w:footnote"), (RT.ENDNOTES, "w:endnote"))


def parse(data: bytes, stem: str) -> SourceText:
    """The text of a Word document."""
    package = Package.open(io.BytesIO(transitional(data)))
    main = package.main_document_part
    reader = _Reader(read_styles(_related(main, RT.STYLES)))
    # Read from its bytes: for a document with macros python-docx offers nothing else.
    reader.read(parse_xml(main.blob))
    for relation, tag in NOTES:
        root = _related(main, relation)
        for note in [] if root is None else root.iter(qn(tag)):
            # Separator lines are kept as notes of a type of their own.
            if note.get(qn("w:type"), "normal") == "normal":
                reader.read(note)
    draft = reader.draft
    if reader.hidden:
        draft.notes.append(f"left out {reader.hidden:,} characters of hidden text")
    title = (package.core_properties.title or "").strip()
    return draft.finish(title or draft.outline.first(1) or stem)


def _related(part: Part, relation: str) -> _Element | None:
    """A part of the package that another refers to, as XML."""
    try:
        return parse_xml(part.part_related_by(relation).blob)
    except KeyError:
        return None


class _Reader:
    """The draft of a document while its parts are read."""

    def __init__(self, styles: Styles) -> None:
        self.draft = TextBuilder()
        self.hidden = 0
        self._styles = styles

    def read(self, container: _Element) -> None:
        """Adds the paragraphs and tables of a body or a note."""
        for block in blocks(container):
            if block.tag == qn("w:tbl"):
                self._table(block)
            else:
                self._paragraph(block)

    def _paragraph(self, element: _Element) -> None:
        """Adds a paragraph and the text boxes anchored in it."""
        said = spoken(element, self._styles.hidden)
        self.hidden += said.hidden
        level = self._styles.level(element)
        if level is None:
            self.draft.paragraph(said.text)
        else:
            self.draft.heading(said.text, level)
        for box in said.boxes:
            self.read(box)

    def _table(self, table: _Element) -> None:
        """Adds a table; one that only frames text is read as that text."""
        rows = list(table_rows(table))
        if all(len(row.cells) < 2 for row in rows):
            for row in rows:
                for cell in row.cells:
                    self.read(cell)
            return
        marked = next((n for n, row in enumerate(rows) if not row.is_head), 0)
        self.draft.table(grid_cells(rows, self._cell), marked)

    def _cell(self, cell: _Element) -> str:
        """Everything in a cell on one line."""
        parts: list[str] = []
        for block in blocks(cell):
            if block.tag == qn("w:tbl"):
                parts += [self._cell(inner) for row in table_rows(block) for inner in row.cells]
            else:
                said = spoken(block, self._styles.hidden)
                self.hidden += said.hidden
                parts += [said.text, *(self._cell(box) for box in said.boxes)]
        return " ".join(part for part in parts if part)
