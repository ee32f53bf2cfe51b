"""What the styles of a Word document say about its paragraphs: heading levels and hidden text."""

import re
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element

from vectorstore.parsing.formats.word.text import is_on

HEADING = re.compile(r"heading (\d)", re.I)
BODY_LEVEL = 9  # the outline level of text that is no heading
TITLE = 0  # above every heading
MOST_PARENTS = 50


@dataclass(frozen=True, slots=True)
class Styles:
    """Styles by their ids."""

    levels: dict[str, int]
    hidden: frozenset[str]

    def level(self, paragraph: _Element) -> int | None:
        """The heading level of a paragraph, or None."""
        outline = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if outline is not None:
            level = int(outline.get(qn("w:val"), BODY_LEVEL))
            return level + 1 if level < BODY_LEVEL else None
        style = _value(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}"))
        return self.levels.get(style) if style else None


def read_styles(root: _Element | None) -> Styles:
    """The styles that a document defines."""
    elements = {} if root is None else {style.get(qn("w:styleId")): style for style in root.iter(qn("w:style"))}
    levels: dict[str, int] = {}
    hidden: set[str] = set()
    for name in elements:
        chain = _chain(name, elements)
        level = next((level for level in map(_level, chain) if level is not None), None)
        if level is not None and level <= BODY_LEVEL:
            levels[name] = level
        switches = [switch for style in chain if (switch := style.find(f"{qn('w:rPr')}/{qn('w:vanish')}")) is not None]
        if switches and is_on(switches[0]):
            hidden.add(name)
    return Styles(levels, frozenset(hidden))


def _chain(name: str, elements: dict[str, _Element]) -> list[_Element]:
    """A style and those it is based on; a file may base a style on itself."""
    chain: list[_Element] = []
    while name in elements and len(chain) < MOST_PARENTS:
        chain.append(elements[name])
        name = _value(elements[name].find(qn("w:basedOn")))
    return chain


def _level(style: _Element) -> int | None:
    """The heading level that a style itself gives; above BODY_LEVEL if it says that it is no heading."""
    # The name is English in every language of Word; the id is not.
    name = _value(style.find(qn("w:name")))
    if name.lower() == "title":
        return TITLE
    heading = HEADING.fullmatch(name)
    if heading:
        return int(heading.group(1))
    outline = style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    return None if outline is None else int(_value(outline) or BODY_LEVEL) + 1


def _value(element: _Element | None) -> str:
    """The value of a property, or nothing."""
    return "" if element is None else element.get(qn("w:val"), "")
