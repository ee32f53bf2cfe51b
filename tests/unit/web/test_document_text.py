"""The viewer's pieces: together they are the document's text, to the character."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.web.views.document_text import pieces
from tests.fixtures.paths import SAMPLES
from vectorstore import Block, SourceText
from vectorstore.parsing import SUFFIXES, parse


@st.composite
def sources(draw: st.DrawFn) -> SourceText:
    """Texts with blocks in order, some of them headings, and pages that start anywhere."""
    text = draw(st.text(alphabet="ab \r\n#😀\u202e", max_size=60))
    places = st.lists(st.integers(0, len(text)), max_size=8, unique=True).map(sorted)
    edges = draw(places)
    blocks = tuple(
        Block(start, end, is_heading=draw(st.booleans())) for start, end in zip(edges[::2], edges[1::2], strict=False)
    )
    return SourceText(text, "title", blocks, tuple(draw(places)))


def joined(source: SourceText) -> str:
    return "".join(piece["text"] for piece in pieces(source) if piece["kind"] != "page")


@given(sources())
def test_the_pieces_are_the_text(source: SourceText) -> None:
    assert joined(source) == source.text


@given(sources())
def test_every_page_is_announced_once(source: SourceText) -> None:
    numbers = [piece["text"] for piece in pieces(source) if piece["kind"] == "page"]
    assert numbers == [str(n) for n, start in enumerate(source.pages, 1) if start < len(source.text)]


def test_headings_and_markup_are_told_apart() -> None:
    text = "# Title\n\nWords."
    source = SourceText(text, "Title", (Block(2, 7, is_heading=True), Block(9, 15)))
    assert [(piece["kind"], piece["text"]) for piece in pieces(source)] == [
        ("markup", "# "), ("heading", "Title"), ("text", "\n\nWords."),
    ]  # fmt: skip


@pytest.mark.parametrize("path", [path for path in SAMPLES.iterdir() if path.suffix in SUFFIXES], ids=lambda p: p.name)
def test_the_pieces_of_the_samples_are_their_texts(path: Path) -> None:
    source = parse(path)
    assert joined(source) == source.text
    assert len([piece for piece in pieces(source) if piece["kind"] == "page"]) == len(source.pages)
