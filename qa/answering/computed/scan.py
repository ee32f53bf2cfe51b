"""A full scan: every place of the documents where the words of a subject stand together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qa.answering.computed.structure import Structure
from qa.answering.computed.subject import Subject
from qa.answering.quotes import Evidence
from vectorstore import Hit, Library


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence, a row or a heading that was looked for."""

    evidence: Evidence
    is_heading: bool

    @property
    def document(self) -> str:
        """The name of the document."""
        return self.evidence.hit.source


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
    return sorted(found, key=lambda place: (place.document, place.evidence.start))


def by_document(found: Sequence[Place]) -> dict[str, list[Place]]:
    """The places of each document, documents with most places first."""
    grouped: dict[str, list[Place]] = {}
    for place in found:
        grouped.setdefault(place.document, []).append(place)
    return dict(sorted(grouped.items(), key=lambda item: -len(item[1])))


def best(found: Sequence[Place], subject: Subject) -> Place:
    """The place to show of a document: the first sentence with the words side by side, the first one, or a heading."""
    return max(found, key=lambda place: (not place.is_heading, subject.is_in_a_row(place.evidence.quote)))


def _in_passage(hit: Hit, document: Structure, subject: Subject, with_headings: bool) -> Iterator[Place]:
    passage = hit.passage
    for heading in document.headings_within(passage.start, passage.end):
        if subject.is_in(document.text(heading)):
            yield Place(document.quote(hit, heading), True)
    for sentence in passage.sentences:
        text = document.text(sentence)
        above = document.headings_above(sentence.start) if with_headings else ()
        if subject.is_in(text) or (above and _is_under(subject, text, above)):
            yield Place(document.quote(hit, sentence), False)


def _is_under(subject: Subject, text: str, above: Sequence[str]) -> bool:
    """Whether the headings above a text say what is missing in it."""
    return subject.is_in(above[-1]) or (subject.is_half_in(text) and subject.is_in("\n".join((*above, text))))
