"""Look-ups in small tables: "What is the COLUMN of ROW?", the same tables in four formats, each a library of its own.

The tables and questions are those of a folder of cases (FOOTNOTE_CASES); they are workbooks, from which the other
formats are made. The right answer is one cell. Run: python -m benchmarks.suites.tables prints what was not right.
"""

import html
import io
import os
import time
from collections.abc import Callable, Mapping, Sequence

import openpyxl
from docx import Document

from benchmarks.lib import provenance
from benchmarks.lib.cached_library import add_bytes, open_service
from benchmarks.lib.data import CASES, check_or_exit
from benchmarks.lib.models import CachingEmbedder, CachingReranker
from benchmarks.lib.processes import NICENESS
from benchmarks.lib.progress import evaluated
from benchmarks.lib.results import suite_result, write_suite
from benchmarks.lib.summary import Group, Summary, group_of_columns
from qa.evaluation import Case, CaseResult, load
from qa.evaluation.metrics.text_metrics import exact_match
from qa.evaluation.metrics.verdict import VERDICTS
from vectorstore import Library
from vectorstore.ingest.progress import OnProgress

FOLDER = CASES / "57-table-lookup"
PAIRS = FOLDER / "PAIRS.jsonl"
FILES = (PAIRS, *sorted((FOLDER / "docs").glob("*.xlsx")))

Rows = Sequence[Sequence[str]]


def markdown(title: str, rows: Rows) -> bytes:
    """The table under its title, as Markdown."""
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([f"# {title}", "", head, "|---" * len(rows[0]) + "|", *body, ""]).encode()


def web_page(title: str, rows: Rows) -> bytes:
    """The table under its title, as HTML."""

    def line(cells: Sequence[str], tag: str) -> str:
        return f"<tr>{''.join(f'<{tag}>{html.escape(cell)}</{tag}>' for cell in cells)}</tr>"

    lines = [line(rows[0], "th"), *(line(row, "td") for row in rows[1:])]
    return f"<html><body><h1>{html.escape(title)}</h1><table>{''.join(lines)}</table></body></html>".encode()


def word_document(title: str, rows: Rows) -> bytes:
    """The table under its title, as DOCX."""
    document = Document()
    document.add_heading(title, 1)
    table = document.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


FORMATS: dict[str, Callable[[str, Rows], bytes] | None] = {
    "xlsx": None,  # as it is
    "md": markdown,
    "html": web_page,
    "docx": word_document,
}


def files(suffix: str) -> dict[str, bytes]:
    """The tables in one format, by file name."""
    write = FORMATS[suffix]
    found = {}
    for path in FILES[1:]:
        sheet = openpyxl.load_workbook(path).active
        rows = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        found[f"{path.stem}.{suffix}"] = write(sheet.title, rows) if write else path.read_bytes()
    return found


def cases() -> list[Case]:
    """The questions with the cell that answers; what is cited is judged by its words, alike in every format."""
    return [case.model_copy(update={"evidence": (), "cluster": case.id}) for case in load(PAIRS)]


def results() -> dict[str, list[CaseResult]]:
    """The results of every question in every format."""
    models = CachingEmbedder(), CachingReranker()
    return {suffix: _results(suffix, *models) for suffix in FORMATS}


def measure() -> Summary:
    """The figures of each format."""
    return summary(results())


def summary(found: Mapping[str, Sequence[CaseResult]]) -> Summary:
    """The figures of each format."""
    return Summary(groups={suffix: figures(some) for suffix, some in found.items()})


def figures(some: Sequence[CaseResult]) -> Group:
    """Cells right and wrong, verdicts, and whether the cell is in what is cited first."""
    columns: dict[str, list[bool]] = {
        "the cell": [is_cell(result) for result in some],
        "wrong in bold": [bool(_short(result)) and not is_cell(result) for result in some],
        "cell in the first citation": [_in_first_citation(result) for result in some],
        **{name: [_verdict(result) == name for result in some] for name in VERDICTS},
    }
    shares = {name: [float(value) for value in values] for name, values in columns.items()}
    return group_of_columns(shares, [result.cluster for result in some])


def is_cell(result: CaseResult) -> bool:
    """Whether the short answer is the right cell, and nothing else."""
    return bool(exact_match(_short(result), result.answers))


def _results(suffix: str, embedder: CachingEmbedder, reranker: CachingReranker) -> list[CaseResult]:
    name, tables = f"tables-{suffix}", files(suffix)

    def fill(library: Library, on_progress: OnProgress) -> None:
        add_bytes(library, tables, on_progress)

    with open_service(name, FILES, fill, embedder, reranker) as service:
        return list(evaluated(name, service, cases()).results)


def _verdict(result: CaseResult) -> str:
    return result.answer.verdict if result.answer else ""


def _short(result: CaseResult) -> str:
    return (result.answer.short or "") if result.answer else ""


def _in_first_citation(result: CaseResult) -> bool:
    citations = result.answer.citations if result.answer else ()
    return bool(citations) and any(answer in citations[0].quote for answer in result.answers)


def main() -> None:
    """Prints the figures as counts, and each question whose answer is not the cell; writes the result file."""
    check_or_exit(FILES)
    os.nice(NICENESS)
    code, began = provenance.code(), time.monotonic()
    found = results()
    write_suite("tables", suite_result(code, FILES, summary(found), time.monotonic() - began))
    for suffix, some in found.items():
        counts = {name: round(figure.mean * figure.cases) for name, figure in figures(some).figures.items()}
        print(f"{suffix}: {', '.join(f'{name} {count}' for name, count in counts.items())} of {len(some)}")
        for result in some:
            if not is_cell(result):
                said = result.answer.short or result.answer.plain_text if result.answer else result.error
                print(f"  {result.question}  {result.answers[0]}  →  {' '.join(str(said).split())[:100]}")


if __name__ == "__main__":
    main()
