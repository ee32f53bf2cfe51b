"""What the bytes of a file are, whatever its name says."""

import io
import zipfile

from vectorstore.parsing.archive import check_zip
from vectorstore.parsing.refusal import Refused
from vectorstore.parsing.registry import Format

SIGNATURES = (
    (b'{"added_document": ', "added document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE"),
    (b"{\\rtf", "RTF file"),
    (b"\x89PNG\r\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"\x1f\x8b", "gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"SQLite format 3\x00", "SQLite database"),
    (b"\x7fELF", "program"),
)
SPOKEN_WITH_VOWEL = "AEFHILMNORSX"
PDF_HEADER_WITHIN = 1024  # bytes; readers accept a PDF that starts this late

# The streams of an OLE file are named in UTF-16, so a search finds them without a parser.
OLE_STREAMS = (
    ("EncryptedPackage", "protected"),
    ("WordDocument", "old Word document (.doc)"),
    ("PowerPoint Document", "old PowerPoint file (.ppt)"),
    ("Workbook", "old Excel workbook (.xls)"),
)
PACKAGES = (
    (b"wordprocessingml.document.main", "DOCX"),
    (b"ms-word.document.macroEnabled.main", "DOCX"),
    (b"spreadsheetml.sheet.main", "XLSX"),
    (b"ms-excel.sheet.macroEnabled.main", "XLSX"),
    (b"presentationml.", "PowerPoint file (.pptx)"),
    (b"ms-excel.sheet.binary", "binary Excel workbook (.xlsb)"),
)
SUFFIX_OF = {"PDF": ".pdf", "DOCX": ".docx", "XLSX": ".xlsx"}


def kind_of(data: bytes) -> str:
    """What some bytes are: "PDF", "DOCX", "XLSX", "text" or the name of something that cannot be read."""
    if data.startswith(b"PK\x03\x04"):
        return _package(data)
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            return _ole(data) if name == "OLE" else name
    if b"%PDF-" in data[:PDF_HEADER_WITHIN]:
        return "PDF"
    return "text"


def check_content(data: bytes, expected: Format) -> None:
    """Nothing; raises Refused if the bytes are not what the suffix promises."""
    if not data.strip():
        raise Refused("is empty; save it again and add that.")
    kind = kind_of(data)
    if kind == expected.content:
        return
    if kind == "protected":
        raise Refused("is protected by a password; save a copy without one and add that.")
    if kind in SUFFIX_OF:
        raise Refused(f"is {with_article(kind)} file by its content; give its name the ending {SUFFIX_OF[kind]}.")
    if kind == "text":
        raise Refused(
            f"is not {with_article(expected.name)} file, or is damaged; open it and save it as {expected.name} again."
        )
    raise Refused(f"is {with_article(kind)} by its content; save it as {expected.name} and add that.")


def with_article(noun: str) -> str:
    """A noun with its indefinite article, which goes by the sound: an XLSX, an old file, a PDF."""
    spelled = noun[:2].isupper()
    return f"{'an' if noun[0] in (SPOKEN_WITH_VOWEL if spelled else 'aeioAEIO') else 'a'} {noun}"


def _ole(data: bytes) -> str:
    """What an OLE container holds."""
    for stream, kind in OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return kind
    return "old Office file"


def _package(data: bytes) -> str:
    """What a zip file is, by its own table of contents."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_zip(archive)
            names = set(archive.namelist())
            types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
            mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
    # All that zipfile raises over damaged bytes; RuntimeError is a password, NotImplementedError an unknown method.
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        raise Refused("is damaged (its zip container cannot be read); open it and save it again.") from None
    for marker, kind in PACKAGES:
        if marker in types:
            return kind
    if b"opendocument" in mimetype:
        return "OpenDocument file"
    return "EPUB book" if b"epub" in mimetype else "zip archive"
