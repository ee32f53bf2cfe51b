"""Every sentence of a long PDF is cited with the page it begins on."""

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from qa.answering.citing.places import placed
from qa.answering.generation.citations import citation
from qa.answering.quotes import Evidence
from vectorstore import Hit, Library

PAGES = 30
TREES = "oak ash elm lime birch beech alder hazel maple poplar".split()


def sentence(page: int, number: int) -> str:
    return f"On sheet {page} the {TREES[number]} stands near well {page * 10 + number} and is seen from the road."


def test_the_page_of_a_quote_is_its_own(tmp_path: Path, library: Library) -> None:
    canvas = Canvas(str(tmp_path / "trees.pdf"))
    for page in range(1, PAGES + 1):
        for number in range(len(TREES)):
            canvas.drawString(50, 780 - 14 * number, sentence(page, number))
        canvas.showPage()
    canvas.save()
    library.add([tmp_path / "trees.pdf"])
    other = 0
    for passage in library.passages("trees.pdf"):
        hit = Hit(passage, "trees.pdf", "trees", "default", 1.0)
        for span in passage.sentences:
            quote = passage.text[span.start - passage.start : span.end - passage.start]
            (piece,) = placed(library, [Evidence(hit, span.start, span.end, quote, 1.0)])
            page = int(quote.split()[2])
            assert citation(1, piece).page == page, quote
            other += passage.page != page
    assert other > PAGES  # passages go over pages
