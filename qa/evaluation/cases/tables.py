"""CSV and TSV files, and plain text with a question a line."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from qa.evaluation.cases.case import Case, InvalidCases
from qa.evaluation.cases.parse import parse_case, read_text

EVIDENCE_COLUMNS = ("document", "quote", "page", "start", "end")
COLUMNS = ("id", "question", "answer", "answers", *EVIDENCE_COLUMNS, "answerable", "cluster", "note", "tags")
FALSE, TRUE = {"false", "no", "0"}, {"true", "yes", "1", ""}


def cases(path: Path) -> list[Case]:
    """One case a row. `answer`, or `answers` as a JSON list; `document` with `quote`, `page`, or `start` and `end`.

    `tags` are separated by commas.

    A column of another name is an error, so that a misspelt name is noticed.
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
                found.append(parse_case(_fields(cells, where), where))
    except csv.Error as error:
        raise InvalidCases(f"{path}, line {reader.reader.line_num}: {error}") from error
    return found


def questions(path: Path) -> list[Case]:
    """One case a line: a question without a gold answer."""
    lines = enumerate(read_text(path).splitlines(), 1)
    return [parse_case({"question": line.strip()}, f"{path}, line {number}") for number, line in lines if line.strip()]


def _fields(cells: dict[str, str], where: str) -> dict[str, Any]:
    fields: dict[str, Any] = {name: cells[name] for name in ("id", "question", "cluster", "note") if cells.get(name)}
    if cells.get("tags"):
        fields["tags"] = [tag.strip() for tag in cells["tags"].split(",") if tag.strip()]
    if cells.get("answer"):
        fields["answers"] = [cells["answer"]]
    if cells.get("answers"):
        try:
            fields["answers"] = json.loads(cells["answers"])
        except ValueError as error:
            raise InvalidCases(f"{where}: answers: not a JSON list: {error}") from error
    evidence = {name: cells[name] for name in EVIDENCE_COLUMNS if cells.get(name)}
    if evidence:
        fields["evidence"] = [evidence]
    answerable = cells.get("answerable", "").lower()
    if answerable not in FALSE | TRUE:
        raise InvalidCases(f"{where}: answerable: {answerable!r} is neither true nor false")
    return fields | {"answerable": answerable not in FALSE}
