"""What is right by the verdict: an answer, or what may answer, from the right place; no answer where there is none."""

from typing import Literal

from qa.evaluation.metrics.observation import Observation, right_if_answered
from qa.types import Answer

Verdict = Literal["answered", "uncertain", "not found"]
VERDICTS: tuple[Verdict, ...] = ("answered", "uncertain", "not found")


def verdict(answer: Answer) -> Verdict:
    """The verdict of an answer."""
    return "not found" if answer.refused else "answered"


def verdict_metrics(observed: Observation) -> dict[str, float]:
    """The metrics that are decided by the verdict, by name."""
    case, said = observed.case, verdict(observed.answer)
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
