"""Where a case's evidence stands in the library, exactly; what cannot be found is an error of the case."""

from dataclasses import dataclass
from functools import lru_cache

from qa.evaluation.cases.case import Gold, InvalidCases
from vectorstore import Library, Passage, SourceText, Span

DOCUMENTS = 64  # held in memory at a time


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence: one of its spans is enough, since a quote may stand in several places."""

    document: str
    spans: tuple[Span, ...]
    relevance: int
    whole: bool
    """Whether it is a page or a document, rather than the words that answer."""

    def touches(self, document: str, start: int, end: int) -> bool:
        """Whether it shares a character with a stretch of a document."""
        return document == self.document and any(span.overlap(Span(start, end)) for span in self.spans)


class Reference:
    """One collection of a library, as a place to look evidence up; documents are kept while they are needed."""

    def __init__(self, library: Library, collection: str) -> None:
        """Nothing is read yet."""
        self.source = lru_cache(DOCUMENTS)(lambda name: _source(library, collection, name))
        self.passages = lru_cache(DOCUMENTS)(lambda name: _passages(library, collection, name))
        self.sentences = lru_cache(DOCUMENTS)(
            lambda name: tuple(sentence for passage in self.passages(name) for sentence in passage.sentences)
        )

    def piece(self, gold: Gold) -> Piece:
        """Where a piece of evidence stands; raises UnknownDocument, or InvalidCases where it is not there."""
        source: SourceText = self.source(gold.document)
        whole = gold.quote is None and gold.start is None
        return Piece(gold.document, _spans(gold, source), gold.relevance, whole)


def _source(library: Library, collection: str, name: str) -> SourceText:
    return library.source(name, collection)


def _passages(library: Library, collection: str, name: str) -> tuple[Passage, ...]:
    return library.passages(name, collection)


def _spans(gold: Gold, source: SourceText) -> tuple[Span, ...]:
    if gold.quote is not None:
        found, start = [], source.text.find(gold.quote)
        while gold.quote and start >= 0:
            found.append(Span(start, start + len(gold.quote)))
            start = source.text.find(gold.quote, start + 1)
        if not found:
            raise InvalidCases(f"{gold.document} does not hold the words {gold.quote!r}")
        return tuple(found)
    if gold.page is not None:
        if not 1 <= gold.page <= len(source.pages):
            raise InvalidCases(f"{gold.document} has no page {gold.page}")
        ends = [*source.pages[1:], len(source.text)]
        return (Span(source.pages[gold.page - 1], ends[gold.page - 1]),)
    if gold.is_document:
        return (Span(0, len(source.text)),)
    if gold.start is None or gold.end is None or not 0 <= gold.start < gold.end <= len(source.text):
        raise InvalidCases(f"{gold.document} has no characters {gold.start} to {gold.end}")
    return (Span(gold.start, gold.end),)
