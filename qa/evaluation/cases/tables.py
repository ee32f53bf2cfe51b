"""CSV and TSV files, and plain text with a question a line."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from qa.evaluation.cases.case import Case, InvalidCases, case, read_text

PLACE = ("document", "quote", "page", "start", "end")
COLUMNS = ("id", "question", "answer", "answers", *PLACE, "answerable", "cluster", "note")
FALSE, TRUE = {"false", "no", "0"}, {"true", "yes", "1", ""}


def cases(path: Path) -> list[Case]:
    """One case a row. `answer`, or `answers` as a JSON list; `document` with `quote`, `page`, or `start` and `end`.

    A column of another name is an error, so that a misspelt one is not passed over.
    """
    dialect = csv.excel_tab if path.suffix.lower() == ".tsv" else csv.excel
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""), dialect=dialect, strict=True)
    names = [str(name).strip().lower() for name in reader.fieldnames or ()]
    if "question" not in names:
        raise InvalidCases(f"{path}, line 1: no column is called question")
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        raise InvalidCases(f"{path}, line 1: unknown column {unknown[0]!r}; known are {', '.join(COLUMNS)}")
    reader.fieldnames = names
    found = []
    try:
        for row in reader:
            where = f"{path}, line {reader.line_num}"
            if None in row:
                raise InvalidCases(f"{where}: more cells than columns")
            cells = {name: (value or "").strip() for name, value in row.items()}
            if any(cells.values()):
                found.append(case(_fields(cells, where), where))
    except csv.Error as error:
        raise InvalidCases(f"{path}, line {reader.reader.line_num}: {error}") from error
    return found


def questions(path: Path) -> list[Case]:
    """One question a line, nothing known of its answer."""
    lines = enumerate(read_text(path).splitlines(), 1)
    return [case({"question": line.strip()}, f"{path}, line {number}") for number, line in lines if line.strip()]


def _fields(cells: dict[str, str], where: str) -> dict[str, Any]:
    fields: dict[str, Any] = {name: cells[name] for name in ("id", "question", "cluster", "note") if cells.get(name)}
    if cells.get("answer"):
        fields["answers"] = [cells["answer"]]
    if cells.get("answers"):
        try:
            fields["answers"] = json.loads(cells["answers"])
        except ValueError as error:
            raise InvalidCases(f"{where}: answers: not a JSON list: {error}") from error
    place = {name: cells[name] for name in PLACE if cells.get(name)}
    if place:
        fields["evidence"] = [place]
    stated = cells.get("answerable", "").lower()
    if stated not in FALSE | TRUE:
        raise InvalidCases(f"{where}: answerable: {stated!r} is neither true nor false")
    return fields | {"answerable": stated not in FALSE}
