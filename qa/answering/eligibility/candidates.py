"""Which sentences of the passages found may be evidence for a question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.answering.eligibility.identifier_check import Meets, check_sentences
from qa.answering.eligibility.replies import asks, reply
from qa.answering.eligibility.requirements import Requirement
from vectorstore import Hit, Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be quoted of a passage."""

    hit: Hit
    first: int
    """The first of the passage's sentences that are read for it: itself, or the question that it replies to."""
    last: int
    span: Span
    """What is quoted: a sentence, with those before it that say what it speaks of, or a reply."""
    is_doubtful: bool = False
    """Whether it does not name what the question names, so that nothing is answered from it."""
    has_quantities: bool = True
    """Whether it has the quantities of the question."""

    @property
    def quote(self) -> str:
        """Its text."""
        return self._text(self.span.start, self.span.end)

    @property
    def read(self) -> str:
        """What is compared with the question: the quote, after the question of the document that it replies to."""
        return self._text(min(self.span.start, self.hit.passage.sentences[self.first].start), self.span.end)

    def _text(self, start: int, end: int) -> str:
        passage = self.hit.passage
        return passage.text[start - passage.start : end - passage.start]


def candidates(hits: Sequence[Hit], required: Sequence[Requirement] = ()) -> tuple[Candidate, ...]:
    """The sentences of the hits in order, without those that name another of what is required, and without questions.

    Those that do not name what is required are left out, too, where another sentence does.
    """
    found = [candidate for hit in hits for candidate in _of_hit(hit, required)]
    sure = tuple(candidate for candidate in found if not candidate.is_doubtful)
    return sure or tuple(found)


def _of_hit(hit: Hit, required: Sequence[Requirement]) -> Iterator[Candidate]:
    passage = hit.passage
    checked = check_sentences(required, hit)
    for i, sentence in enumerate(checked):
        span: Span | None = sentence.span
        last = i
        if asks(passage.text[passage.sentences[i].start - passage.start : passage.sentences[i].end - passage.start]):
            span = reply(passage, i)
            last = next((j for j, said in enumerate(passage.sentences) if span and said.end == span.end), i)
        meets = max(sentence.meets, checked[last].meets)
        if span and meets > Meets.ANOTHER:
            yield Candidate(hit, i, last, span, meets < Meets.NAMED, checked[last].meets_quantities)
