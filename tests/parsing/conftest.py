"""Files made for a test, and what holds for every text read from one."""

import io
import random
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from vectorstore.types import Block, SourceText


@pytest.fixture
def sound() -> Callable[[SourceText], SourceText]:
    """Checks what the rest of the program relies on, and hands the text back."""

    def check(source: SourceText) -> SourceText:
        for block in source.blocks:
            said = source.text[block.start : block.end]
            assert 0 <= block.start < block.end <= len(source.text)
            assert said == said.strip() != ""
        for before, after in pairwise(source.blocks):
            assert before.end <= after.start
        assert list(source.pages) == sorted(source.pages)
        assert all(0 <= start <= len(source.text) for start in source.pages)
        assert source.title.strip()
        source.text.encode("utf-8")
        return source

    return check


@pytest.fixture
def said() -> Callable[[SourceText], list[str]]:
    """The texts of the blocks."""
    return lambda source: [source.text[block.start : block.end] for block in source.blocks]


@pytest.fixture
def block_of() -> Callable[[SourceText, str], Block]:
    """The block with exactly this text."""

    def find(source: SourceText, text: str) -> Block:
        return next(block for block in source.blocks if source.text[block.start : block.end] == text)

    return find


Drawn = tuple[float, float, str, str, float]


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    """A PDF whose pages are lists of (x, y from the top, text, font, size)."""

    def make(*pages: list[Drawn], title: str | None = None, encrypt: str | None = None) -> bytes:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=A4, encrypt=encrypt)
        if title is not None:
            canvas.setTitle(title)
        for page in pages:
            for x, top, text, font, size in page:
                canvas.setFont(font, size)
                canvas.drawString(x, A4[1] - top, text)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    return make


@pytest.fixture
def docx_bomb(tmp_path: Path) -> Callable[[int, int], Path]:
    """A DOCX with so many megabytes of XML, packed (by deflate) or not."""

    def make(megabytes: int, method: int) -> Path:
        from docx import Document

        small = io.BytesIO()
        Document().save(small)
        path = tmp_path / "bomb.docx"
        paragraph = b"<w:p><w:r><w:t>A</w:t></w:r></w:p>"
        with zipfile.ZipFile(small) as source, zipfile.ZipFile(path, "w", method) as target:
            for name in source.namelist():
                part = source.read(name)
                if name == "word/document.xml":
                    head, section, tail = part.partition(b"<w:sectPr")
                    part = head + paragraph * (megabytes * 1_000_000 // len(paragraph)) + section + tail
                target.writestr(name, part)
        return path

    return make


@pytest.fixture
def noise() -> bytes:
    """Bytes of no format."""
    return random.Random(0).randbytes(5000)
