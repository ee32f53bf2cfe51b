"""The figures of one kind of written question, each a mean over the cases that it applies to."""

from collections.abc import Callable, Iterable, Sequence

from benchmarks.lib.roc import roc_area
from benchmarks.lib.summary import Group, confidence
from benchmarks.suites.written.cases import WrittenCase
from qa.evaluation import CaseResult, MetricSummary
from qa.evaluation.metrics.text_metrics import short_answer_right
from qa.evaluation.metrics.verdict import VERDICTS
from qa.evaluation.runner.summary import metric_summary

YES_NO = {"yes": True, "no": False}

Asked = tuple[WrittenCase, CaseResult]


def verdict(result: CaseResult) -> str:
    """The verdict of an answer; a case that failed found nothing."""
    return result.answer.verdict if result.answer else "not found"


def figures(asked: Sequence[Asked]) -> Group:
    """All figures of cases of one kind."""
    shares: dict[str, Callable[[Asked], float | None]] = {
        **{name: _is_verdict(name) for name in VERDICTS},
        "answered and right": lambda one: float(verdict(one[1]) == "answered" and _is_right(one)),
        "right, of answered": lambda one: float(_is_right(one)) if verdict(one[1]) == "answered" else None,
        "right place cited": lambda one: _cited(one),
        "right place cited, of answered or uncertain": lambda one: _cited(one) if _is_shown(one) else None,
        "right passage first": lambda one: one[1].values.get("recall@1"),
        "right passage in five": lambda one: one[1].values.get("recall@5"),
        "sentence F1": lambda one: one[1].values.get("sentence F1"),
        "short answer right, of shown": _short_right,
        "yes or no right, of given": _yes_no_right,
    }
    summaries = ((name, _summary(asked, value)) for name, value in shares.items())
    return Group(figures={name: summary for name, summary in summaries if summary})


def area(answerable: Iterable[CaseResult], unanswerable: Iterable[CaseResult]) -> MetricSummary:
    """The area under the ROC curve by which the confidence tells two kinds apart."""
    first, second = list(answerable), list(unanswerable)
    both = [*first, *second]
    labels = [True] * len(first) + [False] * len(second)
    return roc_area([confidence(result) for result in both], labels, [result.cluster for result in both])


def _is_verdict(name: str) -> Callable[[Asked], float]:
    return lambda one: float(verdict(one[1]) == name)


def _is_shown(one: Asked) -> bool:
    return verdict(one[1]) != "not found"


def _is_right(one: Asked) -> bool:
    return one[0].answerable and one[1].right_if_answered


def _cited(one: Asked) -> float | None:
    return one[1].values.get("any citation")


def _short_right(one: Asked) -> float | None:
    case, result = one
    short = result.answer.short if result.answer and _is_shown(one) else None
    if short is None or short.casefold() in YES_NO or not (case.answers or not case.answerable):
        return None
    return short_answer_right(short, case.answers if case.answerable else ())


def _yes_no_right(one: Asked) -> float | None:
    case, result = one
    said = YES_NO.get((result.answer.short or "").casefold()) if result.answer and _is_shown(one) else None
    return None if said is None or case.yes is None else float(said == case.yes)


def _summary(asked: Sequence[Asked], value: Callable[[Asked], float | None]) -> MetricSummary | None:
    measured = [(found, result.cluster) for case, result in asked if (found := value((case, result))) is not None]
    return metric_summary([found for found, _ in measured], [cluster for _, cluster in measured]) if measured else None
