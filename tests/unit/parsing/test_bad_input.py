"""Every file that cannot be read is told in one line: which one, why, and what to do."""

import io
import os
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook

from vectorstore.errors import UnreadableFile
from vectorstore.parsing import SUFFIXES, parse
from vectorstore.parsing.content_type import with_article


def reason(path):
    with pytest.raises(UnreadableFile) as caught:
        parse(path)
    line = str(caught.value)
    assert "\n" not in line
    assert line.startswith(f"{path.name}: ") or not path.name.isprintable()
    return line.partition(": ")[2]


@pytest.fixture
def put(tmp_path):
    def write(name, data):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


@pytest.fixture
def word_file():
    buffer = io.BytesIO()
    document = Document()
    document.add_paragraph("Some words.")
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def workbook():
    buffer = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "x"
    book.save(buffer)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_file(put, suffix):
    assert reason(put(f"empty{suffix}", b"")) == "is empty; save it again and add that."
    assert reason(put(f"blank{suffix}", b" \r\n\t ")) == "is empty; save it again and add that."


@pytest.mark.parametrize("name", ["picture.png", "mail.eml", "noending", ".txt"])
def test_a_kind_of_file_that_is_not_read(put, name):
    assert reason(put(name, b"text")) == (
        "is not a kind of file Footnote reads (PDF, DOCX, XLSX, HTML, Markdown, text)."
    )


def test_a_suffix_in_capitals_is_read(put):
    assert parse(put("NOTES.TXT", b"text")).text == "text"


@pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a.html", "a.xlsx"])
def test_a_word_file_by_another_name(put, word_file, name):
    assert reason(put(name, word_file)) == "is a DOCX file by its content; give its name the ending .docx."


def test_other_files_by_another_name(put, word_file, workbook, pdf, noise):
    assert reason(put("a.docx", workbook)) == "is an XLSX file by its content; give its name the ending .xlsx."
    assert reason(put("a.md", pdf([]))) == "is a PDF file by its content; give its name the ending .pdf."
    assert reason(put("a.txt", b"\x89PNG\r\n\x1a\n...")) == (
        "is a PNG image by its content; save it as text and add that."
    )
    assert reason(put("a.pdf", b"Just text.")).startswith(
        "is not a PDF file, or is damaged; open it and save it as PDF"
    )
    assert reason(put("a.docx", OLE + "WordDocument".encode("utf-16-le"))) == (
        "is an old Word document (.doc) by its content; save it as DOCX and add that."
    )
    assert reason(put("b.docx", b"{\\rtf1 text}")) == "is an RTF file by its content; save it as DOCX and add that."
    assert reason(put("a.txt", noise)).startswith("is not text: it holds bytes that only binary files have")


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx"])
def test_office_files_with_a_password(put, name):
    data = OLE + bytes(1000) + "EncryptedPackage".encode("utf-16-le")
    assert reason(put(name, data)) == "is protected by a password; save a copy without one and add that."


def test_pdfs_without_text(put, pdf):
    assert reason(put("scan.pdf", pdf([]))) == (
        "has no text: it is probably a scan; run OCR (text recognition) and add the result."
    )
    assert reason(put("locked.pdf", pdf([(50, 50, "a", "Helvetica", 9)], encrypt="key"))).startswith("is protected by")
    assert reason(put("cut.pdf", pdf([])[:300])).startswith("is damaged: its pages cannot be found")


def test_files_whose_text_is_nothing(put, workbook):
    for name, data in [("a.html", b"<p hidden>x</p>"), ("b.md", b"<!-- only a comment -->"), ("c.html", b"<br>")]:
        assert reason(put(name, data)) == "has no text; there is nothing to find in it."


def test_damaged_packages(put, word_file, workbook):
    assert reason(put("a.docx", word_file[:2000])).startswith("is damaged (its zip container cannot be read)")
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<broken" if "sheet1" in name else source.read(name))
    assert reason(put("b.xlsx", buffer.getvalue())).startswith("is damaged or not quite an XLSX file (")


def package(*entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def test_packages_that_could_do_harm(put, docx_bomb):
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    for name, data, why in [
        ("many.docx", package(*((f"{n}", b"") for n in range(2001))), "it holds 2,001 parts, more than 2,000"),
        ("path.docx", package(("../../x", b"")), "a part of it has an unsafe name"),
        ("root.docx", package(("/etc/x", b"")), "a part of it has an unsafe name"),
        ("link.docx", package((link, b"")), "a part of it is a symbolic link"),
        ("ratio.docx", package(("a", bytes(2_000_000))), "a part of it unpacks to over 100 times its size"),
    ]:
        assert reason(put(name, data)) == f"is refused: {why}; save it again from the program that made it."
    assert reason(docx_bomb(201, zipfile.ZIP_DEFLATED)).startswith("is refused: it unpacks to more than 200 MB")


def test_a_file_that_is_too_large(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(100_000_001)
    assert reason(path) == "is larger than 100 MB; split it and add the parts."


def test_what_is_no_file(tmp_path):
    assert reason(tmp_path / "gone.txt") == "does not exist; check the name."
    (tmp_path / "folder.txt").mkdir()
    assert reason(tmp_path / "folder.txt").startswith("is not an ordinary file")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.txt")
        assert reason(tmp_path / "pipe.txt").startswith("is not an ordinary file")


def test_a_name_cannot_break_the_line(tmp_path):
    path = tmp_path / "a\nb\x1b[31m.txt"
    with pytest.raises(UnreadableFile, match=r"^a\ufffdb\ufffd\[31m\.txt: does not exist"):
        parse(path)


def test_entities_of_an_office_file_are_not_expanded(put, word_file, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                head, _, rest = part.partition(b"?>")
                declaration = f'<!DOCTYPE d [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
                part = head + b"?>" + declaration + rest.replace(b"Some words.", b"Some &e;words.")
            target.writestr(name, part)
    assert reason(put("a.docx", buffer.getvalue())).startswith("is damaged or not quite a DOCX file")


@pytest.mark.parametrize(("noun", "phrase"), [("XLSX", "an XLSX"), ("PDF", "a PDF"), ("old file", "an old file")])
def test_articles(noun, phrase):
    assert with_article(noun) == phrase
