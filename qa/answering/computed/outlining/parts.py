"""The parts of a document: what stands under each of its main headings, on its pages, or in stretches of its text."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from qa.answering.computed.structure import PlacedSentence, Structure
from vectorstore import Passage

BEGINNING = "Beginning"  # what is called so stands before the first heading
MOST_OF_ALL = 0.6  # the share of a document's sentences that one part may have
SENTENCES_OF_A_STRETCH, MOST_STRETCHES = 12, 6


@dataclass(frozen=True, slots=True)
class Part:
    """What a part is called, the headings right below its own, and its sentences."""

    label: str
    below: tuple[str, ...]
    sentences: tuple[PlacedSentence, ...]
    is_headed: bool = False
    """Whether it is what stands under a heading."""


def parts(document: Structure, passages: Sequence[Passage]) -> list[Part]:
    """The parts in order, each with all its sentences."""
    placed = [
        PlacedSentence(passage, span, document.headings_above(span.start))
        for passage in passages
        for span in passage.sentences
    ]
    if _level(placed) is not None:
        return _by_heading(placed, len(placed), BEGINNING)
    return _by_page(document, placed) if len(document.source.pages) > 1 else _stretches(placed)


def _by_heading(placed: Sequence[PlacedSentence], whole: int, before: str) -> list[Part]:
    """What stands under each heading of the first level that tells parts apart; a part of most of it is cut again.

    `before` is what the part before the first of these headings is called.
    """
    level = _level(placed)
    if level is None:
        return []
    found: list[Part] = []
    for heading, grouped in groupby(placed, key=lambda sentence: _heading(sentence, level)):
        members = tuple(grouped)
        if len(members) > MOST_OF_ALL * whole and (cut := _by_heading(members, whole, heading)):
            found += cut
            continue
        below = dict.fromkeys(filter(None, (_heading(sentence, level + 1) for sentence in members)))
        found.append(Part(heading or before, tuple(below), members, is_headed=bool(heading or before != BEGINNING)))
    return found


def _by_page(document: Structure, placed: Sequence[PlacedSentence]) -> list[Part]:
    pages = len(document.source.pages)
    size = math.ceil(pages / MOST_STRETCHES)
    found = []
    for number, grouped in groupby(placed, key=lambda s: ((document.source.page_at(s.span.start) or 1) - 1) // size):
        first, last = number * size + 1, min((number + 1) * size, pages)
        found.append(Part(f"Page {first}" if first == last else f"Pages {first} to {last}", (), tuple(grouped)))
    return found


def _stretches(placed: Sequence[PlacedSentence]) -> list[Part]:
    size = max(SENTENCES_OF_A_STRETCH, math.ceil(len(placed) / MOST_STRETCHES))
    return [
        Part(f"Part {number}" if number > 1 else BEGINNING, (), tuple(placed[at : at + size]))
        for number, at in enumerate(range(0, len(placed), size), 1)
    ]


def _heading(sentence: PlacedSentence, level: int) -> str:
    return sentence.headings[level] if len(sentence.headings) > level else ""


def _level(placed: Sequence[PlacedSentence]) -> int | None:
    """The first level of headings that tells parts apart; None where none does."""
    paths = [sentence.headings for sentence in placed]
    for level in range(max(map(len, paths), default=0)):
        if len({path[level] for path in paths if len(path) > level}) > 1:
            return level
    return None
