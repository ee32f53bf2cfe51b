"""A run: every case asked, and what came of it measured against its gold evidence."""

from collections.abc import Iterator, Sequence

from qa.answer import Answer, Value
from qa.evaluation.cases import Case, InvalidCases, spans
from qa.service import Service
from vectorstore import LibraryError, Span

PASSAGES = 5


class Outcome(Value):
    """What came of one case. A figure that does not apply to it is null."""

    id: str
    question: str
    answer: Answer | None = None
    error: str | None = None
    """Why the case could not be measured: its evidence is not where it says."""
    recall: float | None = None
    """The share of its pieces of evidence that the first five passages touch."""
    cited_first: bool | None = None
    """Whether the first citation overlaps the evidence."""
    cited: bool | None = None
    """Whether any citation does."""
    refused_rightly: bool | None = None
    """Whether it was refused exactly if it has no answer."""


def evaluate(service: Service, cases: Sequence[Case]) -> Iterator[Outcome]:
    """What came of each case, one by one, in order. A case that cannot be measured says why."""
    for case in cases:
        try:
            yield _outcome(service, case)
        except (InvalidCases, LibraryError) as error:
            yield Outcome(id=case.id, question=case.question, error=str(error))


def _outcome(service: Service, case: Case) -> Outcome:
    collection = service.settings.collection
    gold = [(piece.document, spans(piece, service.library, collection)) for piece in case.evidence]
    answer = service.ask(case.question, case.history)
    outcome = Outcome(
        id=case.id, question=case.question, answer=answer, refused_rightly=answer.refused is not case.answerable
    )
    if not gold:
        return outcome
    read = [(p.document, Span(p.start, p.end)) for p in answer.passages[:PASSAGES]]
    quoted = [(c.document, Span(c.start, c.end)) for c in answer.citations]
    return outcome.model_copy(
        update={
            "recall": sum(_touches(read, [piece]) for piece in gold) / len(gold),
            "cited_first": _touches(quoted[:1], gold),
            "cited": _touches(quoted, gold),
        }
    )


def _touches(found: Sequence[tuple[str, Span]], gold: Sequence[tuple[str, list[Span]]]) -> bool:
    return any(
        document == name and span.overlap(wanted) > 0
        for name, wanted_spans in gold
        for wanted in wanted_spans
        for document, span in found
    )


def summary(outcomes: Sequence[Outcome], cases: Sequence[Case]) -> dict[str, dict[str, float | int]]:
    """Each figure's mean and the number of cases it is over; a case that failed counts as the worst."""
    answerable = {case.id for case in cases if case.answerable}
    columns: dict[str, list[float]] = {
        f"recall@{PASSAGES}": [o.recall or 0.0 for o in outcomes if o.error or o.recall is not None],
        "first citation": [float(o.cited_first or 0) for o in outcomes if o.error or o.cited_first is not None],
        "any citation": [float(o.cited or 0) for o in outcomes if o.error or o.cited is not None],
        "answered": [float(o.refused_rightly or 0) for o in outcomes if o.id in answerable],
        "refused": [float(o.refused_rightly or 0) for o in outcomes if o.id not in answerable],
    }
    return {
        name: {"mean": round(sum(values) / len(values), 4), "cases": len(values)}
        for name, values in columns.items()
        if values
    }
