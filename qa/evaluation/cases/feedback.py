"""Cases from use: an answer that a person marked as wrong becomes a line in the store's own file of cases."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Literal

from filelock import FileLock
from pydantic import Field

from qa.errors import AnswerError
from qa.evaluation.cases.case import Case, Gold
from qa.types import Answer, Turn, Value

FILE = "feedback.jsonl"
LONGEST_ANSWER = 10_000  # characters of a right answer; more is a document


class FeedbackNotSaved(AnswerError):
    """A case could not be written; the text says why."""


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


def file(store: Path) -> Path:
    """The file with the cases of a store."""
    return store.resolve() / FILE


def count(store: Path) -> int:
    """The number of cases in the file of a store."""
    try:
        return sum(not line.isspace() for line in file(store).open("rb"))
    except FileNotFoundError:
        return 0


def add(store: Path, case: Case) -> Path:
    """Append a case, whole and on the disk, or raise FeedbackNotSaved with nothing appended."""
    path = file(store)
    line = f"{case.model_dump_json(exclude_defaults=True)}\n".encode()
    try:
        with FileLock(path.with_suffix(".lock")), path.open("a+b", buffering=0) as stream:
            _append(stream, line)
    except OSError as error:
        raise FeedbackNotSaved(f"{path} cannot be written: {error.strerror or error}") from error
    return path


def _append(stream: FileIO, line: bytes) -> None:
    size = stream.seek(0, os.SEEK_END)
    if size:
        stream.seek(size - 1)
        if stream.read(1) != b"\n":  # the last line was edited by hand
            line = b"\n" + line
    try:
        if stream.write(line) < len(line):
            raise OSError("there is no room for it")
        os.fsync(stream.fileno())
    except OSError:
        stream.truncate(size)
        raise
