"""What is right by the verdict: an answer, or what may answer, from the right place; no answer where there is none."""

from typing import get_args

from qa.evaluation.metrics.observation import Observation, right_if_answered
from qa.types import Verdict

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


def verdict_metrics(observed: Observation) -> dict[str, float]:
    """The metrics that are decided by the verdict, by name."""
    case, said = observed.case, observed.answer.verdict
    if not case.answerable:
        not_answered = float(said != "answered")
        return {"right": not_answered, "not answered": not_answered, "refused": float(said == "not found")}
    right = right_if_answered(observed)
    return {
        "right": float(right and said != "not found"),
        "answered": float(said == "answered"),
        "answered right": float(right and said == "answered"),
        "uncertain right": float(right and said == "uncertain"),
    }
