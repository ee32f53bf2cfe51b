"""The parts of a document: what stands under each of its main headings, or stretches of a text without headings."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from qa.answering.computed.structure import Structure
from vectorstore import Passage, Span

FEWEST_LETTERS, MOST_LETTERS = 30, 400  # of a sentence that stands for a part
MOST_CAPITALS = 2 / 3  # of the words of a sentence; with more it is a name, or a line of a letterhead
# A sentence that begins with one of these is about the sentence before it.
POINTING = frozenset("it this that these those they he she its their his her there such both".split())
SENTENCES_OF_A_STRETCH, MOST_STRETCHES = 12, 6


@dataclass(frozen=True, slots=True)
class PlacedSentence:
    """A sentence with its passage and the headings that it stands under."""

    passage: Passage
    span: Span
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, the headings right below it, and the sentences under them; no heading before the first one."""

    heading: str
    below: tuple[str, ...]
    sentences: tuple[PlacedSentence, ...]


def parts(document: Structure, passages: Sequence[Passage]) -> list[Part]:
    """The parts in order, each with all its sentences."""
    placed = [
        PlacedSentence(passage, span, document.headings_above(span.start))
        for passage in passages
        for span in passage.sentences
    ]
    level = _level([sentence.headings for sentence in placed])
    if level is None:
        size = max(SENTENCES_OF_A_STRETCH, math.ceil(len(placed) / MOST_STRETCHES))
        return [Part("", (), tuple(placed[at : at + size])) for at in range(0, len(placed), size)]
    found = []
    for heading, grouped in groupby(placed, key=lambda s: _heading(s, level)):
        members = list(grouped)
        below = dict.fromkeys(filter(None, (_heading(sentence, level + 1) for sentence in members)))
        found.append(Part(heading, tuple(below), tuple(members)))
    return found


def _heading(sentence: PlacedSentence, level: int) -> str:
    return sentence.headings[level] if len(sentence.headings) > level else ""


def _level(paths: Sequence[tuple[str, ...]]) -> int | None:
    """The first level of headings that tells parts apart; None where none does."""
    for level in range(max(map(len, paths), default=0)):
        if len({path[level] for path in paths if len(path) > level}) > 1:
            return level
    return None


def statements(document: Structure, sentences: Sequence[PlacedSentence]) -> list[PlacedSentence]:
    """What may stand for a part: statements that are understood alone, else any, else rows and items."""
    stating = [sentence for sentence in sentences if _is_statement(document, sentence.span)]
    alone = [sentence for sentence in stating if sentence is sentences[0] or not _points(document, sentence.span)]
    return alone or stating or [s for s in sentences if not document.is_header(s.span)] or list(sentences)


def _points(document: Structure, span: Span) -> bool:
    return document.text(span).split()[0].lower() in POINTING


def _is_statement(document: Structure, span: Span) -> bool:
    """Whether a sentence says something: no question, no row, no letterhead, nothing that introduces a list."""
    text, block = document.text(span), document.block_at(span.start)
    if (block and block.header) or document.is_header(span):
        return False
    named = [word for word in text.split() if word[0].isupper()]
    is_name = len(named) > MOST_CAPITALS * len(text.split())
    return not is_name and FEWEST_LETTERS <= len(text) <= MOST_LETTERS and text[-1] not in "?:"
