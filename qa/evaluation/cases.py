"""Cases: what is asked, and where in the documents the answer stands."""

from pathlib import Path

from pydantic import Field, ValidationError

from qa.answer import Turn, Value
from qa.errors import AnswerError
from vectorstore import Library, Span


class InvalidCases(AnswerError):
    """The file of cases cannot be used; the text names the line."""


class Gold(Value):
    """Where the evidence stands in a document: by span, by page, or by its exact words."""

    document: str
    start: int | None = None
    end: int | None = None
    page: int | None = None
    quote: str | None = None


class Case(Value):
    """One line of a file of pairs; only the question is required."""

    question: str = Field(min_length=1)
    id: str = ""
    answers: tuple[str, ...] = ()
    evidence: tuple[Gold, ...] = ()
    history: tuple[Turn, ...] = ()
    answerable: bool = True


def load(path: Path) -> list[Case]:
    """The cases of a JSONL file; raises InvalidCases with the number of a line that cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidCases(f"{path}: cannot be read as UTF-8 text: {error}") from error
    cases = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = Case.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise InvalidCases(f"{path}, line {number}: {where + ': ' if where else ''}{first['msg']}") from error
        cases.append(case if case.id else case.model_copy(update={"id": f"line {number}"}))
    if not cases:
        raise InvalidCases(f"{path}: holds no case; each line is one JSON object with a question")
    return cases


def spans(gold: Gold, library: Library, collection: str) -> list[Span]:
    """Where the evidence stands, exactly; raises InvalidCases where it does not."""
    source = library.source(gold.document, collection)
    if gold.quote is not None:
        found, start = [], source.text.find(gold.quote)
        while gold.quote and start >= 0:
            found.append(Span(start, start + len(gold.quote)))
            start = source.text.find(gold.quote, start + 1)
        if not found:
            raise InvalidCases(f"{gold.document} does not hold the words {gold.quote!r}")
        return found
    if gold.page is not None:
        if not 1 <= gold.page <= len(source.pages):
            raise InvalidCases(f"{gold.document} has no page {gold.page}")
        ends = [*source.pages[1:], len(source.text)]
        return [Span(source.pages[gold.page - 1], ends[gold.page - 1])]
    if gold.start is None or gold.end is None or not 0 <= gold.start < gold.end <= len(source.text):
        raise InvalidCases(f"{gold.document} has no characters {gold.start} to {gold.end}")
    return [Span(gold.start, gold.end)]
