"""A reading set cut into passages by the product."""

import random
from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby

from training.data.reading_set import ReadingSet
from vectorstore.models.sentence_embedder import SentenceEmbedder
from vectorstore.text.chunking import passages, surroundings
from vectorstore.types import Block, Passage, SourceText

# Tokens of a passage and how often: mostly as in the product, some shorter and longer, so that length tells nothing.
SIZES = ((128, 0.7), (72, 0.15), (200, 0.15))


@dataclass(frozen=True, slots=True)
class PassageSet:
    """The passages of a reading set."""

    passages: list[Passage]
    surroundings: list[str]
    """The words before and after each passage, under which the product indexes it, too."""
    paragraph_starts: list[int]
    """The start of each paragraph in its document."""
    documents: list[int]
    """The document of each passage."""
    first_passages: dict[int, int]
    """The first passage of each document."""

    def holding(self, document: int, start: int, end: int) -> int | None:
        """The passage of a document that contains a whole stretch of it."""
        first = self.first_passages[document]
        last = first
        while last < len(self.passages) and self.documents[last] == document:
            last += 1
        place = first + bisect_right([p.start for p in self.passages[first:last]], start) - 1
        return place if first <= place and end <= self.passages[place].end else None


def cut(reading_set: ReadingSet, embedder: SentenceEmbedder) -> PassageSet:
    """The documents of a reading set cut into passages by the product."""
    rng = random.Random(f"1-{reading_set.name}")
    found: list[Passage] = []
    around: list[str] = []
    starts: list[int] = []
    documents: list[int] = []
    first_passages: dict[int, int] = {}
    for document, group in groupby(reading_set.paragraphs, key=lambda paragraph: paragraph.document):
        text, title, blocks = "", "", []
        for paragraph in group:
            text += "\n\n" if text else ""
            starts.append(len(text))
            blocks.append(Block(len(text), len(text) + len(paragraph.text)))
            text, title = text + paragraph.text, paragraph.title
        size = rng.choices([size for size, _ in SIZES], [share for _, share in SIZES])[0]
        pieces = passages(SourceText(text, title, tuple(blocks)), str(document), embedder.token_spans, size)
        first_passages[document] = len(found)
        documents += [document] * len(pieces)
        found += pieces
        around += [" ".join(pair) for pair in surroundings(pieces, embedder.token_spans)]
    return PassageSet(found, around, starts, documents, first_passages)
