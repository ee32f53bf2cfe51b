"""The cluster of each case: the unit that statistics draw, since cases of one cluster are not independent."""

from collections.abc import Sequence

from qa.evaluation.cases.case import Case


def case_clusters(cases: Sequence[Case]) -> list[str]:
    """The name of each case's cluster: as the case says, else its conversation, else the document of its evidence."""
    conversations = any(case.history for case in cases)
    return [_cluster(case, conversations) for case in cases]


def _cluster(case: Case, conversations: bool) -> str:
    if case.cluster is not None:
        return case.cluster
    if conversations:
        return f"conversation: {case.history[0].content if case.history else case.question}"
    if case.evidence:
        return case.evidence[0].document
    return f"case: {case.id}"
