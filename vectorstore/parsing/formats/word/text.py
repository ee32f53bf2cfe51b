"""The visible text of a Word paragraph: links, insertions, fields and text boxes in, deletions out."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from lxml.etree import _Element

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
TEXTS = frozenset((qn("w:t"), MATH + "t", DRAWING + "t"))
CHARACTERS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
# Deleted or moved away, properties, the code behind a field, and the reading aid above a word.
LEFT_OUT = frozenset(
    map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:tblPr", "w:trPr", "w:tcPr", "w:sectPr", "w:instrText", "w:rt"))
)
BLOCKS = frozenset((qn("w:p"), qn("w:tbl")))
BOX = qn("w:txbxContent")


@dataclass(slots=True)
class Spoken:
    """What a paragraph says."""

    text: str = ""
    boxes: list[_Element] = field(default_factory=list)
    """The text boxes anchored in it."""
    hidden: int = 0
    """How many characters of it are hidden."""


def blocks(container: _Element) -> Iterator[_Element]:
    """The paragraphs and tables of a body, a cell or a text box, however they are wrapped."""
    for child in shown(container):
        if child.tag in BLOCKS:
            yield child
        elif child.tag not in LEFT_OUT:
            yield from blocks(child)


def shown(element: _Element) -> Iterator[_Element]:
    """The children of an element; of the versions of one thing, the first."""
    if element.tag == MC + "AlternateContent":
        yield from element[:1]
    else:
        yield from element.iterchildren(tag="*")


def spoken(paragraph: _Element, hidden_styles: frozenset[str]) -> Spoken:
    """What a paragraph says."""
    result = Spoken()
    parts: list[str] = []
    _read(paragraph, parts, result, hidden_styles)
    result.text = "".join(parts).strip()
    return result


def _read(element: _Element, parts: list[str], result: Spoken, hidden_styles: frozenset[str]) -> None:
    """Adds what an element says to the parts, and its text boxes to the result."""
    for child in shown(element):
        tag = child.tag
        if tag in LEFT_OUT:
            continue
        if tag in TEXTS:
            parts.append(child.text or "")
        elif tag in CHARACTERS:
            parts.append(CHARACTERS[tag])
        elif tag == qn("w:sym"):
            parts.append(_symbol(child))
        elif tag == BOX:
            result.boxes.append(child)
        elif tag == qn("w:r") and _is_hidden(child, hidden_styles):
            result.hidden += sum(len(text.text or "") for text in child.iter(*TEXTS))
        else:
            _read(child, parts, result, hidden_styles)


def _is_hidden(run: _Element, hidden_styles: frozenset[str]) -> bool:
    """Whether a run is formatted as hidden text."""
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return False
    vanish = properties.find(qn("w:vanish"))
    if vanish is not None:
        return is_on(vanish)
    style = properties.find(qn("w:rStyle"))
    return style is not None and style.get(qn("w:val")) in hidden_styles


def is_on(switch: _Element) -> bool:
    """Whether a switch is on: it is where it stands without a value."""
    return switch.get(qn("w:val"), "1") not in ("0", "false", "off")


def _symbol(element: _Element) -> str:
    """A character of a symbol font: its own code where it is a real one, else a bullet."""
    code = int(element.get(qn("w:char"), "2022"), 16)
    return "\N{BULLET}" if 0xE000 <= code <= 0xF8FF else chr(code)
