"""The kinds of file that can be read, by suffix."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath

from vectorstore.parsing.refusal import Refused
from vectorstore.types import SourceText

Parser = Callable[[bytes, str], SourceText]
"""The bytes of a file and its stem become its text; raises Refused where there is none."""


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file."""

    name: str
    content: str
    """What its bytes must be, in the words of `content_type.kind_of`."""
    module: str
    """Where its parser is: by name, so that naming a format does not load its libraries."""

    def parser(self) -> Parser:
        """The function that reads this format."""
        parse: Parser = import_module(f"vectorstore.parsing.formats.{self.module}").parse
        return parse


TEXT = Format("text", "text", "plain")
MARKDOWN = Format("Markdown", "text", "markdown")
HTML = Format("HTML", "text", "html.parser")
ADDED_DOCUMENT = ".lcdoc"
"""The suffix of the file that is made of a document that a program adds."""

FORMATS = {
    ".pdf": Format("PDF", "PDF", "pdf.parser"),
    ".docx": Format("DOCX", "DOCX", "word.parser"),
    ".xlsx": Format("XLSX", "XLSX", "spreadsheet.parser"),
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".txt": TEXT,
    ".text": TEXT,
    ".log": TEXT,
    ADDED_DOCUMENT: Format("added document", "added document", "added_document"),
}
SUFFIXES = tuple(FORMATS)


def format_of(path: PurePath) -> Format:
    """The format that a file's name announces."""
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        raise Refused("is not a kind of file Footnote reads (PDF, DOCX, XLSX, HTML, Markdown, text).") from None
