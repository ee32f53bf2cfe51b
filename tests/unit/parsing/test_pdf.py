"""PDF: reading order, whole words, whole paragraphs, and where each page starts."""

import pytest

from vectorstore.parsing.formats.pdf import parser as reader
from vectorstore.parsing.formats.pdf.hyphens import joint
from vectorstore.parsing.refusal import Refused

BODY, BOLD = "Helvetica", "Helvetica-Bold"


def lines(x, top, *texts, font=BODY, size=10):
    return [(x, top + 12 * number, text, font, size) for number, text in enumerate(texts)]


LEFT = (
    "The first column begins here and it is read",
    "from its top to its end before the second",
    "column is looked at, as a reader would do it",
    "with a printed page of this kind.",
)
RIGHT = (
    "The second column comes after the first and",
    "holds what the first had no room for, in lines",
    "that stand beside those of the first one but",
    "belong to another sentence.",
)


def test_two_columns_are_read_one_after_the_other(pdf, sound, said):
    page = [(120, 60, "A Title Across Both Columns", BOLD, 18), *lines(50, 100, *LEFT), *lines(310, 100, *RIGHT)]
    # Drawn row by row, as some programs do: the order of the file is not the order of reading.
    page = sorted(page, key=lambda item: item[1])
    source = sound(reader.parse(pdf(page), "stem"))
    assert said(source) == ["A Title Across Both Columns", " ".join(LEFT), " ".join(RIGHT)]
    assert source.title == "A Title Across Both Columns"
    assert source.blocks[0].is_heading
    assert source.blocks[1].headings == ("A Title Across Both Columns",)


def test_the_rows_of_a_table_are_not_columns(pdf, sound, block_of):
    rows = [("Species", "2021", "2022"), ("Razorbill", "212", "205"), ("Kittiwake", "388", "401"), ("Shag", "77", "81")]
    page = lines(50, 60, "A sentence of plain text that stands above the table.")
    for number, row in enumerate(rows):
        page += [(50 + 150 * column, 100 + 14 * number, cell, BODY, 10) for column, cell in enumerate(row)]
    source = sound(reader.parse(pdf(page), "stem"))
    assert "Species | 2021 | 2022\nRazorbill | 212 | 205\nKittiwake | 388 | 401\nShag | 77 | 81" in source.text
    assert block_of(source, "Shag | 77 | 81").header == "Species | 2021 | 2022"


def test_words_cut_at_a_line_end_are_made_whole(pdf, said):
    page = lines(
        50,
        60,
        "The well-known measure of the tempera-",
        "ture is a well-",
        "known one. It is an x-",
        "axis of 2019-",
        "2020.",
    )
    assert said(reader.parse(pdf(page), "stem")) == [
        "The well-known measure of the temperature is a well-known one. It is an x-axis of 2019-2020."
    ]


@pytest.mark.parametrize(
    ("before", "after", "words", "expected"),
    [
        ("the tempera-", "ture", set(), "the temperature"),
        ("the tempera\x02", "ture", set(), "the temperature"),
        ("a long-", "term plan", {"long-term", "longterm"}, "a long-term plan"),
        ("a high-", "dimensional", {"high", "dimensional"}, "a high-dimensional"),
        ("self-", "made", {"self-"}, "self-made"),
        ("with-", "out", {"with", "out"}, "without"),
        ("Jean-", "Paul", set(), "Jean-Paul"),
        ("a dash -", "here", set(), "a dash - here"),
        ("日本", "語", set(), "日本語"),
        ("plain", "words", set(), "plain words"),
    ],
)
def test_how_two_lines_are_joined(before, after, words, expected):
    start, between = joint(before, after, words)
    assert start + between + after == expected


def test_running_heads_and_page_numbers_are_left_out_and_reported(pdf, sound, said):
    pages = [
        [
            (50, 30, "Annual Report", BODY, 9),
            *lines(50, 100, f"Text of part {word} stands here."),
            (290, 800, f"Page {n} of 4", BODY, 9),
        ]
        for n, word in enumerate(["one", "two", "three", "four"], start=1)
    ]
    source = sound(reader.parse(pdf(*pages), "stem"))
    assert said(source) == [f"Text of part {word} stands here." for word in ("one", "two", "three", "four")]
    assert source.notes == (
        "left out the running line 'Annual Report' on 4 pages",
        "left out the running line 'Page # of 4' on 4 pages",
    )


def test_what_repeats_but_does_not_run_stays(pdf, said):
    slides = [[(50, 60, f"Step {n}", BODY, 20), *lines(50, 300, f"Body number {n}.", "More.")] for n in range(1, 6)]
    slides += [[*lines(50, 60, "Questions"), *lines(50, 300, "And", "answers.")], slides[0], slides[2]]
    text = said(reader.parse(pdf(*slides), "s"))
    assert [text.count(f"Step {n}") for n in range(1, 6)] == [2, 1, 2, 1, 1]
    assert [part for part in text if part.startswith("Body number 4")]
    assert text.count("Questions") == 1


def test_a_paragraph_runs_on_over_the_page_and_the_page_starts_inside_it(pdf, sound, said):
    source = sound(
        reader.parse(
            pdf(
                lines(50, 700, "This sentence begins at the end of a page and it goes", "on, after the border, to an"),
                [],
                lines(50, 60, "end that is on the third. Then another sentence follows,"),
            ),
            "stem",
        )
    )
    assert len(said(source)) == 1
    assert source.pages == (0, source.text.index("end that"), source.text.index("end that"))
    assert source.page_at(0) == 1
    assert source.page_at(source.text.index("end that")) == 3
    assert source.notes == ("page 2 has no text: probably scanned; run OCR (text recognition) and add the result",)


def test_paragraphs_end_at_gaps_indents_and_list_marks(pdf, said):
    page = [
        *lines(50, 60, "The first paragraph has lines that are long enough to tell", "where the right edge is."),
        *lines(50, 100, "The second one stands below a gap and goes on for so long", "that it takes two lines."),
        (62, 124, "The third is set apart by nothing but its indent, as in", BODY, 10),
        (50, 136, "most books.", BODY, 10),
        (50, 160, "• an item with a text that is so long that it takes another", BODY, 10),
        (60, 172, "line below", BODY, 10),
        (50, 184, "• a second item", BODY, 10),
    ]
    assert [text.split()[0] + " " + text.split()[1] for text in said(reader.parse(pdf(page), "s"))] == [
        "The first", "The second", "The third", "• an", "• a",
    ]  # fmt: skip


def test_headings_are_told_by_size_and_weight(pdf, block_of):
    page = [
        (50, 60, "Handbook", BOLD, 20),
        (50, 100, "1 Purpose", BOLD, 14),
        *lines(50, 130, "This text is set in the size of the body and it is longer", "than all the headings are."),
        (50, 170, "Scope", BOLD, 10),
        *lines(50, 190, "More of the body text follows here below the small heading."),
    ]
    source = reader.parse(pdf(page), "s")
    body = block_of(source, "More of the body text follows here below the small heading.")
    assert body.headings == ("Handbook", "1 Purpose", "Scope")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Tide Tables", "Tide Tables"),
        ("Microsoft Word - x.doc", "Large"),
        ("untitled", "Large"),
        ("report.docx", "Large"),
    ],
)
def test_the_title_is_one_that_looks_like_one(pdf, title, expected):
    page = [(50, 60, "Large", BODY, 20), *lines(50, 100, "Small text that is most of what there is to be read.")]
    assert reader.parse(pdf(page, title=title), "stem").title == expected


def test_filled_form_fields_are_text(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "form.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(50, 700, "Name:")
    canvas.acroForm.textfield(name="n", value="Alice", x=100, y=690, width=200, height=20)
    canvas.save()
    assert "Alice" in reader.parse(path.read_bytes(), "s").text


def test_a_turned_page_is_read(tmp_path, said):
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "turned.pdf"
    canvas = Canvas(str(path))
    canvas.rotate(90)
    canvas.drawString(100, -100, "A line that runs up the page")
    canvas.drawString(100, -112, "and another below it.")
    canvas.save()
    assert said(reader.parse(path.read_bytes(), "s")) == ["A line that runs up the page and another below it."]


def test_a_scan_and_a_locked_file_say_what_to_do(pdf):
    with pytest.raises(Refused, match="probably a scan; run OCR"):
        reader.parse(pdf([]), "s")
    with pytest.raises(Refused, match="protected by a password; save a copy without one"):
        reader.parse(pdf(lines(50, 60, "secret"), encrypt="key"), "s")


def test_a_table_of_contents_keeps_its_lines(pdf, said):
    entries = [f"Chapter {word} {'.' * 60} {n}" for n, word in enumerate(("one", "two", "three"), start=7)]
    assert said(reader.parse(pdf(lines(50, 60, *entries)), "s")) == ["\n".join(entries)]
