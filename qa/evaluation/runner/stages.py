"""Where a wrong case was lost: the first stage that no longer had what was needed."""

from enum import StrEnum

from qa.answering.retrieve import PASSAGES
from qa.evaluation.cases.reference import Reference
from qa.evaluation.metrics.measure import Observed, holds_answer, touches
from vectorstore import Hit, Span


class Stage(StrEnum):
    """In the order in which a question passes them."""

    FAILED = "failed"
    """The question could not be asked, or the model broke off."""
    NOT_PARSED = "not parsed"
    """The document is not in the library, or does not hold the evidence."""
    CUT = "not whole in any passage"
    NOT_FOUND = "not among the candidates"
    RANKED_LOW = "ranked too low"
    NOT_PICKED = "not picked as evidence"
    REFUSED = "refused wrongly"
    WRITTEN = "written wrongly"
    CITED = "cited wrongly"
    NOT_REFUSED = "should have been refused"


def lost(seen: Observed, reference: Reference) -> Stage:
    """The stage at which a case that came out wrong was lost."""
    if not seen.case.answerable:
        return Stage.NOT_REFUSED
    if not seen.pieces:
        return Stage.REFUSED if seen.answer.refused else Stage.WRITTEN
    if touches(seen.picked, seen.pieces):
        return Stage.REFUSED if seen.answer.refused else Stage.WRITTEN
    if not _found(seen.candidates, seen):
        return Stage.CUT if _cut(seen, reference) else Stage.NOT_FOUND
    if not _found(seen.candidates[:PASSAGES], seen):
        return Stage.CUT if _cut(seen, reference) else Stage.RANKED_LOW
    if seen.answer.refused:
        return Stage.NOT_PICKED
    return Stage.CITED if seen.case.answers and holds_answer(seen) else Stage.NOT_PICKED


def _found(hits: tuple[Hit, ...], seen: Observed) -> bool:
    return touches([(hit.source, Span(hit.passage.start, hit.passage.end)) for hit in hits], seen.pieces)


def _cut(seen: Observed, reference: Reference) -> bool:
    """Whether no passage holds any of the evidence whole; pages and documents never are."""
    return not any(
        piece.whole or any(p.start <= span.start and span.end <= p.end for p in reference.passages(piece.document))
        for piece in seen.pieces
        for span in piece.spans
    )
