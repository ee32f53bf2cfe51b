"""Where a wrong case was lost: the first stage whose output lacked what was needed."""

from enum import StrEnum

from qa.answering.retrieve import PASSAGES
from qa.evaluation.cases.located_evidence import CollectionReader
from qa.evaluation.metrics.observation import Observation, any_overlap, contains_answer
from vectorstore import Hit, Span


class Stage(StrEnum):
    """The stages in the order in which a question passes them."""

    FAILED = "failed"
    """The question could not be asked, or the model broke off."""
    NOT_PARSED = "not parsed"
    """The document is not in the library, or does not contain the evidence."""
    CUT = "not whole in any passage"
    NOT_FOUND = "not among the candidates"
    RANKED_LOW = "ranked too low"
    NOT_PICKED = "not picked as evidence"
    REFUSED = "refused wrongly"
    WRITTEN = "written wrongly"
    CITED = "cited wrongly"
    NOT_REFUSED = "should have been refused"


def failed_stage(observed: Observation, documents: CollectionReader) -> Stage:
    """The stage at which a case with a wrong result was lost."""
    refused = observed.answer.refused
    if not observed.case.answerable:
        return Stage.NOT_REFUSED
    if not observed.evidence or any_overlap(observed.cited, observed.evidence):
        return Stage.REFUSED if refused else Stage.WRITTEN
    if not _contain_evidence(observed.candidates, observed):
        return Stage.CUT if _is_cut(observed, documents) else Stage.NOT_FOUND
    if not _contain_evidence(observed.candidates[:PASSAGES], observed):
        return Stage.CUT if _is_cut(observed, documents) else Stage.RANKED_LOW
    if refused:
        return Stage.NOT_PICKED
    return Stage.CITED if observed.case.answers and contains_answer(observed) else Stage.NOT_PICKED


def _contain_evidence(hits: tuple[Hit, ...], observed: Observation) -> bool:
    spans = [(hit.source, Span(hit.passage.start, hit.passage.end)) for hit in hits]
    return any_overlap(spans, observed.evidence)


def _is_cut(observed: Observation, documents: CollectionReader) -> bool:
    """Whether no passage contains any of the evidence whole; pages and documents never count as cut."""
    return not any(
        piece.is_page_or_document
        or any(p.start <= span.start and span.end <= p.end for p in documents.passages(piece.document))
        for piece in observed.evidence
        for span in piece.spans
    )
