"""DOCX: everything that is shown, in order, and nothing that is deleted or hidden."""

import io

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from vectorstore.parsing.formats.word import parser


def parsed(document, stem="stem"):
    buffer = io.BytesIO()
    document.save(buffer)
    return parser.parse(buffer.getvalue(), stem)


def paragraph(document, xml):
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"))


def test_paragraphs_and_tables_in_order_with_headings(sound, said, block_of):
    document = Document()
    document.add_heading("The Plan", 0)
    document.add_heading("First part", 1)
    document.add_paragraph("Before the table.")
    table = document.add_table(3, 3)
    for row, values in zip(table.rows, [("Name", "Age", "City"), ("Ann", "7", ""), ("Bo", "8", "Rome")], strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    document.add_paragraph("An item", style="List Bullet")
    document.add_heading("Detail", 2)
    document.add_paragraph("After it.")
    source = sound(parsed(document))
    assert said(source) == [
        "The Plan", "First part", "Before the table.", "Name | Age | City", "Ann | 7", "Bo | 8 | Rome", "An item",
        "Detail", "After it.",
    ]  # fmt: skip
    assert source.title == "The Plan"
    assert block_of(source, "After it.").headings == ("The Plan", "First part", "Detail")
    assert block_of(source, "Ann | 7").header == "Name | Age | City"


def test_links_and_insertions_are_kept_deletions_and_hidden_text_are_not(said):
    document = Document()
    paragraph(
        document,
        "<w:r><w:t xml:space='preserve'>Shown </w:t></w:r><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink>"
        "<w:ins w:id='1' w:author='a'><w:r><w:t xml:space='preserve'> inserted</w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='a'><w:r><w:delText>deleted</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden!</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>, not hidden</w:t></w:r>"
        "<w:fldSimple w:instr='DATE'><w:r><w:t xml:space='preserve'> 5 May</w:t></w:r></w:fldSimple>"
        "<w:sdt><w:sdtContent><w:r><w:tab/><w:t>control</w:t></w:r></w:sdtContent></w:sdt>",
    )
    source = parsed(document)
    assert said(source) == ["Shown link inserted, not hidden 5 May\tcontrol"]
    assert source.notes == ("left out 7 characters of hidden text",)


def test_a_text_box_is_read_once(said):
    box = "<w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent>"
    document = Document()
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:p {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
            "xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' "
            "xmlns:v='urn:schemas-microsoft-com:vml'><w:r><w:t>Anchor</w:t></w:r><w:r><mc:AlternateContent>"
            f"<mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r></w:p>"
        ),
    )
    assert said(parsed(document)) == ["Anchor", "In the box"]


def test_merged_cells_are_said_once(said):
    document = Document()
    table = document.add_table(3, 3)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"c{number}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "tall"
    assert said(parsed(document)) == ["wide | c2", "tall | c4 | c5", "| c7 | c8"]


def test_a_table_that_frames_text_is_read_as_text(said):
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "In a frame"
    cell.add_paragraph("and more")
    assert said(parsed(document)) == ["In a frame", "and more"]


def test_the_title_property_comes_first():
    document = Document()
    document.add_heading("Heading", 1)
    document.core_properties.title = "Property"
    assert parsed(document).title == "Property"
    document.core_properties.title = ""
    assert parsed(document).title == "Heading"
    assert parsed(Document(), "stem").title == "stem"
