"""The text of one PDF page as fragments: stretches of characters on one line, with their boxes."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage, PdfTextPage

from vectorstore.parsing.invisible import cleaned

HYPHEN = "\x02"
"""PDFium's mark for a hyphen at the end of a line, where a word may be cut."""
GAP = 1.0  # of the font size: rarely a space, more often the border of a column or a cell
RISE, DROP = 0.8, 0.2  # of the font size: how far letters reach above and below their baseline
BOLD_WEIGHT = 600  # CSS scale
BOLD_NAME = re.compile(r"bold|black|heavy|demi|medi$|CMBX|CMB\d|SFBX", re.I)
TURNS = (0, 90, 180, 270)
# Bullets of symbol fonts, which have no letter of their own.
BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf06e\uf0e0\uf02d", "\N{BULLET}"))


@dataclass(frozen=True, slots=True)
class Style:
    """How characters look."""

    size: float
    bold: bool
    turn: int
    """Degrees against the clock between the line and the page's horizontal: 0, 90, 180 or 270."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """Characters that stand side by side; x grows to the right, y downwards, in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    level: bool = True
    """Whether it runs along the page's lines, not across them."""


Box = tuple[float, float, float, float]
"""Left, bottom, right, top, as the file has them."""


@dataclass(frozen=True, slots=True)
class _Character:
    """One character where it stands."""

    text: str
    box: Box
    style: Style


@dataclass(frozen=True, slots=True)
class PageText:
    """What stands on a page, and how tall the page is as it is read."""

    fragments: tuple[Fragment, ...]
    height: float
    invisible: int


def read_page(page: PdfPage) -> PageText:
    """The fragments of a page in the order of the file."""
    textpage = page.get_textpage()
    try:
        characters = list(_characters(textpage))
    finally:
        textpage.close()
    left, bottom, right, top = page.get_bbox()
    turns = Counter(c.style.turn for c in characters if not c.text.isspace())
    # The page is turned so that most of its text is level, whatever its own rotation says.
    turn = turns.most_common(1)[0][0] if turns else 0
    fragments, invisible = [], 0
    for group in _groups(characters):
        text, lost = cleaned("".join(c.text for c in group).replace(HYPHEN, "\ue002"))
        invisible += lost
        text = " ".join(text.replace("\ue002", HYPHEN).split(" ")).strip()
        if text:
            fragments.append(_fragment(text, group, turn, (left, bottom, right, top)))
    return PageText(tuple(fragments), (right - left) if turn in (90, 270) else (top - bottom), invisible)


def _characters(textpage: PdfTextPage) -> Iterator[_Character]:
    """Every character of a page; a line end has a text of its own."""
    rectangle, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    styles: dict[int, Style] = {}
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        pdfium.FPDFText_GetLooseCharBox(textpage, index, rectangle)
        pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
        text_object = pdfium.FPDFText_GetTextObject(textpage, index)
        key = ctypes.cast(text_object, ctypes.c_void_p).value or 0
        if key not in styles:
            styles[key] = _style(textpage, index, text_object)
        yield _Character(_text(code), _box(rectangle, x.value, y.value, styles[key]), styles[key])


def _box(rectangle: pdfium.FS_RECTF, x: float, y: float, style: Style) -> Box:
    """The box of a character: as wide as its letter, as tall as its line (letters differ, lines do not)."""
    rise, drop = RISE * style.size, DROP * style.size
    if style.turn in (0, 180):
        below, above = (drop, rise) if style.turn == 0 else (rise, drop)
        return rectangle.left, y - below, rectangle.right, y + above
    before, after = (rise, drop) if style.turn == 90 else (drop, rise)
    return x - before, rectangle.bottom, x + after, rectangle.top


def _text(code: int) -> str:
    """A character by its code; surrogates of a pair come whole from PDFium, so a lone one is damage."""
    return chr(code).translate(BULLETS) if 0 <= code <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"


def _style(textpage: PdfTextPage, index: int, text_object: object) -> Style:
    """How a character looks."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    size = pdfium.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
    degrees = math.degrees(math.atan2(matrix.b, matrix.a)) % 360
    turn = min(TURNS, key=lambda t: min(abs(degrees - t), 360 - abs(degrees - t)))
    return Style(size or 1.0, _is_bold(textpage, index, text_object), turn)


def _is_bold(textpage: PdfTextPage, index: int, text_object: object) -> bool:
    """Whether a character is bold, by its font's weight or name."""
    if not text_object:
        return False
    buffer = ctypes.create_string_buffer(256)
    length = pdfium.FPDFText_GetFontInfo(textpage, index, buffer, len(buffer), ctypes.c_int())
    name = buffer.raw[: max(0, length - 1)].decode("utf-8", "replace")
    return pdfium.FPDFText_GetFontWeight(textpage, index) >= BOLD_WEIGHT or BOLD_NAME.search(name) is not None


def _groups(characters: list[_Character]) -> Iterator[list[_Character]]:
    """Characters up to a line end, a cut word, a wide gap or another direction."""
    group: list[_Character] = []
    last: _Character | None = None
    for character in characters:
        if character.text in "\r\n":
            yield group
            group, last = [], None
            continue
        if character.text.isspace():
            group.append(character)
            continue
        if last is not None and (_gap(last, character) > GAP or last.style.turn != character.style.turn):
            yield group
            group = []
        group.append(character)
        last = character
        if character.text == HYPHEN:
            yield group
            group, last = [], None
    yield group


def _gap(one: _Character, other: _Character) -> float:
    """The distance between two characters along their line, in font sizes."""
    side = 0 if one.style.turn in (0, 180) else 1
    distance = max(other.box[side] - one.box[side + 2], one.box[side] - other.box[side + 2])
    return distance / max(one.style.size, other.style.size)


def _fragment(text: str, group: list[_Character], turn: int, page: Box) -> Fragment:
    """Some characters as one stretch, on a page turned so that its text is level."""
    shown = [c for c in group if not c.text.isspace()] or group
    left, bottom = min(c.box[0] for c in shown), min(c.box[1] for c in shown)
    right, top = max(c.box[2] for c in shown), max(c.box[3] for c in shown)
    page_left, page_bottom, page_right, page_top = page
    x0, y0, x1, y1 = {
        0: (left - page_left, page_top - top, right - page_left, page_top - bottom),
        90: (bottom - page_bottom, left - page_left, top - page_bottom, right - page_left),
        180: (page_right - right, bottom - page_bottom, page_right - left, top - page_bottom),
        270: (page_top - top, page_right - right, page_top - bottom, page_right - left),
    }[turn]
    sizes = Counter[float]()
    for character in shown:
        sizes[round(character.style.size, 1)] += 1
    bold = all(c.style.bold for c in shown)
    return Fragment(text, x0, y0, x1, y1, sizes.most_common(1)[0][0], bold, shown[0].style.turn == turn)
