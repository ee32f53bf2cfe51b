"""Whether a sentence stands for what a question names: its identifiers in the sentence, or in what it stands under.

What no document has is missing: there is no answer. What stands elsewhere is no evidence where another of its like
stands, such as another year, and doubtful evidence where none does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import PurePath

import regex

from qa.answering.eligibility.requirements import Requirement, held, may_require, requirements
from vectorstore import Hit, Library, Span
from vectorstore.text.log_lines import is_log_line

CARRIED = 2  # sentences after the one that names a thing, within which it is still meant
PASSAGES_CHECKED = 50  # that share most of its words: the best by BM25 among them would have it


class Meets(IntEnum):
    """How far a sentence stands for what a question names."""

    ANOTHER = 0
    """It names another of its like."""
    NOT_NAMED = 1
    """It does not name it."""
    NAMED = 2
    """It names everything, or stands under it."""


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of a passage, and how far it stands for what the question names."""

    meets: Meets
    meets_quantities: bool
    """Whether it has the question's quantities, which may be the person's own and so are no reason to refuse."""
    span: Span
    """The sentence; with the sentences before it from where it is said what it speaks of."""


def check_sentences(required: Sequence[Requirement], hit: Hit) -> tuple[CheckedSentence, ...]:
    """Each sentence of a hit's passage, checked."""
    found = [CheckedSentence(Meets.NAMED, True, span) for span in hit.passage.sentences]
    if not required:
        return tuple(found)
    place = _held_by_place(hit)
    own = [held(_text(hit, span)) | _cells(hit, span) for span in hit.passage.sentences]
    # The rows of a table say nothing of each other, nor do the lines of a log.
    is_apart = _header(hit) or any(is_log_line(_text(hit, span)) for span in hit.passage.sentences)
    carried = 0 if is_apart else CARRIED
    for requirement in required:
        for i, before in enumerate(found):
            meets, first = _check(requirement, place, own, i, carried)
            if requirement.is_strict:
                span = Span(min(before.span.start, found[first].span.start), before.span.end)
                found[i] = replace(before, meets=min(before.meets, meets), span=span)
            elif meets < Meets.NAMED:
                found[i] = replace(before, meets_quantities=False)
    return tuple(found)


def required_of(question: str, hits: Sequence[Hit]) -> tuple[Requirement, ...]:
    """What a question requires of the sentences of some hits."""
    if not may_require(question):
        return ()
    return requirements(question, frozenset().union(*map(_held_by_hit, hits)))


def missing(
    required: Sequence[Requirement], hits: Sequence[Hit], library: Library, documents: Sequence[str] | None = None
) -> tuple[str, ...]:
    """What of it no document has that was searched, as the person wrote it."""
    if not hits or not any(one.is_strict for one in required):
        return ()
    known = frozenset().union(*map(_held_by_hit, hits))
    return tuple(
        one.written
        for one in required
        if one.is_strict and not one.is_met(known) and not _is_held(one, library, hits[0].collection, documents)
    )


def _check(
    requirement: Requirement, place: frozenset[str], own: Sequence[frozenset[str]], i: int, carried: int
) -> tuple[Meets, int]:
    """How far a sentence meets a requirement, and the sentence from which on it is said."""
    if requirement.is_met(own[i] | place):
        return Meets.NAMED, i
    if requirement.has_rival(own[i]):
        return Meets.ANOTHER, i
    for first in range(i - 1, max(-1, i - 1 - carried), -1):
        if requirement.is_met(own[first] | place):
            return Meets.NAMED, first
        if requirement.has_rival(own[first]):
            return Meets.ANOTHER, i
    return (Meets.ANOTHER if requirement.has_rival(place) else Meets.NOT_NAMED), i


def _is_held(one: Requirement, library: Library, collection: str, documents: Sequence[str] | None) -> bool:
    """Whether any document that is asked has it, in its text, its title or its name."""
    asked = one.written
    if any(one.is_met(_held_by_hit(hit)) for hit in library.matching(asked, PASSAGES_CHECKED, collection, documents)):
        return True
    return any(
        one.is_met(held(document.title, _stem(document.name)))
        for document in library.documents(collection)
        if documents is None or document.name in documents
    )


def _held_by_hit(hit: Hit) -> frozenset[str]:
    rows = (_cells(hit, span) for span in hit.passage.sentences if _header(hit))
    return held(hit.passage.text) | _held_by_place(hit).union(*rows)


def _held_by_place(hit: Hit) -> frozenset[str]:
    """What the title, the headings, the header of a table and the name of the document say."""
    return held(hit.title, hit.passage.context, hit.passage.heading, _stem(hit.source))


def _stem(name: str) -> str:
    path = PurePath(name)
    return " ".join([*path.parent.parts, path.stem])


def _cells(hit: Hit, span: Span) -> frozenset[str]:
    """Numbered names that a table says by a column and a cell: `Turbine` above `4`."""
    header = _header(hit)
    names, cells = _split(header), _split(_text(hit, span))
    if not header or len(names) != len(cells):
        return frozenset()
    return held(*(f"{name} {cell}" for name, cell in zip(names, cells, strict=True) if cell[:1].isdigit()))


def _split(row: str) -> list[str]:
    return [cell.strip() for cell in regex.split(r"[|\t]", row)]


def _header(hit: Hit) -> str:
    return hit.passage.context.partition("\n")[2]


def _text(hit: Hit, span: Span) -> str:
    return hit.passage.text[span.start - hit.passage.start : span.end - hit.passage.start]
