"""Lines that repeat at the same place of page after page: running heads, footers, page numbers."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from vectorstore.parsing.formats.pdf.lines import Line

MARGIN = 0.12  # of the page's height, at its top and bottom
OUTER = 2  # lines at the top and the end of a page: a page number may stand there, farther from the edge
LARGEST = 1.05  # times the size of the body text: a larger line is a heading, such as the title of a slide
COUNTER = re.compile(r"\W*(?:(?:page|seite|p[aá]gina)\W*)?\0[^\0]*\0\W*(?:(?:of|von|de|sur)?\W*\d+\W*)?", re.I)
FEW_PAGES = 4  # in so short a file two pages are enough, else it takes three
STEP = 2  # pages: left and right pages have heads of their own
NUMBER = re.compile(r"\d+")

Place = tuple[int, str]


def running(pages: Sequence[Sequence[Line]], heights: Sequence[float], body: float) -> dict[Line, str]:
    """The lines to leave out, each with the text that repeats (NUL marks where a page number stands)."""
    seen: dict[Place, dict[int, Line]] = defaultdict(dict)
    whole: set[tuple[str, ...]] = set()
    for number, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        # Of a page that is there twice everything repeats, which makes none of it a running line.
        page = tuple(line.text for line in lines)
        if page in whole:
            continue
        whole.add(page)
        for line in lines:
            at_edge = line.bottom < MARGIN * height or line.top > (1 - MARGIN) * height
            is_outer = line in lines[:OUTER] or line in lines[-OUTER:]
            if line.size <= LARGEST * body and (at_edge or is_outer):
                for pattern in _patterns(line.text, number):
                    # In a long document a small page may be set in the middle of a large sheet.
                    first_or_last = pattern == line.text and line in (lines[0], lines[-1]) and len(pages) > FEW_PAGES
                    if at_edge or first_or_last or COUNTER.fullmatch(pattern):
                        seen[round(line.bottom), pattern].setdefault(number, line)
    needed = 2 if len(pages) <= FEW_PAGES else 3
    found: dict[Line, str] = {}
    for (_, pattern), places in seen.items():
        for chain in _chains(sorted(places)):
            if len(chain) >= needed:
                for number in chain:
                    found.setdefault(places[number], pattern)
    return found


def notes(found: Mapping[Line, str]) -> Iterator[str]:
    """What was left out, and from how many pages."""
    pages: dict[str, set[int]] = defaultdict(set)
    for line, pattern in found.items():
        pages[re.sub("\0.*?\0", "#", pattern)].add(line.page)
    for pattern, numbers in pages.items():
        what = "page numbers" if pattern == "#" else f"running line '{pattern}'"
        yield f"left out the {what} on {len(numbers)} pages"


def _patterns(text: str, page: int) -> Iterator[str]:
    """A text as it is, and with each of its numbers as one that may count the pages."""
    yield text
    for number in NUMBER.finditer(text):
        if len(number.group()) < 6:
            yield f"{text[: number.start()]}\0{int(number.group()) - page}\0{text[number.end() :]}"


def _chains(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Page numbers in groups that follow one another."""
    chain: list[int] = []
    for number in numbers:
        if chain and number - chain[-1] > STEP:
            yield chain
            chain = []
        chain.append(number)
    yield chain
