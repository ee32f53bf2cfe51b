"""Cases from use: an answer that someone marked as wrong becomes a line in the store's own file of pairs."""

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
LONGEST = 10_000  # characters of a right answer; more is a document


class CannotKeep(AnswerError):
    """A case could not be written; the text says why."""


class Mark(Value):
    """What a person says is wrong with an answer, and what is right as far as they say."""

    wrong: Literal["answer", "source", "refusal"]
    right: str = Field("", max_length=LONGEST)
    document: str = ""


def case(answer: Answer, history: Sequence[Turn], mark: Mark, asked_of: str = "") -> Case:
    """The case that a marked answer becomes; its id says when it was marked."""
    answerable = mark.wrong != "refusal" or answer.refused
    should = "it should have answered" if answer.refused else "it should have refused"
    said = should if mark.wrong == "refusal" else f"the {mark.wrong} was wrong"
    right = mark.right.strip()
    return Case(
        id=f"marked {datetime.now(UTC).isoformat(timespec='microseconds')}",
        question=answer.question,
        history=tuple(history),
        answers=(right,) if right and answerable else (),
        evidence=(Gold(document=mark.document),) if mark.document and answerable else (),
        answerable=answerable,
        note=f"{said}; {asked_of}" if asked_of else said,
    )


def file(store: Path) -> Path:
    """Where the cases of a store are kept."""
    return store.resolve() / FILE


def count(store: Path) -> int:
    """How many cases are kept."""
    try:
        return sum(not line.isspace() for line in file(store).open("rb"))
    except FileNotFoundError:
        return 0


def add(store: Path, case: Case) -> Path:
    """Append a case, whole and on the disk, or raise CannotKeep with nothing appended."""
    path = file(store)
    line = f"{case.model_dump_json(exclude_defaults=True)}\n".encode()
    try:
        with FileLock(path.with_suffix(".lock")), path.open("a+b", buffering=0) as held:
            _append(held, line)
    except OSError as error:
        raise CannotKeep(f"{path} cannot be written: {error.strerror or error}") from error
    return path


def _append(held: FileIO, line: bytes) -> None:
    size = held.seek(0, os.SEEK_END)
    if size:
        held.seek(size - 1)
        if held.read(1) != b"\n":  # the last line was edited by hand
            line = b"\n" + line
    try:
        if held.write(line) < len(line):
            raise OSError("there is no room for it")
        os.fsync(held.fileno())
    except OSError:
        held.truncate(size)
        raise
