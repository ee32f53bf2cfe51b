"""The metrics: what each is called, what it says, and to which cases it applies."""

from collections.abc import Callable
from dataclasses import dataclass

from qa.evaluation.cases.case import Case

DEPTHS = (1, 3, 5, 10, 20)
FIRST = 5  # passages that character measures and precision look at


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure that every case it applies to has a value of; the mean of them is reported."""

    name: str
    says: str
    applies: Callable[[Case], bool]
    compared: bool = True
    """Whether a difference between two runs is tested; higher is better then."""


def _every(case: Case) -> bool:
    return True


def _answerable(case: Case) -> bool:
    return case.answerable


def _unanswerable(case: Case) -> bool:
    return not case.answerable


def _evidence(case: Case) -> bool:
    return case.answerable and bool(case.evidence)


def _words(case: Case) -> bool:
    return bool(case.answers) or not case.answerable


def _answers(case: Case) -> bool:
    return case.answerable and bool(case.answers)


METRICS: tuple[Metric, ...] = (
    Metric("right", "answered from the evidence in the right words, or rightly refused", _every),
    Metric("answered", "has an answer and was not refused", _answerable),
    Metric("refused", "has no answer and was refused", _unanswerable),
    *(Metric(f"recall@{k}", f"share of the evidence touched by rank {k}", _evidence, k == FIRST) for k in DEPTHS),
    Metric(f"precision@{FIRST}", f"share of the first {FIRST} passages that touch evidence", _evidence),
    Metric("MRR", "1 / rank of the first passage that touches evidence", _evidence),
    Metric("nDCG@10", "gain of the first 10 passages over the best order there could be", _evidence),
    Metric("character recall", f"share of the evidence's characters in the first {FIRST} passages", _evidence),
    Metric("character precision", f"share of the characters of the first {FIRST} passages that is evidence", _evidence),
    Metric("character IoU", "both, as intersection over union", _evidence),
    Metric("characters read", f"length of the first {FIRST} passages", _evidence, compared=False),
    Metric("first citation", "the first citation overlaps the evidence", _evidence),
    Metric("any citation", "any citation overlaps the evidence", _evidence),
    Metric("citation precision", "share of the cited characters that is evidence", _evidence),
    Metric("citation recall", "share of the evidence's characters that is cited", _evidence),
    Metric("citation F1", "both, as harmonic mean", _evidence),
    Metric("sentence precision", "share of the cited sentences that hold evidence", _evidence),
    Metric("sentence recall", "share of the sentences that hold evidence that are cited", _evidence),
    Metric("sentence F1", "both, as harmonic mean", _evidence),
    Metric("exact match", "the answer is a right one, by SQuAD 2.0's rules (a refusal where there is none)", _words),
    Metric("token F1", "words shared with a right answer, by SQuAD 2.0's rules", _words),
    Metric("contains", "the answer holds the words of a right one", _answers),
    Metric("ROUGE-L", "longest common subsequence with a right answer", _answers),
)
NAMES = tuple(metric.name for metric in METRICS)


def worst(case: Case) -> dict[str, float]:
    """The values of a case that failed: nothing of it is right. What it would have read is not known."""
    return {metric.name: 0.0 for metric in METRICS if metric.applies(case) and metric.name != "characters read"}
