"""One case asked, with everything that metrics are computed from."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answering.evidence import select_evidence
from qa.evaluation.cases.case import Case
from qa.evaluation.cases.located_evidence import CollectionReader, LocatedEvidence
from qa.evaluation.metrics import text_metrics
from qa.evaluation.metrics.span_metrics import DocumentSpan
from qa.service import Service
from qa.types import Answer
from vectorstore import Hit, Span

SUFFICIENT_RECALL = 0.5  # of the words of a gold answer: more of them than not


@dataclass(frozen=True, slots=True)
class Observation:
    """A case, its evidence, and what the service did with it."""

    case: Case
    evidence: tuple[LocatedEvidence, ...]
    answer: Answer
    candidates: tuple[Hit, ...]
    """Every passage that was ranked, best first; empty where the case has no evidence to look for."""
    cited: tuple[DocumentSpan, ...]
    """What the answer cites, or would have cited had it not been refused."""
    text: str
    """The answer's text without its footnote marks; of a refusal, the text that was held back."""


def observe(service: Service, documents: CollectionReader, case: Case) -> Observation:
    """Ask one case of a collection. Raises what the service raises, and InvalidCases where its evidence is missing."""
    collection, library = documents.collection, service.library
    evidence = tuple(documents.locate(gold) for gold in case.evidence) if case.answerable else ()
    answer = service.ask(case.question, case.history, collection)
    candidates = library.search(answer.standalone, None, collection) if evidence else ()
    if not answer.refused:
        cited = tuple((c.document, Span(c.start, c.end)) for c in answer.citations)
        return Observation(case, evidence, answer, candidates, cited, answer.plain_text)
    count = len(answer.passages)
    hits = candidates[:count] or library.search(answer.standalone, count or 1, collection)
    selected = select_evidence(library, answer.standalone, hits).evidence
    cited = tuple((piece.hit.source, Span(piece.start, piece.end)) for piece in selected)
    return Observation(case, evidence, answer, candidates, cited, "\n".join(piece.quote for piece in selected))


def any_overlap(spans: Sequence[DocumentSpan], evidence: Sequence[LocatedEvidence]) -> bool:
    """Whether any span shares a character with any piece of evidence."""
    return any(piece.overlaps(name, span.start, span.end) for name, span in spans for piece in evidence)


def contains_answer(observed: Observation) -> bool:
    """Whether the text contains the words of a gold answer; true where no gold answer is known."""
    golds, text = observed.case.answers, observed.text
    found = text_metrics.contains(text, golds) or text_metrics.token_recall(text, golds) >= SUFFICIENT_RECALL
    return not golds or bool(found)


def right_if_answered(observed: Observation) -> bool:
    """Whether citations and text are right, refused or not."""
    cites_evidence = not observed.evidence or any_overlap(observed.cited, observed.evidence)
    return observed.case.answerable and cites_evidence and contains_answer(observed)
