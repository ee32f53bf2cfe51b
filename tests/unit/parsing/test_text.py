"""Plain text and Markdown: the canonical text is the file."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.parsing.formats import markdown, plain
from vectorstore.parsing.refusal import Refused


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
def test_every_unicode_encoding_is_read_as_it_was_written(encoding, mark):
    text = "First line with Größe and “quotes”.\r\n\r\nSecond paragraph.\r"
    source = plain.parse(mark + text.encode(encoding), "notes")
    assert source.text == text
    assert source.notes == ()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Der Müller zahlt 5 € für die Größe – „sehr schön“. Übermäßig!", "cp1252"),
        ("Привет, как дела? Это обычный русский текст, и в нём есть слова.", "cp1251"),
        ("これは日本語のテキストです。読みやすい文章を書きましょう。", "cp932"),
    ],
)
def test_an_old_encoding_is_guessed_and_named(text, encoding):
    source = plain.parse(text.encode(encoding), "old")
    assert source.text == text
    assert source.notes == (f"read as {encoding}: if letters look wrong, save it as UTF-8",)


@pytest.mark.parametrize("data", [b"abc\0def", b"\xff\xfea\0\0\0b\0", b"a\0b\0\0"])
def test_a_nul_character_is_refused(data):
    with pytest.raises(Refused, match="only binary files have"):
        plain.parse(data, "x")


def test_invisible_characters_of_a_text_file_stay_and_are_counted(said):
    source = plain.parse("pay\u200bment to \u202eevil".encode(), "x")
    assert said(source) == ["pay\u200bment to \u202eevil"]
    assert source.notes == ("holds 2 invisible characters",)


def test_paragraphs_end_at_blank_lines_and_bullets(said):
    source = plain.parse(b"One\ntwo.\n \t\nItems:\n- first\n  goes on\n- second\n1. third\n\n\nEnd", "x")
    assert said(source) == ["One\ntwo.", "Items:", "- first\n  goes on", "- second", "1. third", "End"]


def test_markdown_blocks_leave_markers_out(said, block_of):
    text = (
        "# The *Plan* #\n\nIntro with\ntwo lines.\n\nSetext title\n---\n\n- one\n- two\n  goes on\n\n  - deep\n\n"
        "1. **first**\n\n> quoted\n> lines\n\n```python\ncode = 1\n\nmore = 2\n```\n\n    indented\n\n<!-- secret -->\n"
        "\n| Name | Age |\n|:--|--:|\n| Ann | 7 |\n|  | 8 |\n\n***\nlast\n"
    )
    source = markdown.parse(text.encode(), "file")
    assert source.text == text
    assert said(source) == [
        "The *Plan*",
        "Intro with\ntwo lines.",
        "Setext title",
        "one",
        "two\n  goes on",
        "deep",
        "**first**",
        "quoted\n> lines",
        "code = 1\n\nmore = 2",
        "indented",
        "Name | Age",
        "Ann | 7",
        "8",
        "last",
    ]
    assert source.title == "The Plan"
    assert block_of(source, "The *Plan*").is_heading
    assert block_of(source, "The *Plan*").headings == ()
    assert block_of(source, "Setext title").headings == ("The Plan",)
    assert block_of(source, "deep").headings == ("The Plan", "Setext title")
    assert block_of(source, "Ann | 7").header == "Name | Age"
    assert block_of(source, "Name | Age").header == ""


def test_a_heading_closes_those_of_its_level():
    source = markdown.parse(b"# A\n\n### B\n\n## C\n\ntext\n\n# D\n\nend\n", "file")
    assert [block.headings for block in source.blocks] == [(), ("A",), ("A",), ("A", "C"), (), ("D",)]


def test_front_matter_is_no_heading_and_names_the_file(said):
    source = markdown.parse(b'---\ntitle: "Tide tables"\ndraft: no\n---\n\nText.\n', "file")
    assert said(source) == ['title: "Tide tables"\ndraft: no', "Text."]
    assert not any(block.is_heading for block in source.blocks)
    assert source.title == "Tide tables"


def test_markdown_without_a_title_is_named_by_its_file():
    assert markdown.parse(b"## Only a second level\n", "my-notes").title == "my-notes"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_move_blocks(end, said):
    text = end.join(["# Title", "", "a\u2028b\x0bc\x85d", "", "- item", ""])
    source = markdown.parse(text.encode(), "x")
    assert source.text == text
    assert said(source) == ["Title", "a\u2028b\x0bc\x85d", "item"]


WRITTEN = st.characters(
    exclude_categories=["Cs", "Cc"], include_characters="\t\n\r\x0c\x85", exclude_characters="\ufeff"
)


@given(st.text(WRITTEN, max_size=300))
def test_any_text_keeps_every_character(text):
    for parser in (plain, markdown):
        source = parser.parse(text.encode("utf-8"), "x")
        assert source.text == text
        covered = "".join(text[block.start : block.end] for block in source.blocks)
        if parser is plain:
            assert "".join(covered.split()) == "".join(text.split())


PIECES = st.sampled_from(
    ["# ", "## ", "- ", "1. ", "> ", "```\n", "~~~", "    ", "| a | b |\n", "|---|---|\n", "\n", "\n\n", "\r\n", "\r",
     "text", "*b*", "---\n", "===\n", "<div>", "<!--", "-->", "\t", "`", "[x]: y\n", "\\", "|", " ", "\u3000", "\u2028"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_markdown_gives_sound_blocks(text):
    source = markdown.parse(text.encode("utf-8"), "x")
    last = 0
    for block in source.blocks:
        said = text[block.start : block.end]
        assert last <= block.start < block.end
        assert said == said.strip() != ""
        last = block.end
