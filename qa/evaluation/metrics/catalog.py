"""The metrics: the name of each, what it measures, and to which cases it applies."""

from collections.abc import Callable
from dataclasses import dataclass

from qa.evaluation.cases.case import Case

DEPTHS = (1, 3, 5, 10, 20)
TOP_K = 5  # passages that precision and the metrics by character look at


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure with one value a case that it applies to; the mean of the values is reported."""

    name: str
    description: str
    applies: Callable[[Case], bool]
    of_shown: bool = False
    """Whether only cases have a value whose answer shows what is measured."""
    compared: bool = True
    """Whether a difference between two runs is tested, higher being better."""


def _any_case(case: Case) -> bool:
    return True


def _is_answerable(case: Case) -> bool:
    return case.answerable


def _is_unanswerable(case: Case) -> bool:
    return not case.answerable


def _has_evidence(case: Case) -> bool:
    return case.answerable and bool(case.evidence)


def _has_reference(case: Case) -> bool:
    return bool(case.answers) or not case.answerable


def _has_answers(case: Case) -> bool:
    return case.answerable and bool(case.answers)


METRICS: tuple[Metric, ...] = (
    Metric("right", "shows the evidence in the right words; without an answer: is not answered", _any_case),
    Metric("answered", "has an answer and was answered", _is_answerable),
    Metric("answered right", "was answered, from the evidence in the right words", _is_answerable),
    Metric("uncertain right", "was uncertain, and shows the evidence in the right words", _is_answerable),
    Metric("not answered", "has no answer and was not answered: uncertain or not found", _is_unanswerable),
    Metric("refused", "has no answer and was not found", _is_unanswerable),
    Metric("short answer right", "the short answer says what a right one says, of those shown", _has_reference, True),
    *(
        Metric(f"recall@{k}", f"share of the evidence touched by rank {k}", _has_evidence, compared=k == TOP_K)
        for k in DEPTHS
    ),
    Metric(f"precision@{TOP_K}", f"share of the first {TOP_K} passages that touch evidence", _has_evidence),
    Metric("MRR", "1 / rank of the first passage that touches evidence", _has_evidence),
    Metric("nDCG@10", "gain of the first 10 passages over the best order there could be", _has_evidence),
    Metric("character recall", f"share of the evidence's characters in the first {TOP_K} passages", _has_evidence),
    Metric(
        "character precision", f"share of the characters of the first {TOP_K} passages that is evidence", _has_evidence
    ),
    Metric("character IoU", "both, as intersection over union", _has_evidence),
    Metric("characters read", f"length of the first {TOP_K} passages", _has_evidence, compared=False),
    Metric("first citation", "the first citation overlaps the evidence", _has_evidence),
    Metric("any citation", "any citation overlaps the evidence", _has_evidence),
    Metric("page right", "the first citation names a page of the evidence, of those that cite", _has_evidence, True),
    Metric("citation precision", "share of the cited characters that is evidence", _has_evidence),
    Metric("citation recall", "share of the evidence's characters that is cited", _has_evidence),
    Metric("citation F1", "both, as harmonic mean", _has_evidence),
    Metric("sentence precision", "share of the cited sentences that hold evidence", _has_evidence),
    Metric("sentence recall", "share of the sentences that hold evidence that are cited", _has_evidence),
    Metric("sentence F1", "both, as harmonic mean", _has_evidence),
    Metric(
        "exact match", "the answer is a right one, by SQuAD 2.0's rules (a refusal where there is none)", _has_reference
    ),
    Metric("token F1", "words shared with a right answer, by SQuAD 2.0's rules", _has_reference),
    Metric("contains", "the answer holds the words of a right one", _has_answers),
    Metric("ROUGE-L", "longest common subsequence with a right answer", _has_answers),
)
NAMES = tuple(metric.name for metric in METRICS)


def worst_values(case: Case) -> dict[str, float]:
    """The values of a case that failed: 0 for each metric. The number of characters read is unknown, so left out."""
    known = (metric for metric in METRICS if not metric.of_shown and metric.name != "characters read")
    return {metric.name: 0.0 for metric in known if metric.applies(case)}
