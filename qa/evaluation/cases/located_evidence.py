"""Gold evidence with its exact place in the library; evidence that cannot be located is an error of the case."""

from dataclasses import dataclass
from functools import lru_cache

from qa.evaluation.cases.case import Gold, InvalidCases
from vectorstore import Library, Passage, SourceText, Span

CACHED_DOCUMENTS = 64  # held in memory at a time


@dataclass(frozen=True, slots=True)
class LocatedEvidence:
    """A piece of evidence: one of its spans is enough, since a quote may occur in several places."""

    document: str
    spans: tuple[Span, ...]
    relevance: int
    pages: frozenset[int]
    """The pages that the spans touch; empty for a format without pages."""
    is_page_or_document: bool
    """Whether the evidence is a whole page or document, rather than the words that answer."""

    def overlaps(self, document: str, start: int, end: int) -> bool:
        """Whether the evidence shares a character with a span of a document."""
        return document == self.document and any(span.overlap(Span(start, end)) for span in self.spans)


class CollectionReader:
    """The documents of one collection, read when they are first needed and cached."""

    def __init__(self, library: Library, collection: str) -> None:
        """Read nothing yet."""
        self.collection = collection
        self.source = lru_cache(CACHED_DOCUMENTS)(lambda name: _source(library, collection, name))
        self.passages = lru_cache(CACHED_DOCUMENTS)(lambda name: _passages(library, collection, name))
        self.sentences = lru_cache(CACHED_DOCUMENTS)(
            lambda name: tuple(sentence for passage in self.passages(name) for sentence in passage.sentences)
        )

    def locate(self, gold: Gold) -> LocatedEvidence:
        """The place of a piece of evidence; raises UnknownDocument, or InvalidCases where it is not in its document."""
        source: SourceText = self.source(gold.document)
        is_page_or_document = gold.quote is None and gold.start is None
        spans = _spans(gold, source)
        return LocatedEvidence(gold.document, spans, gold.relevance, _pages(spans, source), is_page_or_document)


def _source(library: Library, collection: str, name: str) -> SourceText:
    return library.source(name, collection)


def _passages(library: Library, collection: str, name: str) -> tuple[Passage, ...]:
    return library.passages(name, collection)


def _pages(spans: tuple[Span, ...], source: SourceText) -> frozenset[int]:
    ends = ((source.page_at(span.start), source.page_at(span.end - 1)) for span in spans)
    return frozenset(page for first, last in ends if first and last for page in range(first, last + 1))


def _spans(gold: Gold, source: SourceText) -> tuple[Span, ...]:
    if gold.quote is not None:
        return _quote_spans(gold.document, gold.quote, source.text)
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


def _quote_spans(document: str, quote: str, text: str) -> tuple[Span, ...]:
    spans, start = [], text.find(quote)
    while quote and start >= 0:
        spans.append(Span(start, start + len(quote)))
        start = text.find(quote, start + 1)
    if not spans:
        raise InvalidCases(f"{document} does not hold the words {quote!r}")
    return tuple(spans)
