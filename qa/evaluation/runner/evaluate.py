"""All cases asked, one after the other, with a checkpoint after each."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence

from qa.evaluation.cases.case import Case, InvalidCases
from qa.evaluation.cases.clusters import case_clusters
from qa.evaluation.cases.located_evidence import CollectionReader
from qa.evaluation.runner.ask_case import ask_case
from qa.evaluation.runner.case_result import CaseResult
from qa.evaluation.runner.checkpoint import Checkpoint
from qa.evaluation.runner.made_with import made_with
from qa.evaluation.runner.run import Run
from qa.service import Service

OnCaseResult = Callable[[CaseResult, int, int], None]
"""Called after each case with its result, the number of cases done, and the number of all cases."""


def evaluate(
    service: Service,
    cases: Sequence[Case],
    on_result: OnCaseResult | None = None,
    fresh: bool = False,
    collection: str | None = None,
) -> Run:
    """Ask every case of a collection. An interrupted run is resumed, unless the run is to start afresh.

    The collection is the service's own if none is given. A case that cannot be measured counts as the worst and says
    why; no case is dropped. Raises InvalidCases where the documents were changed meanwhile.
    """
    conditions, results = made_with(service, cases, collection), list[CaseResult]()
    for result in case_results(service, cases, fresh, collection):
        results.append(result)
        if on_result:
            on_result(result, len(results), len(cases))
    if made_with(service, cases, collection) != conditions:
        raise InvalidCases("the documents were changed meanwhile, so the figures would mix both: evaluate again")
    return Run(made_with=conditions, results=tuple(results))


def case_results(
    service: Service, cases: Sequence[Case], fresh: bool = False, collection: str | None = None
) -> Iterator[CaseResult]:
    """The result of each case, in order, as it comes; the iteration may be stopped at any point and resumed later."""
    checkpoint = _checkpoint(service, cases, fresh, collection)
    documents = CollectionReader(service.library, collection or service.settings.collection)
    for case, cluster in zip(cases, case_clusters(cases), strict=True):
        result = checkpoint.results.get(case.id)
        if result is None:
            result = ask_case(service, documents, case, cluster)
            checkpoint.add(result)
        yield result
    checkpoint.delete()


def completed_cases(service: Service, cases: Sequence[Case], collection: str | None = None) -> int:
    """The number of cases with a result in the checkpoint of an interrupted run, which are not asked again."""
    results = _checkpoint(service, cases, False, collection).results
    return sum(case.id in results for case in cases)


def _checkpoint(service: Service, cases: Sequence[Case], fresh: bool, collection: str | None) -> Checkpoint:
    conditions = json.dumps(made_with(service, cases, collection), sort_keys=True)
    key = hashlib.sha256(conditions.encode()).hexdigest()[:16]
    return Checkpoint(service.library.artifacts.path(f"evaluations/{key}.jsonl"), fresh)
