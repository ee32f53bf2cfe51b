"""Plain text: the canonical text is the file, its paragraphs are the blocks."""

import re
from collections.abc import Iterator

from vectorstore.parsing.decoding import decode
from vectorstore.parsing.invisible import seen
from vectorstore.types import Block, SourceText

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
BULLET = re.compile(r"\s*(?:[-*•–‣◦]|\d{1,3}[.)])\s+\S")


def parse(data: bytes, stem: str) -> SourceText:
    """The text of a plain text file."""
    text, guess = decode(data)
    blocks = tuple(Block(start, end) for start, end in paragraphs(text))
    return SourceText(text, stem, blocks, notes=notes(text, guess))


def notes(text: str, guess: str | None) -> tuple[str, ...]:
    """What the owner of a text file should know about how it was read."""
    encoding = f"read as {guess}: if letters look wrong, save it as UTF-8" if guess else ""
    return tuple(note for note in (encoding, seen(text)) if note)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph or list item stands: lines up to a blank one or a bullet."""
    start = end = 0
    for line in LINE.finditer(text):
        content = line.group()
        blank = not content.strip()
        if start < end and (blank or BULLET.match(content)):
            yield start, end
            start = end
        if blank:
            continue
        first = line.start() + len(content) - len(content.lstrip())
        start = first if start == end else start
        end = line.start() + len(content.rstrip())
    if start < end:
        yield start, end
