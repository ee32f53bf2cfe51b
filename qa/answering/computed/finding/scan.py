"""A full scan: every place of the documents where the words of a subject stand together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qa.answering.computed.finding.subject import Subject
from qa.answering.computed.structure import Structure
from qa.answering.quotes import Evidence
from vectorstore import Hit, Library, Span

COMPARED = 50  # places of a document
LONG = 400  # characters of a sentence; with more it is a list or a table that lost its lines


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence, a row or a heading that was looked for."""

    hit: Hit
    structure: Structure
    span: Span
    is_heading: bool

    @property
    def document(self) -> str:
        """The name of the document."""
        return self.hit.source

    @property
    def text(self) -> str:
        """Its exact characters."""
        return self.structure.text(self.span)

    @property
    def evidence(self) -> Evidence:
        """It as it is quoted."""
        return self.structure.quote(self.hit, self.span)


def places(
    library: Library,
    subject: Subject,
    collection: str,
    documents: Sequence[str] | None = None,
    with_headings: bool = False,
) -> list[Place]:
    """Every place that contains the subject, by document and in order.

    `with_headings`: half of the words may also stand in the headings above a sentence, or all of them in the nearest
    heading. The index says which passages hold the words; each of their sentences is then read.
    Raises UnknownDocument.
    """
    found: list[Place] = []
    hits = library.containing(subject.terms, collection, documents)
    for name, of_document in groupby(hits, key=lambda hit: hit.source):
        document = Structure(library.source(name, collection))
        for hit in of_document:
            found += _in_passage(hit, document, subject, with_headings)
    return sorted(found, key=lambda place: (place.document, place.span.start))


def by_document(found: Sequence[Place]) -> dict[str, list[Place]]:
    """The places of each document, documents with most places first."""
    grouped: dict[str, list[Place]] = {}
    for place in found:
        grouped.setdefault(place.document, []).append(place)
    return dict(sorted(grouped.items(), key=lambda item: -len(item[1])))


def best(found: Sequence[Place], subject: Subject) -> Place:
    """The place to show of a document: of its first ones a sentence rather than a heading, short rather than long, and
    with the words side by side.
    """
    return max(
        found[:COMPARED],
        key=lambda place: (not place.is_heading, len(place.text) <= LONG, subject.is_in_a_row(place.text)),
    )


def _in_passage(hit: Hit, document: Structure, subject: Subject, with_headings: bool) -> Iterator[Place]:
    passage = hit.passage
    for heading in document.headings_within(passage.start, passage.end):
        if subject.is_in(document.text(heading)):
            yield Place(hit, document, heading, True)
    for sentence in passage.sentences:
        text = document.text(sentence)
        above = document.headings_above(sentence.start) if with_headings else ()
        if subject.is_in(text) or (above and _is_under(subject, text, above)):
            yield Place(hit, document, sentence, False)


def _is_under(subject: Subject, text: str, above: Sequence[str]) -> bool:
    """Whether the headings above a text say what is missing in it."""
    return subject.is_in(above[-1]) or (subject.is_half_in(text) and subject.is_in("\n".join((*above, text))))
