"""Which paragraphs of a PDF are headings, told by how they look."""

from collections import Counter
from collections.abc import Sequence

from vectorstore.parsing.formats.pdf.paragraphs import ENDS, LEADER, Paragraph

LARGER = 1.12  # times the size of the body text
LONGEST = 150  # characters
LINES = 3

Look = tuple[float, bool]


def heading_levels(paragraphs: Sequence[Paragraph]) -> list[int | None]:
    """For each paragraph its level as a heading, 1 for the largest, or None."""
    body, bold_body = _body(paragraphs)
    looks = [_look(p) if _is_heading(p, body, bold_body) else None for p in paragraphs]
    ranks = sorted({look for look in looks if look}, reverse=True)
    levels = {look: rank + 1 for rank, look in enumerate(ranks)}
    return [levels[look] if look else None for look in looks]


def _body(paragraphs: Sequence[Paragraph]) -> Look:
    """How most of the text looks."""
    letters = Counter[Look]()
    for paragraph in paragraphs:
        letters[_look(paragraph)] += sum(len(line.text) for line in paragraph.lines)
    return letters.most_common(1)[0][0] if letters else (0.0, False)


def _look(paragraph: Paragraph) -> Look:
    """The size, to half a point, and the weight of a paragraph."""
    return round(paragraph.size * 2) / 2, paragraph.bold


def _is_heading(paragraph: Paragraph, body: float, bold_body: bool) -> bool:
    """Whether a paragraph is short, has words, and stands out by size or weight."""
    text = " ".join(line.text for line in paragraph.lines)
    if paragraph.is_row or paragraph.is_aside or len(paragraph.lines) > LINES or len(text) > LONGEST:
        return False
    if sum(character.isalpha() for character in text) < 3 or LEADER.search(text):
        return False
    if paragraph.size >= LARGER * body:
        return True
    stands_out = paragraph.bold and not bold_body and paragraph.size >= body / LARGER
    return stands_out and len(paragraph.lines) == 1 and not ENDS.search(text)


def largest(paragraphs: Sequence[Paragraph]) -> str:
    """The largest text on the first page, if it stands out."""
    first = [p for p in paragraphs if p.lines[0].page == 0 and not (p.is_row or p.is_aside or len(p.lines) > LINES)]
    if not first:
        return ""
    top = max(first, key=lambda p: p.size)
    text = " ".join(line.text for line in top.lines)
    return text if top.size >= LARGER * _body(paragraphs)[0] and len(text) <= LONGEST else ""
