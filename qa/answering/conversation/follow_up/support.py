"""The reading of a follow-up that the documents support best."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.answering.conversation.follow_up.phrases import Attested
from qa.answering.evidence import select_evidence
from vectorstore import Hit, Library
from vectorstore.text.analysis import words

SHARED = 5  # passages that every reading is read with
LESS_LIKELY = 0.3  # of a logit, for each reading that is likelier by its grammar
REPEATED = 0.5  # of a logit, for what would be answered with the very sentence of the answer before


def attested_by(hits: Sequence[Hit]) -> Attested:
    """Whether words stand in the passages, in their order."""
    held = f" {' '.join(words(' '.join(hit.passage.text for hit in hits)))} "
    return lambda phrase: f" {' '.join(words(phrase))} " in held


def best_supported(library: Library, readings: Sequence[str], hits: Sequence[Hit], answer: str) -> str:
    """The reading that the passages, read with each of them, answer most probably; `answer` is the one before."""
    if len(readings) == 1 or not hits:
        return readings[0]
    support = _support(library, hits, answer)
    weighed = [support(reading) - LESS_LIKELY * place for place, reading in enumerate(readings)]
    return readings[weighed.index(max(weighed))]


def _support(library: Library, hits: Sequence[Hit], answer: str) -> Callable[[str], float]:
    """How probably the passages answer a reading, as a logit."""
    reranker = library.models.reranker

    def support(reading: str) -> float:
        read = hits
        if reranker:
            results = reranker.rerank(reading, [hit.passage for hit in hits])
            read = [replace(hit, reranked=result) for hit, result in zip(hits, results, strict=True)]
        selection = select_evidence(library, reading, read)
        repeats = bool(selection.evidence) and " ".join(selection.evidence[0].quote.split()) in answer
        return selection.logit - REPEATED * repeats

    return support
