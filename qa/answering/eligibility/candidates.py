"""Which sentences of the passages found may be evidence for a question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.answering.eligibility.identifier_check import Meets, check_sentences
from qa.answering.eligibility.requirements import Requirement
from vectorstore import Hit, Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be quoted of a passage."""

    hit: Hit
    sentence: int
    """The one of the passage's sentences that is read for it."""
    span: Span
    """What is quoted: that sentence, with those before it that say what it speaks of."""
    is_doubtful: bool = False
    """Whether it does not name what the question names, so that nothing is answered from it."""
    has_quantities: bool = True
    """Whether it has the quantities of the question."""

    @property
    def quote(self) -> str:
        """Its text."""
        passage = self.hit.passage
        return passage.text[self.span.start - passage.start : self.span.end - passage.start]


def candidates(hits: Sequence[Hit], required: Sequence[Requirement] = ()) -> tuple[Candidate, ...]:
    """The sentences of the hits in order, without those that name another of what is required.

    Those that do not name it are left out, too, where another sentence does.
    """
    found = [candidate for hit in hits for candidate in _of_hit(hit, required)]
    sure = tuple(candidate for candidate in found if not candidate.is_doubtful)
    return sure or tuple(found)


def _of_hit(hit: Hit, required: Sequence[Requirement]) -> Iterator[Candidate]:
    for i, checked in enumerate(check_sentences(required, hit)):
        if checked.meets > Meets.ANOTHER:
            is_doubtful = checked.meets < Meets.NAMED
            yield Candidate(hit, i, checked.span, is_doubtful, checked.meets_quantities)
