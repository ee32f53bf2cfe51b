"""Cases from the fields of a file, each checked, with the file and line in every message."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from qa.evaluation.cases.case import Case, InvalidCases

Importer = Callable[[Path], list[Case]]
"""Reads the cases of one kind of file or folder."""


def read_text(path: Path) -> str:
    """The text of a file of cases; raises InvalidCases where the file cannot be read as UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidCases(f"{path}: cannot be read as UTF-8 text: {error}") from error


def parse_case(fields: Any, where: str) -> Case:
    """A case from its fields; raises InvalidCases that says where and what is wrong."""
    try:
        case = Case.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise InvalidCases(f"{where}: {field + ': ' if field else ''}{first['msg']}") from error
    return case.model_copy(update={"where": where})


def json_lines(path: Path) -> Iterator[tuple[str, Any]]:
    """Each line of a JSONL file that is not blank, as its place in the file and its value."""
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if line.strip():
            where = f"{path}, line {number}"
            try:
                yield where, json.loads(line)
            except ValueError as error:
                raise InvalidCases(f"{where}: not JSON: {error}") from error


def jsonl_cases(path: Path) -> list[Case]:
    """The cases of a JSONL file, one a line."""
    return [parse_case(value, where) for where, value in json_lines(path)]


def with_ids(cases: list[Case], path: Path) -> list[Case]:
    """Cases with an id each; raises InvalidCases where there is no case, or where two have the same id."""
    if not cases:
        raise InvalidCases(f"{path}: holds no case; each needs a question")
    by_id: dict[str, Case] = {}
    for number, case in enumerate(cases, 1):
        name = case.id or str(number)
        if name in by_id:
            raise InvalidCases(f"{case.where}: the id {name!r} was already given by {by_id[name].where}")
        by_id[name] = case if case.id else case.model_copy(update={"id": name})
    return list(by_id.values())
