"""The text of one PDF page as fragments: stretches of characters on one line, with their boxes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pypdfium2 import PdfPage

from vectorstore.parsing.formats.pdf.characters import HYPHEN, Box, Character, characters
from vectorstore.parsing.invisible import cleaned

GAP = 1.0  # of the font size: rarely a space, more often the border of a column or a cell
# The mark is a control character, which cleaning removes: it takes the place of a private one meanwhile.
SAFE_HYPHEN = "\ue002"


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
        found = characters(textpage)
    finally:
        textpage.close()
    left, bottom, right, top = page.get_bbox()
    turns = Counter(c.style.turn for c in found if not c.text.isspace())
    # The page is turned so that most of its text is level, whatever its own rotation says.
    turn = turns.most_common(1)[0][0] if turns else 0
    fragments, invisible = [], 0
    for group in _groups(found):
        text, lost = cleaned("".join(c.text for c in group).replace(HYPHEN, SAFE_HYPHEN))
        invisible += lost
        text = " ".join(text.replace(SAFE_HYPHEN, HYPHEN).split(" ")).strip()
        if text:
            fragments.append(_fragment(text, group, turn, (left, bottom, right, top)))
    return PageText(tuple(fragments), (right - left) if turn in (90, 270) else (top - bottom), invisible)


def _groups(found: list[Character]) -> Iterator[list[Character]]:
    """Characters up to a line end, a cut word, a wide gap or another direction."""
    group: list[Character] = []
    last: Character | None = None
    for character in found:
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


def _gap(one: Character, other: Character) -> float:
    """The distance between two characters along their line, in font sizes."""
    side = 0 if one.style.turn in (0, 180) else 1
    distance = max(other.box[side] - one.box[side + 2], one.box[side] - other.box[side + 2])
    return distance / max(one.style.size, other.style.size)


def _fragment(text: str, group: list[Character], turn: int, page: Box) -> Fragment:
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
    styles = Counter(c.style for c in shown)
    size = round(styles.most_common(1)[0][0].size, 1)
    return Fragment(text, x0, y0, x1, y1, size, all(style.bold for style in styles), shown[0].style.turn == turn)
