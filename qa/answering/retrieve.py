"""Retrieve: the passages that an answer may rest on."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.types import PassageRead, ShortSpan
from vectorstore import Hit, Library

PASSAGES = 8  # read for one answer


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What search found, best first."""

    hits: tuple[Hit, ...]

    @property
    def passages(self) -> tuple[PassageRead, ...]:
        """The same as an answer shows it."""
        return tuple(shown(hit) for hit in self.hits)


def retrieve(library: Library, question: str, collection: str, documents: Sequence[str] | None = None) -> Retrieved:
    """The best passages for a question; raises UnknownDocument."""
    return Retrieved(library.search(question, PASSAGES, collection, documents))


def shown(hit: Hit) -> PassageRead:
    """A passage as an answer shows it."""
    passage = hit.passage
    return PassageRead(
        passage_id=passage.passage_id,
        document=hit.source,
        title=hit.title,
        page=passage.page,
        heading=passage.heading,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        score=round(hit.score, 4),
        best=_best(hit),
    )


def _best(hit: Hit) -> ShortSpan | None:
    """The sentence in which the reader found the best answer."""
    scores = hit.reranked.sentence_scores if hit.reranked else ()
    if not scores:
        return None
    span = hit.passage.sentences[scores.index(max(scores))]
    return ShortSpan(start=span.start, end=span.end)
