"""The characters of a PDF page, each with its box and its look, as PDFium finds them."""

import ctypes
import math
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import pypdfium2.raw as pdfium
from pypdfium2 import PdfTextPage

HYPHEN = "\x02"
"""PDFium's mark for a hyphen at the end of a line, where a word may be cut."""
RISE, DROP = 0.8, 0.2  # of the font size: how far letters reach above and below their baseline
BOLD_WEIGHT = 600  # CSS scale
BOLD_NAME = re.compile(r"bold|black|heavy|demi|medi$|CMBX|CMB\d|SFBX", re.I)
FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")  # Hebrew, Arabic and their neighbours
TURNS = (0, 90, 180, 270)
FIRST_PRIVATE = 0xE000
# Bullets of symbol fonts, which have no letter of their own.
BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf06e\uf0e0\uf02d", "\N{BULLET}"))

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, as the file has them."""


@dataclass(frozen=True, slots=True)
class Style:
    """How the characters of one text object look, and where they stand across their line."""

    size: float
    bold: bool
    turn: int
    """Degrees against the clock between the line and the page's horizontal: 0, 90, 180 or 270."""
    low: float
    high: float
    """The lower and upper border of the line: letters differ in height, lines do not."""


class Character(NamedTuple):
    """One character where it stands."""

    text: str
    box: Box
    style: Style


def characters(textpage: PdfTextPage) -> list[Character]:
    """Every character of a page in the order of writing; a line end is a character as well."""
    found = list(_found(textpage))
    return _as_written(found) if FROM_THE_RIGHT.search("".join(c.text for c in found)) else found


def _found(textpage: PdfTextPage) -> Iterator[Character]:
    """Every character as PDFium orders them."""
    # Millions of calls in a long book, so each one counts: the raw page, and nothing per letter that its object knows.
    page, rectangle = textpage.raw, pdfium.FS_RECTF()
    styles: dict[int, Style] = {}
    for index in range(textpage.count_chars()):
        text = _text(pdfium.FPDFText_GetUnicode(page, index))
        pdfium.FPDFText_GetLooseCharBox(page, index, rectangle)
        text_object = pdfium.FPDFText_GetTextObject(page, index)
        # Spaces and line ends that PDFium adds belong to no object.
        key = ctypes.addressof(text_object.contents) if text_object else -index - 1
        style = styles.get(key)
        if style is None:
            style = styles[key] = _style(textpage, index, bool(text_object))
        if style.turn in (0, 180):
            box = (rectangle.left, style.low, rectangle.right, style.high)
        else:
            box = (style.low, rectangle.bottom, style.high, rectangle.top)
        yield Character(text, box, style)


def _as_written(found: list[Character]) -> list[Character]:
    """The characters with those of one glyph in order: PDFium reverses them in right-to-left text."""
    ordered: list[Character] = []
    for _, glyph in groupby(found, key=lambda c: (c.box, c.text.isspace())):
        letters = list(glyph)
        backwards = len(letters) > 1 and all(unicodedata.bidirectional(c.text) in ("R", "AL") for c in letters)
        ordered += reversed(letters) if backwards else letters
    return ordered


def _text(code: int) -> str:
    """A character by its code; surrogates of a pair come whole from PDFium, so a lone one is damage."""
    if code < FIRST_PRIVATE:
        return chr(code)
    return chr(code).translate(BULLETS) if code <= sys.maxunicode else "\N{REPLACEMENT CHARACTER}"


def _style(textpage: PdfTextPage, index: int, has_font: bool) -> Style:
    """How a character looks."""
    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    size = pdfium.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d) or 1.0
    degrees = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
    turn = min(TURNS, key=lambda t: min(abs(degrees - t), 360 - abs(degrees - t)))
    baseline = y.value if turn in (0, 180) else x.value
    below, above = (DROP, RISE) if turn in (0, 270) else (RISE, DROP)
    bold = has_font and _is_bold(textpage, index)
    return Style(size, bold, turn, baseline - below * size, baseline + above * size)


def _is_bold(textpage: PdfTextPage, index: int) -> bool:
    """Whether a character is bold, by its font's weight or name."""
    buffer = ctypes.create_string_buffer(256)
    length = pdfium.FPDFText_GetFontInfo(textpage, index, buffer, len(buffer), ctypes.c_int())
    name = buffer.raw[: max(0, length - 1)].decode("utf-8", "replace")
    return pdfium.FPDFText_GetFontWeight(textpage, index) >= BOLD_WEIGHT or BOLD_NAME.search(name) is not None
