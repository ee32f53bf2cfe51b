"""HTML: all text that a browser shows, in the order of the page."""

import re

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from vectorstore.parsing.builder import TextBuilder
from vectorstore.parsing.decoding import decode
from vectorstore.parsing.formats.html.tables import OpenTable, is_data
from vectorstore.parsing.formats.html.visible import WHITE_SPACE, Step, steps, tag_of
from vectorstore.parsing.refusal import Refused
from vectorstore.types import SourceText

DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w.:-]+)", re.I
)
DECLARED_WITHIN = 4096  # bytes; browsers look at the first 1,024, but many pages name it later
# Browsers read these names as the other one; the last is declared in pages that are plainly not in it.
AS_BROWSERS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "utf-16": "utf-8"}

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre "
    "search section select summary table tbody td textarea tfoot th thead tr ul".split()
)
# In the line, but not glued to the words beside them.
APART = frozenset("button img input label meter progress output".split())
LEVELS = {f"h{level}": level for level in range(1, 7)}


def parse(data: bytes, stem: str) -> SourceText:
    """The visible text of a page, with its headings and tables."""
    text, guess = decode(data, _declared(data))
    root = _tree(text)
    flow = _Flow()
    for step in steps(root):
        flow.take(step)
    draft = flow.draft
    if guess:
        draft.notes.append(f"read as {guess}: if letters look wrong, save it as UTF-8")
    if flow.hidden:
        draft.notes.append(f"left out {flow.hidden:,} characters of hidden text")
    title = next((" ".join(e.text_content().split()) for e in root.iter("title") if e.getparent().tag != "svg"), "")
    return draft.finish(title or draft.outline.first(1) or stem)


def _declared(data: bytes) -> str | None:
    """The encoding that a page names."""
    found = DECLARED.search(data[:DECLARED_WITHIN])
    if found is None:
        return None
    name = (found.group(1) or found.group(2)).decode("ascii", "ignore").lower()
    return AS_BROWSERS.get(name, name)


def _tree(text: str) -> HtmlElement:
    """The page as a tree, however broken it is; nothing is loaded."""
    # Given bytes of a known encoding, lxml ignores what the page declares; huge_tree allows the deepest nesting.
    parser = HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        raise Refused("has no text; there is nothing to find in it.") from None
    # Below its limit the parser drops all text without a word.
    if any("depth" in entry.message for entry in parser.error_log if entry.level == etree.ErrorLevels.FATAL):
        raise Refused("is nested too deeply to be read whole; save the page as plain text.")
    return root


class _Flow:
    """The text of the page while its elements go by."""

    def __init__(self) -> None:
        self.draft = TextBuilder()
        self.hidden = 0
        self._line: list[str] = []
        self._level = 0
        self._preformatted = 0
        self._table: OpenTable | None = None

    def take(self, step: Step) -> None:
        """Adds what one step of the page shows."""
        event, element, text = step
        if event == "hidden":
            self.hidden += len(text)
        elif event == "text":
            self._write(text if self._preformatted else WHITE_SPACE.sub(" ", text))
        else:
            tag = tag_of(element)
            if tag == "br":
                self._write("\n" if event == "start" else "")
            elif tag in APART:
                self._write(" ")
            elif tag in BLOCKS:
                self._border(event, tag, element)

    def _border(self, event: str, tag: str, element: HtmlElement) -> None:
        """Begins or ends a block."""
        start = event == "start"
        if self._table is not None and self._table.open:
            self._write(" ")
        else:
            self._flush()
        if tag in LEVELS:
            self._level = LEVELS[tag] if start else 0
        elif tag in ("pre", "textarea"):
            self._preformatted += 1 if start else -1
        elif tag == "table" and start and is_data(element):
            self._table = OpenTable()
        elif self._table is not None:
            self._cell(start, tag, element)

    def _cell(self, start: bool, tag: str, element: HtmlElement) -> None:
        """Begins or ends a part of a table."""
        assert self._table is not None
        if tag == "table":
            self.draft.table(self._table.rows(), self._table.marked)
            self._table = None
        elif tag == "tr" and start:
            self._table.row()
        elif tag in ("td", "th"):
            if start:
                self._table.cell(element)
            else:
                self._table.open = False

    def _write(self, text: str) -> None:
        """Adds text to the line or the open cell."""
        if self._table is not None and self._table.open:
            self._table.write(text)
        else:
            self._line.append(text)

    def _flush(self) -> None:
        """Makes a block of the text so far."""
        text = "".join(self._line)
        self._line.clear()
        if self._level:
            self.draft.heading(text, self._level)
        elif self._preformatted:
            self.draft.paragraph(text)
        else:
            self.draft.paragraph("\n".join(_lines(text)))


def _lines(text: str) -> list[str]:
    """The lines of a paragraph with single spaces, as a browser draws them."""
    return [re.sub(" {2,}", " ", line).strip(" ") for line in text.split("\n")]
