"""Markdown: the canonical text is the file, its structure comes from markdown-it's line maps."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.token import Token

from vectorstore.parsing.decoding import decode
from vectorstore.parsing.outline import Outline
from vectorstore.parsing.plain import LINE, notes
from vectorstore.passage import Block, SourceText

FRONT_MATTER = re.compile(r"---[ \t]*(?:\r\n|\r|\n)(.*?)^(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.S | re.M)
FRONT_TITLE = re.compile(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.M)
# markdown-it ends a line at \n alone.
LINE_END = re.compile(r"\r\n?")
COMMENT = re.compile(r"\s*(?:<!--.*?-->\s*)+", re.S)
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
    front_title = FRONT_TITLE.search(LINE_END.sub("\n", front.group(1))) if front else None
    title = outline.first(1) or (front_title.group(1) if front_title else stem)
    return SourceText(text, title, tuple(blocks), notes=notes(text, guess))


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

    def blocks(self, outline: Outline) -> Iterator[Block]:
        """Every heading, paragraph, table row, code block and HTML block, in order."""
        tokens = BLOCKS.parse(self.source)
        header: str | None = None
        for index, token in enumerate(tokens):
            opener = tokens[index - 1] if index else token
            if token.type == "table_open":
                header = None
            elif token.type == "tr_open":
                cells = _row(tokens, index)
                span = self.row(token)
                if span:
                    yield Block(*span, headings=outline.path, header=header or "")
                header = cells if header is None else header
            elif token.type == "inline" and opener.type == "heading_open":
                span = self.locate(token, 0)
                if span:
                    title = _spoken(token.content)
                    yield Block(*span, headings=outline.enter(title, int(opener.tag[1])), is_heading=True)
            elif token.type == "inline" and opener.type == "paragraph_open":
                span = self.locate(token, 0)
                if span:
                    yield Block(*span, headings=outline.path)
            elif token.type in ("fence", "code_block") or _is_html(token):
                span = self.locate(token, 1 if token.type == "fence" else 0)
                if span:
                    yield Block(*span, headings=outline.path)

    def locate(self, token: Token, skip: int) -> tuple[int, int] | None:
        """Where a token's content stands, without the markers around it."""
        written = token.content.split("\n")
        filled = [number for number, line in enumerate(written) if line.strip()]
        if not filled or token.map is None:
            return None
        first, last = filled[0], filled[-1]
        line = token.map[0] + skip
        start = self.find(line + first, written[first].strip())[0]
        end = self.find(line + last, written[last].strip())[1]
        return _trimmed(self.text, start, end)

    def find(self, line: int, content: str) -> tuple[int, int]:
        """Where some content stands in a line: the last place, since markers come before it; or the whole line."""
        start, end = self.starts[line], self.starts[line + 1]
        found = self.text.rfind(content, start, end)
        return (start, end) if found < 0 else (found, found + len(content))

    def row(self, token: Token) -> tuple[int, int] | None:
        """Where a table row stands, without its outer bars."""
        if token.map is None:
            return None
        start, end = self.starts[token.map[0]], self.starts[token.map[0] + 1]
        line = self.text[start:end]
        # Inside a quote or a list item the line begins with that marker.
        inner_start = start + len(line) - len(line.lstrip(" \t>|"))
        inner_end = end - (len(line) - len(line.rstrip().removesuffix("|").rstrip()))
        return (inner_start, inner_end) if inner_start < inner_end else None


def _row(tokens: Sequence[Token], index: int) -> str:
    """The cells of the row that opens at a token, joined."""
    cells = []
    for token in tokens[index:]:
        if token.type == "tr_close":
            break
        if token.type == "inline":
            cells.append(_spoken(token.content))
    return " | ".join(cells)


def _spoken(markup: str) -> str:
    """Inline Markdown as it is read: no emphasis marks, no link targets."""
    children = INLINE.parseInline(markup)[0].children or []
    return " ".join("".join(" " if c.type.endswith("break") else c.content for c in children).split())


def _is_html(token: Token) -> bool:
    """Whether a token is HTML that is not only a comment."""
    return token.type == "html_block" and not COMMENT.fullmatch(token.content)
