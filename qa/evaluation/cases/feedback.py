"""Cases from use: an answer that a person marked as wrong becomes a line in the store's own file of cases."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import Field

from qa.evaluation.cases.case import Case, Gold
from qa.types import Answer, Turn, Value
from vectorstore import Artifacts

NAME = "feedback.jsonl"  # among the artifacts of the store
LONGEST_ANSWER = 10_000  # characters of a right answer; more is a document


class Feedback(Value):
    """What a person says is wrong with an answer, and what is right as far as they say."""

    wrong: Literal["answer", "source", "refusal"]
    right: str = Field("", max_length=LONGEST_ANSWER)
    document: str = ""


def case(answer: Answer, history: Sequence[Turn], feedback: Feedback, origin: str = "") -> Case:
    """The case that a marked answer becomes; the id holds the time of the feedback, the note its origin."""
    answerable = feedback.wrong != "refusal" or answer.refused
    wrong_refusal = "it should have answered" if answer.refused else "it should have refused"
    note = wrong_refusal if feedback.wrong == "refusal" else f"the {feedback.wrong} was wrong"
    right = feedback.right.strip()
    return Case(
        id=f"marked {datetime.now(UTC).isoformat(timespec='microseconds')}",
        question=answer.question,
        history=tuple(history),
        answers=(right,) if right and answerable else (),
        evidence=(Gold(document=feedback.document),) if feedback.document and answerable else (),
        answerable=answerable,
        note=f"{note}; {origin}" if origin else note,
    )


def file(artifacts: Artifacts) -> Path:
    """The file with the cases of a store."""
    return artifacts.path(NAME)


def count(artifacts: Artifacts) -> int:
    """The number of cases in the file of a store."""
    return sum(not line.isspace() for line in (artifacts.read(NAME) or "").splitlines(keepends=True))


def add(artifacts: Artifacts, case: Case) -> Path:
    """Append a case to the file of a store, whole and on the disk; raises StoreFailed with nothing appended."""
    return artifacts.append(NAME, case.model_dump_json(exclude_defaults=True))
