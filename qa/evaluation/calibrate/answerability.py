"""A calibration fitted to a library: each case is asked with its evidence, and with its evidence taken away."""

from collections.abc import Callable, Iterator, Sequence

from qa.advice import explained
from qa.answering.calibration import model_names, shipped, stored
from qa.answering.conversation.condense import condense
from qa.answering.evidence import select_by
from qa.answering.question import Question
from qa.answering.retrieve import PASSAGES
from qa.evaluation.calibrate.fit import CalibrationExample, fit_calibration, require_enough_cases
from qa.evaluation.calibrate.result import FittedCalibration
from qa.evaluation.calibrate.thresholds import ErrorRates
from qa.evaluation.cases.case import Case, InvalidCases
from qa.evaluation.cases.clusters import case_clusters
from qa.evaluation.cases.located_evidence import CollectionReader, LocatedEvidence
from qa.service import Service
from vectorstore import Hit, LibraryError

OnCase = Callable[[Case, int, int], None]
"""Called after each case with the number of cases done and the number of all cases."""


def calibrated(
    service: Service,
    cases: Sequence[Case],
    errors: ErrorRates,
    on_case: OnCase | None = None,
    collection: str | None = None,
) -> FittedCalibration:
    """The shipped calibration fitted to a collection, so that no more is wrong, or refused wrongly, than is accepted.

    The collection is the service's own if none is given. Nothing is written. Raises InvalidCases for evidence that is
    not where a case says, TooFewCases and NotToldApart, and CalibrationUnreadable where the store's present
    calibration could not be replaced; most of them before anything is asked.
    """
    collection = collection or service.settings.collection
    stored(service.library)
    located = _located(CollectionReader(service.library, collection), cases)
    require_enough_cases(
        answerable=sum(case.answerable for case in cases),
        unanswerable=sum(not case.answerable or bool(evidence) for case, evidence in located),
    )
    examples: list[CalibrationExample] = []
    for done, ((case, evidence), cluster) in enumerate(zip(located, case_clusters(cases), strict=True), 1):
        examples += _examples(service, collection, case, evidence, cluster)
        if on_case:
            on_case(case, done, len(cases))
    return fit_calibration(examples, shipped(service.library), errors, model_names(service.library))


def _located(documents: CollectionReader, cases: Sequence[Case]) -> list[tuple[Case, tuple[LocatedEvidence, ...]]]:
    located = []
    for case in cases:
        try:
            golds = case.evidence if case.answerable else ()
            located.append((case, tuple(documents.locate(gold) for gold in golds)))
        except (InvalidCases, LibraryError) as error:
            raise InvalidCases(f"{case.where}: {explained(error)}") from error
    return located


def _examples(
    service: Service, collection: str, case: Case, evidence: Sequence[LocatedEvidence], cluster: str
) -> Iterator[CalibrationExample]:
    """One or two examples of a case; none where no sentence is left to be read, since that is refused in any case."""
    library = service.library
    asked = Question(text=case.question, history=case.history, collection=collection)
    question = condense(library, asked, service.model)
    hits = library.search(question, None, collection)
    without = [hit for hit in hits if not any(_overlaps(piece, hit) for piece in evidence)]
    for passages, answerable in ((hits, True), (without, False)) if evidence else ((hits, case.answerable),):
        selection = select_by(shipped(library), library, question, passages[:PASSAGES])
        if selection.evidence:
            yield CalibrationExample(selection.logit, answerable, cluster, case.id)


def _overlaps(piece: LocatedEvidence, hit: Hit) -> bool:
    return piece.overlaps(hit.source, hit.passage.start, hit.passage.end)
