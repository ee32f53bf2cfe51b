"""PDF: the text of its pages in reading order, with paragraphs, headings and the place of each page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import groupby

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfiumError

from vectorstore.parsing.builder import TextBuilder
from vectorstore.parsing.formats.pdf.characters import HYPHEN
from vectorstore.parsing.formats.pdf.columns import regions
from vectorstore.parsing.formats.pdf.headings import heading_levels, largest
from vectorstore.parsing.formats.pdf.hyphens import joint, vocabulary
from vectorstore.parsing.formats.pdf.lines import Line, lines
from vectorstore.parsing.formats.pdf.page import Fragment, PageText, read_page
from vectorstore.parsing.formats.pdf.paragraphs import Paragraph, flowing, paragraphs
from vectorstore.parsing.formats.pdf.running_heads import notes, running
from vectorstore.parsing.formats.pdf.tables import TableLines, goes_on, tables
from vectorstore.parsing.refusal import Refused
from vectorstore.parsing.table_heads import Heads
from vectorstore.types import SourceText

PASSWORD = Refused("is protected by a password; save a copy without one and add that.")
DAMAGED = Refused("is damaged: its pages cannot be found; open it and save it again.")
SCAN = "has no text: it is probably a scan; run OCR (text recognition) and add the result."
# What programs write where a title should be.
NO_TITLE = re.compile(
    r"untitled.*|title|document ?\d*|slide \d+|(?:powerpoint )?presentation ?\d*|microsoft \w+ ?-.*"
    r"|.*\.(?:docx?|rtf|odt|tex|dvi|pdf|indd|qxd|xlsx?|pptx?)",
    re.I,
)
PAGES_NAMED = 20


def parse(data: bytes, stem: str) -> SourceText:
    """The text of a PDF."""
    document = _opened(data)
    try:
        pages = [_page(document, number) for number in range(len(document))]
        meta_title = document.get_metadata_value("Title")
    finally:
        document.close()
    if not any(page.fragments for page in pages):
        raise Refused(SCAN)
    parts, left_out = _parts(pages)
    words = vocabulary(line for part in parts for line in part.lines)
    draft = TextBuilder()
    draft.invisible = sum(page.invisible for page in pages)
    draft.notes += [*left_out, *_empty(pages)]
    starts = _written(draft, parts, words)
    title = _title(meta_title) or _title(largest(parts)) or stem
    return draft.finish(title, [*starts, *[draft.length] * (len(pages) - len(starts))])


def _opened(data: bytes) -> PdfDocument:
    """The document that some bytes are."""
    try:
        document = PdfDocument(data)
        if len(document):
            document.init_forms()
            return document
    except PdfiumError as error:
        raise (PASSWORD if error.err_code == pdfium.FPDF_ERR_PASSWORD else DAMAGED) from None
    raise DAMAGED


def _page(document: PdfDocument, number: int) -> PageText:
    """What stands on a page; a page that cannot be loaded is an empty one."""
    try:
        # What was filled into forms and written in notes becomes text of the page once it is loaded again.
        with closing(document[number]) as page:
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        with closing(document[number]) as page:
            return read_page(page)
    except PdfiumError:
        return PageText((), 0.0, 0)


def _empty(pages: Sequence[PageText]) -> Iterator[str]:
    """A note on pages without text."""
    empty = [str(number + 1) for number, page in enumerate(pages) if not page.fragments]
    if empty:
        more = f" and {len(empty) - PAGES_NAMED} more" if len(empty) > PAGES_NAMED else ""
        subject = f"page {empty[0]} has" if len(empty) == 1 else f"pages {', '.join(empty[:PAGES_NAMED])}{more} have"
        yield f"{subject} no text: probably scanned; run OCR (text recognition) and add the result"


def _parts(pages: Sequence[PageText]) -> tuple[list[Paragraph], list[str]]:
    """The paragraphs of a document in reading order, and what was left out of them."""
    whole = [lines(page.fragments, number) for number, page in enumerate(pages)]
    em = _body_size(pages)
    repeated = running(whole, [page.height for page in pages], em)
    parts: list[Paragraph] = []
    for number, page in enumerate(pages):
        gone = [line for line in repeated if line.page == number]
        kept = [f for f in page.fragments if not any(_within(f, line) for line in gone)]
        # What stands across the page comes first, so that the text can run on to the next page.
        parts += [part for f in kept if not f.level for part in paragraphs(lines([f], number))]
        for region in regions([f for f in kept if f.level], em):
            parts += paragraphs(lines(region, number))
    return flowing(parts), list(notes(repeated))


def _within(fragment: Fragment, line: Line) -> bool:
    """Whether a fragment is a part of a line."""
    middle = (fragment.top + fragment.bottom) / 2
    return line.x0 <= fragment.x0 and fragment.x1 <= line.x1 and line.top <= middle <= line.bottom


def _body_size(pages: Sequence[PageText]) -> float:
    """The font size of most letters."""
    sizes = Counter[float]()
    for page in pages:
        for fragment in page.fragments:
            sizes[fragment.size] += len(fragment.text)
    return max(1.0, sizes.most_common(1)[0][0])


def _written(draft: TextBuilder, parts: Sequence[Paragraph], words: frozenset[str]) -> list[int]:
    """Where each page starts, after all paragraphs were added to the draft."""
    starts: list[int] = []

    def reach(page: int, place: int) -> None:
        starts.extend([place] * (page + 1 - len(starts)))

    levelled = zip(parts, heading_levels(parts), strict=True)
    heads: Heads | None = None
    last: TableLines | None = None
    for row_page, run in groupby(levelled, key=lambda pair: pair[0].lines[0].page if pair[0].is_row else None):
        if row_page is not None:
            reach(row_page, draft.next_start)
            for number, found in enumerate(tables([part.lines[0] for part, _ in run])):
                over_page = number == 0 and last is not None and goes_on(last, found)
                heads = draft.table(found.rows(words), carried=heads if over_page else None, goes_on=over_page,
                                    is_below=number > 0)  # fmt: skip
                last = found
            continue
        last = None
        for part, level in run:
            text, turns = _text(part, words)
            for page, offset in turns:
                reach(page, draft.next_start + offset)
            if level:
                draft.heading(text.replace("\n", " "), level)
            else:
                draft.paragraph(text)
    return starts


def _text(part: Paragraph, words: frozenset[str]) -> tuple[str, list[tuple[int, int]]]:
    """The text of a paragraph, and where in it each of its pages begins."""
    text = part.lines[0].text
    turns = [(part.lines[0].page, 0)]
    for line, is_broken in zip(part.lines[1:], part.breaks, strict=True):
        text, between = joint(text, line.text, words)
        text += "\n" if is_broken and between == " " else between
        if line.page != turns[-1][0]:
            turns.append((line.page, len(text)))
        text += line.text
    return text.replace(HYPHEN, "-"), turns


def _title(text: str) -> str:
    """A text, if it can be a title."""
    text = " ".join(text.split())
    # A title has words; what is long or a file's name is none.
    plausible = 3 <= len(text) <= 200 and sum(c.isalpha() for c in text) > len(text) / 2
    return text if plausible and not NO_TITLE.fullmatch(text) else ""
