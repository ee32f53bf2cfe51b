"""A file or folder of questions becomes cases, whatever its format."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from qa.evaluation.cases import beir, squad, tables
from qa.evaluation.cases.case import Case, InvalidCases
from qa.evaluation.cases.parse import Importer, jsonl_cases, with_ids
from vectorstore import Library, Report
from vectorstore.ingest.progress import OnProgress

IMPORTERS: dict[str, Importer] = {
    ".jsonl": jsonl_cases,
    ".json": squad.cases,
    ".csv": tables.cases,
    ".tsv": tables.cases,
    ".txt": tables.questions,
}


def load(path: str | Path) -> list[Case]:
    """The cases of a file (JSONL, SQuAD's JSON, CSV, TSV, or text with a question a line) or of a BEIR folder.

    Raises InvalidCases, with the line, for whatever cannot be read.
    """
    path = Path(path)
    if path.is_dir():
        return with_ids(beir.cases(path), path)
    importer = IMPORTERS.get(path.suffix.lower())
    if importer is None:
        raise InvalidCases(f"{path}: cases are read from {', '.join(IMPORTERS)} files and BEIR folders")
    return with_ids(importer(path), path)


def add_documents(library: Library, path: str | Path, collection: str, on_progress: OnProgress | None = None) -> Report:
    """Add the documents that a set of cases contains; documents that are already in the library stay as they are."""
    with TemporaryDirectory() as folder:
        paths = []
        for name, text in documents(path):
            paths.append(Path(folder) / name)
            paths[-1].write_text(text, encoding="utf-8", newline="")
        return library.add(paths, collection, on_progress)


def documents(path: str | Path) -> Iterator[tuple[str, str]]:
    """The names and texts of the documents that a set of cases contains: SQuAD's articles, BEIR's corpus."""
    path = Path(path)
    if path.is_dir():
        return beir.documents(path)
    if path.suffix.lower() == ".json":
        return squad.documents(path)
    raise InvalidCases(f"{path}: only SQuAD's JSON and BEIR folders bring their documents along")
