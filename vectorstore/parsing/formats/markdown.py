"""Markdown: the canonical text is the file, its structure comes from markdown-it's line maps."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.token import Token

from vectorstore.parsing.builder import BETWEEN_CELLS
from vectorstore.parsing.decoding import decode
from vectorstore.parsing.formats.plain import LINE, notes
from vectorstore.parsing.outline import Outline
from vectorstore.types import Block, Cell, Row, SourceText, Table

FRONT_MATTER = re.compile(r"---[ \t]*(?:\r\n|\r|\n)(.*?)^(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.S | re.M)
FRONT_TITLE = re.compile(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.M)
# markdown-it ends a line at \n alone.
LINE_END = re.compile(r"\r\n?")
COMMENT = re.compile(r"\s*(?:<!--.*?-->\s*)+", re.S)
# A longer one is a paragraph that a line of dashes happens to follow.
LONGEST_HEADING = 150
BORDER = re.compile(r"(?<!\\)\|")
EMPHASIS = re.compile(r"(\*\*|__|[*_`])(?=\S)[^*_`]+\1$")  # around all of a cell
BLOCKS = MarkdownIt("commonmark").enable("table").disable("inline")
INLINE = MarkdownIt("commonmark")


def parse(data: bytes, stem: str) -> SourceText:
    """The text and structure of a Markdown file."""
    text, guess = decode(data)
    front = FRONT_MATTER.match(text)
    page = _Page(text, front.end() if front else 0)
    outline = Outline()
    blocks = [Block(*_trimmed(text, *front.span(1)))] if front and front.group(1).strip() else []
    blocks += page.blocks(outline)
    tables = tuple(table for table in page.tables if table.rows)
    front_title = FRONT_TITLE.search(LINE_END.sub("\n", front.group(1))) if front else None
    title = outline.first(1) or (front_title.group(1) if front_title else stem)
    return SourceText(text, title, tuple(blocks), notes=notes(text, guess), tables=tables)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the white space at its ends."""
    stretch = text[start:end]
    return end - len(stretch.lstrip()), start + len(stretch.rstrip())


class _Page:
    """The lines of a Markdown text, and the blocks that its tokens point at."""

    def __init__(self, text: str, begin: int) -> None:
        self.text = text
        lines = [match.group() for match in LINE.finditer(text, begin)]
        self.starts = list(accumulate((len(line) for line in lines), initial=begin))
        self.source = LINE_END.sub("\n", text[begin:])
        self.tables: list[Table] = []

    def blocks(self, outline: Outline) -> Iterator[Block]:
        """Every heading, paragraph, table row, code block and HTML block, in order."""
        tokens = BLOCKS.parse(self.source)
        for index, token in enumerate(tokens):
            opener = tokens[index - 1] if index else token
            if token.type == "table_open":
                columns: tuple[str, ...] = ()
                rows: list[Row] = []
                begin = self.starts[token.map[0]] if token.map else 0
            elif token.type == "tr_open":
                span = self.row(token)
                if span:
                    yield Block(*span, headings=outline.path, header=BETWEEN_CELLS.join(columns))
                if span and columns:
                    rows.append(Row(*span, self.cells(token, len(columns))))
                columns = columns or _heads(tokens, index)
            elif token.type == "table_close":
                self.tables.append(Table(begin, columns, tuple(rows)))
            elif token.type == "inline" and opener.type == "heading_open":
                span, spoken = self.locate(token), _spoken(token.content)
                if span and len(spoken) > LONGEST_HEADING:
                    yield Block(*span, headings=outline.path)
                elif span:
                    yield Block(*span, headings=outline.enter(spoken, int(opener.tag[1])), is_heading=True)
            elif _is_text(token, opener):
                span = self.locate(token)
                if span:
                    yield Block(*span, headings=outline.path)

    def locate(self, token: Token) -> tuple[int, int] | None:
        """Where a token's content stands, without the markers around it."""
        written = token.content.split("\n")
        filled = [number for number, line in enumerate(written) if line.strip()]
        if not filled or token.map is None:
            return None
        first, last = filled[0], filled[-1]
        # Usually the content begins where the token does; lines of odd white space may stand before it.
        begin, end = token.map[0] + first + (token.type == "fence"), token.map[1]
        for line in range(begin, min(end, end - (last - first))):
            start, stop = self.find(line, written[first]), self.find(line + last - first, written[last])
            if start and stop:
                return start[0], stop[1]
        return self.trimmed(begin, end)

    def find(self, line: int, content: str) -> tuple[int, int] | None:
        """Where some content stands in a line: in its last place, since markers come before it."""
        content = content.strip()
        found = self.text.rfind(content, self.starts[line], self.starts[line + 1])
        return None if found < 0 else (found, found + len(content))

    def trimmed(self, line: int, end: int) -> tuple[int, int] | None:
        """Some lines without the white space at their ends, if anything is left."""
        start, stop = _trimmed(self.text, self.starts[line], self.starts[end])
        return (start, stop) if start < stop else None

    def row(self, token: Token) -> tuple[int, int] | None:
        """Where a table row stands, without its outer bars."""
        if token.map is None:
            return None
        start, end = self.starts[token.map[0]], self.starts[token.map[0] + 1]
        line = self.text[start:end]
        # Inside a quote or a list item the line begins with that marker.
        inner_start = start + len(line) - len(line.lstrip(" \t>|"))
        inner_end = end - (len(line) - len(line.rstrip().removesuffix("|").rstrip()))
        inner_start, inner_end = _trimmed(self.text, inner_start, max(inner_start, inner_end))
        return (inner_start, inner_end) if inner_start < inner_end else None

    def cells(self, token: Token, columns: int) -> tuple[Cell, ...]:
        """The cells of a row, without the marks around what they say."""
        assert token.map is not None
        start, end = self.starts[token.map[0]], self.starts[token.map[0] + 1]
        line = self.text[start:end]
        # Inside a quote or a list item the line begins with that marker.
        at = len(line) - len(line.lstrip(" \t>"))
        at += line.startswith("|", at)
        found: list[Cell] = []
        while len(found) < columns:
            border = BORDER.search(line, at)
            stop = border.start() if border else len(line)
            first, last = _trimmed(line, at, stop)
            marks = EMPHASIS.match(line[first:last])
            if marks:
                first, last = first + len(marks[1]), last - len(marks[1])
            found.append(Cell(start + first, start + last) if first < last else Cell(start + at, start + at))
            at = border.end() if border else len(line)
        return tuple(found)


def _heads(tokens: Sequence[Token], index: int) -> tuple[str, ...]:
    """The cells of the row that opens at a token."""
    cells = []
    while tokens[index].type != "tr_close":
        if tokens[index].type == "inline":
            cells.append(_spoken(tokens[index].content))
        index += 1
    return tuple(cells)


def _spoken(markup: str) -> str:
    """Inline Markdown as it is read: no emphasis marks, no link targets."""
    children = INLINE.parseInline(markup)[0].children or []
    return " ".join("".join(" " if c.type.endswith("break") else c.content for c in children).split())


def _is_text(token: Token, opener: Token) -> bool:
    """Whether a token is a paragraph, code, or HTML that is not only a comment."""
    if token.type == "inline":
        return opener.type == "paragraph_open"
    return token.type in ("fence", "code_block") or (
        token.type == "html_block" and not COMMENT.fullmatch(token.content)
    )
