"""HTML: all that a browser shows, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.parsing.formats.html import parser
from vectorstore.parsing.refusal import Refused


def test_visible_text_in_blocks_with_headings(said, block_of):
    source = parser.parse(
        b"<title>The\n page</title><nav><a>Home</a> <a>About</a></nav><h1>Big <i>head</i></h1><div>loose <b>bold</b>ly"
        b"<p>a  para<br>next\tline</p>tail</div><ul><li>one<ul><li>two</li></ul></li></ul><h2>Sub</h2><pre>x\n  y</pre>"
        b"<details><summary>More</summary>Folded</details><dl><dt>Term</dt><dd>Meaning</dd></dl>",
        "stem",
    )
    assert source.title == "The page"
    assert said(source) == [
        "Home About", "Big head", "loose boldly", "a para\nnext line", "tail", "one", "two", "Sub", "x\n  y",
        "More", "Folded", "Term", "Meaning",
    ]  # fmt: skip
    assert source.text.startswith("Home About\n\nBig head\n\nloose")
    assert block_of(source, "two").headings == ("Big head",)
    assert block_of(source, "Sub").is_heading
    assert block_of(source, "Folded").headings == ("Big head", "Sub")


def test_hidden_text_is_left_out_and_reported(said):
    source = parser.parse(
        b"<p>seen</p><script>code()</script><style>p{}</style><template>t</template><noscript>n</noscript><!-- c -->"
        b"<p hidden>secret one</p><p style='color:red; DISPLAY : none'>secret two</p>"
        b"<span style='visibility:hidden'>three</span><p>also <svg><title>tip</title></svg>seen</p>",
        "x",
    )
    assert said(source) == ["seen", "also seen"]
    assert source.notes == ("left out 25 characters of hidden text",)


def test_table_rows_carry_their_header(said, block_of):
    source = parser.parse(
        b"<table><caption>Ages</caption><thead><tr><th>Name<th>Age<th>City</thead><tr><td>Ann <p>Lee</p><td>7<td>"
        b"<tr><td>Bo<td><td>Rome</table>",
        "x",
    )
    assert said(source) == ["Ages", "Name | Age | City", "Ann Lee | 7", "Bo |  | Rome"]
    assert block_of(source, "Bo |  | Rome").header == "Name | Age | City"
    assert source.text.endswith("Name | Age | City\nAnn Lee | 7\nBo |  | Rome")


def test_a_table_that_lays_out_a_page_is_read_as_text(said):
    source = parser.parse(b"<table><tr><td>Menu</td><td><h1>Head</h1><p>Body</p></td></tr></table>", "x")
    assert said(source) == ["Menu", "Head", "Body"]


def test_invisible_characters_are_stripped_and_counted(said):
    source = parser.parse("<p>a\u200bb \u202ec&shy;d &#xE0041;e \U0001f468\u200d\U0001f469</p>".encode(), "x")
    assert said(source) == ["ab cd e \U0001f468\u200d\U0001f469"]
    assert source.notes == ("left out 3 invisible characters",)


@pytest.mark.parametrize(
    "data",
    [
        '<meta charset="windows-1251"><p>Привет мир</p>'.encode("cp1251"),
        '<?xml version="1.0" encoding="utf-8"?><html><p>Привет мир</p></html>'.encode(),
        "\ufeff<meta charset=ascii><p>Привет мир</p>".encode(),
        "<p>Привет мир</p>".encode("utf-16"),
    ],
)
def test_the_encoding_is_found(data, said):
    assert said(parser.parse(data, "x")) == ["Привет мир"]


def test_a_deep_page_is_read_whole_or_refused(said):
    assert said(parser.parse(b"<div>" * 1500 + b"deep" + b"</div>" * 1500 + b"<p>after", "x")) == ["deep", "after"]
    with pytest.raises(Refused, match="nested too deeply"):
        parser.parse(b"<div>" * 100_000 + b"deep", "x")


def test_nothing_is_loaded_from_outside(tmp_path, said):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    page = f'<!DOCTYPE html [<!ENTITY e SYSTEM "{secret.as_uri()}">]><p>&e; text</p><img src="{secret.as_uri()}">'
    assert "SECRET" not in parser.parse(page.encode(), "x").text


TAGS = (
    "p div b table tr td th thead li ul h1 h3 pre br title details svg select option caption script dialog nav".split()
)
TAGS += ["span hidden", "p style='display:none'"]
PARTS = st.one_of(
    st.sampled_from(TAGS).map("<{}>".format),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag.split()[0]}>"),
    st.text(max_size=5),
    st.sampled_from(["&#xD800;", "&#0;", "&nbsp;", "\u200b", "&lt;", "<!--", "-->"]),
)


@given(st.lists(PARTS, max_size=40).map("".join))
def test_any_html_gives_sound_blocks(text):
    data = text.encode("utf-8", "surrogatepass")
    try:
        source = parser.parse(data, "stem")
    except Refused:
        return
    last = 0
    for block in source.blocks:
        said = source.text[block.start : block.end]
        assert last <= block.start < block.end <= len(source.text)
        assert said == said.strip() != ""
        last = block.end
    source.text.encode("utf-8")
