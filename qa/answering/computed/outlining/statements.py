"""Which sentences say something by themselves, so that they may stand for what is around them."""

from collections.abc import Sequence

from qa.answering.computed.structure import PlacedSentence, Structure
from vectorstore import Span

FEWEST_LETTERS, MOST_LETTERS = 30, 400
MOST_CAPITALS = 2 / 3  # of the words; with more it is a name, or a line of a letterhead
FEWEST_WORDS = (
    0.6  # the share of what stands between spaces that is made of letters; else it is a reference or a formula
)
MOST_MARKS = 2  # beside the letters of a word: brackets, a comma
# A sentence that begins with one of these is about the sentence before it.
POINTING = frozenset("it this that these those they he she its their his her there such both".split())


def statements(document: Structure, sentences: Sequence[PlacedSentence]) -> list[PlacedSentence]:
    """Those that are understood alone, else those that say anything; none of rows, names and references."""
    stating = [sentence for sentence in sentences if is_statement(document, sentence.span)]
    alone = [sentence for sentence in stating if sentence is sentences[0] or not _points(document, sentence.span)]
    return alone or stating


def is_statement(document: Structure, span: Span) -> bool:
    """Whether a sentence says something: no question, no row, no letterhead, nothing that introduces a list."""
    text, block = document.text(span), document.block_at(span.start)
    if (block and block.header) or document.is_header(span):
        return False
    if not FEWEST_LETTERS <= len(text) <= MOST_LETTERS or text[-1] in "?:":
        return False
    said = text.split()
    letters = ["".join(filter(str.isalpha, word)) for word in said]
    named = sum(word[:1].isupper() for word in letters)
    plain = sum(len(word) + MOST_MARKS >= len(whole) > 0 for word, whole in zip(letters, said, strict=True) if word)
    is_address = "://" in text or "@" in text
    return not is_address and named <= MOST_CAPITALS * len(said) and plain >= FEWEST_WORDS * len(said)


def _points(document: Structure, span: Span) -> bool:
    return document.text(span).split()[0].lower() in POINTING
