"""Cases are asked twice: of the library as it is, and with what answers them taken out of what was found."""

from collections.abc import Callable, Iterator, Sequence

from qa.answering.calibration import kept, models, shipped
from qa.answering.condense import condense
from qa.answering.evidence import select_by
from qa.answering.retrieve import PASSAGES
from qa.evaluation.calibrate.fit import Calibrated, Judged, calibrate, enough
from qa.evaluation.cases.case import Case, InvalidCases
from qa.evaluation.cases.reference import Piece, Reference
from qa.evaluation.runner.run import clusters
from qa.service import Service
from vectorstore import Hit, LibraryError

OnCase = Callable[[Case, int, int], None]
"""Called after each case with how many are done and how many there are."""


def calibrated(service: Service, cases: Sequence[Case], refused: float, on_case: OnCase | None = None) -> Calibrated:
    """The shipped weighing fitted to a library and its cases, so that at most a share of the answerable is refused.

    Nothing is written. Raises InvalidCases for evidence that is not where a case says, TooFewCases and NotToldApart,
    and CalibrationUnreadable where the store's present one could not be replaced; most before anything is asked.
    """
    kept(service.library.store)
    pieces = _pieces(service, cases)
    enough(sum(case.answerable for case in cases), sum(not case.answerable or bool(held) for case, held in pieces))
    judged: list[Judged] = []
    for done, ((case, held), cluster) in enumerate(zip(pieces, clusters(cases), strict=True), 1):
        judged += _judged(service, case, held, cluster)
        if on_case:
            on_case(case, done, len(cases))
    return calibrate(judged, shipped(service.library), refused, models(service.library))


def _pieces(service: Service, cases: Sequence[Case]) -> list[tuple[Case, tuple[Piece, ...]]]:
    reference, found = Reference(service.library, service.settings.collection), []
    for case in cases:
        try:
            golds = case.evidence if case.answerable else ()
            found.append((case, tuple(reference.piece(gold) for gold in golds)))
        except (InvalidCases, LibraryError) as error:
            raise InvalidCases(f"{case.where}: {error}") from error
    return found


def _judged(service: Service, case: Case, pieces: Sequence[Piece], cluster: str) -> Iterator[Judged]:
    """One or two of a case; where no sentence is left to be read there is none, for that is refused in any case."""
    library = service.library
    asked = condense(case.question, case.history, service.model)
    hits = library.search(asked, None, service.settings.collection)
    without = [hit for hit in hits if not any(_touches(piece, hit) for piece in pieces)]
    for read, answerable in ((hits, True), (without, False)) if pieces else ((hits, case.answerable),):
        found = select_by(shipped(library), library, asked, read[:PASSAGES])
        if found.evidence:
            yield Judged(found.logit, answerable, cluster, case.id)


def _touches(piece: Piece, hit: Hit) -> bool:
    return piece.touches(hit.source, hit.passage.start, hit.passage.end)
