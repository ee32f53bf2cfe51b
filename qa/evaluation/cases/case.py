"""Cases: what is asked, what the answer is, and where in the documents it stands."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from qa.errors import AnswerError
from qa.types import Turn, Value


class InvalidCases(AnswerError):
    """Cases cannot be used; the text names the file and the line."""


class Gold(Value):
    """A piece of evidence in a document: by span, by page, by its exact words, or, with none of them, all of it."""

    document: str
    start: int | None = None
    end: int | None = None
    page: int | None = None
    quote: str | None = None
    relevance: int = Field(1, ge=1)
    """How relevant it is, for judgements in grades."""

    @property
    def is_document(self) -> bool:
        """Whether the whole document is meant."""
        return self.quote is None and self.page is None and self.start is None and self.end is None


class Case(Value):
    """One question with what is known of its answer; only the question is required."""

    question: str = Field(min_length=1, pattern=r"\S")
    id: str = ""
    answers: tuple[str, ...] = ()
    evidence: tuple[Gold, ...] = ()
    history: tuple[Turn, ...] = ()
    answerable: bool = True
    cluster: str | None = None
    """What it stands or falls with: cases of one document or conversation are not independent of each other."""
    note: str | None = None
    """For who keeps the file, such as what was wrong with the answer; not measured."""
    where: str = Field("", exclude=True)
    """The file and line it comes from, for messages."""

    @property
    def fingerprint(self) -> str:
        """A hash of what is asked and known, by which two runs are known to be about the same case."""
        known = self.model_dump_json(exclude={"id", "note", "cluster"})
        return hashlib.sha256(known.encode()).hexdigest()[:16]


def read_text(path: Path) -> str:
    """The text of a file of cases; raises InvalidCases where it cannot be read as UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidCases(f"{path}: cannot be read as UTF-8 text: {error}") from error


def case(fields: Any, where: str) -> Case:
    """A case from its fields; raises InvalidCases that says where and what is wrong."""
    try:
        made = Case.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise InvalidCases(f"{where}: {field + ': ' if field else ''}{first['msg']}") from error
    return made.model_copy(update={"where": where})


def json_lines(path: Path) -> Iterator[tuple[str, Any]]:
    """Each line of a JSONL file that is not blank, as where it is and its value."""
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            where = f"{path}, line {number}"
            try:
                yield where, json.loads(line)
            except ValueError as error:
                raise InvalidCases(f"{where}: not JSON: {error}") from error


def pairs(path: Path) -> list[Case]:
    """The cases of a JSONL file, one a line."""
    return [case(value, where) for where, value in json_lines(path)]


def checked(cases: list[Case], path: Path) -> list[Case]:
    """Cases with an id each; raises InvalidCases where there are none, or where two have the same."""
    if not cases:
        raise InvalidCases(f"{path}: holds no case; each needs a question")
    named: dict[str, Case] = {}
    for number, one in enumerate(cases, 1):
        name = one.id or str(number)
        if name in named:
            raise InvalidCases(f"{one.where}: the id {name!r} was already given by {named[name].where}")
        named[name] = one if one.id else one.model_copy(update={"id": name})
    return list(named.values())


Importer = Callable[[Path], list[Case]]
"""Reads one kind of file or folder."""
