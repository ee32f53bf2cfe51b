"""Results on standard output: as text for people, or as JSON for machines; counts go to standard error."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

import click
from langchain_core.documents import Document

from qa.cli.table import table_pieces
from qa.types import MAY_ANSWER, Answer, Citation, PassageRead
from vectorstore import DeletionReport, FileStatus, Report

NEAREST = 3  # passages shown with a refusal
MOST_QUOTED = 8  # sources repeated with their quotes; those of a long list stand in the answer already


def print_json(value: object) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_answer(answer: Answer, as_json: bool) -> None:
    """Print an answer with its sources."""
    if as_json:
        click.echo(answer.model_dump_json(indent=2))
        return
    for text, is_bold in answer_pieces(answer):  # bold on a terminal only: elsewhere click leaves the codes out
        click.echo(click.style(text, bold=True) if is_bold else text, nl=False)


def answer_pieces(answer: Answer) -> Iterator[tuple[str, bool]]:
    """The printed text of an answer piece by piece, each with whether it is bold.

    Before an uncertain answer stands that it is one; after an answer come its note, what was searched for, its sources
    or the closest passages, and the verdict with what it means.
    """
    if answer.verdict == "uncertain":
        yield f"{MAY_ANSWER}:\n\n", False
    yield from _short_answers_bold(answer)
    yield "\n", False
    if answer.refused:
        yield f"({answer.reason})\n", False
    for aside in (answer.note, answer.searched):
        if aside:
            yield f"({aside})\n", False
    shown = [table for sentence in answer.sentences if (table := answer.quoted_table(sentence))]
    for citation in answer.citations:
        if citation.table is None:
            quote = f": {citation.quote}" if len(answer.citations) <= MOST_QUOTED else ""
            yield f"[{citation.number}] {_place(citation)}{quote}\n", False
            continue
        yield f"[{citation.number}] {_place(citation)}\n", False
        if citation.table not in shown:
            yield from table_pieces(citation.table)
    if answer.refused and answer.passages:
        yield "Closest passages:\n", False
        for passage in answer.passages[:NEAREST]:
            yield f"- {_place(passage)}: {' '.join(passage.text.split())}\n", False
    if answer.verdict_explained:
        yield f"Verdict: {answer.verdict}; {answer.verdict_explained}\n", False


def print_passages(passages: Sequence[Document], searched: str | None = None) -> None:
    """Print passages, numbered, each with its place, after what was searched for in place of the question's words."""
    if searched:
        click.echo(f"({searched})\n")
    for number, passage in enumerate(passages, 1):
        place = passage.metadata
        page = f", page {place['page']}" if place["page"] else ""
        click.echo(
            f"{number}. {place['source']}{page}, characters {place['start']}–{place['end']}, score {place['score']:.2f}"
        )
        click.echo(f"{passage.page_content}\n")


def print_report(report: Report, as_json: bool) -> None:
    """Print the status of each file, without unchanged files."""
    if as_json:
        print_json({"files": [asdict(file) for file in report.files], "seconds": report.seconds})
        return
    for file in report.files:
        if file.status != "unchanged":
            print_file_status(file)
    click.echo(status_counts(report), err=True)


def print_file_status(file: FileStatus) -> None:
    """Print the status of a file."""
    click.echo(f"{file.name}: {file.outcome}")


def status_counts(report: Report) -> str:
    """The number of files with each status."""
    return ", ".join(f"{number:,} {status}" for status, number in report.counts.items()) or "nothing to do"


def print_deletion_report(deletion: DeletionReport, as_json: bool) -> None:
    """Print what was searched for after documents were erased, and what was found."""
    if as_json:
        print_json(
            {
                **asdict(deletion.proof),
                "report": None,
                "files_removed": [asdict(file) for file in deletion.report.files],
            }
        )
        return
    for file in deletion.report.files:
        print_file_status(file)
    proof = deletion.proof
    click.echo(
        f"searched for {proof.words:,} words that nothing else holds in the full-text vocabulary "
        f"({proof.vocabulary:,} terms),\nand for {proof.needles:,} stretches of text, words and vectors in "
        f"every byte of {proof.files:,} files ({proof.bytes:,} bytes): {len(deletion.found)} found"
    )
    for place in deletion.found:
        click.echo(f"found in {place}")


def _short_answers_bold(answer: Answer) -> Iterator[tuple[str, bool]]:
    at = 0
    for sentence in answer.sentences:
        yield answer.text[at : sentence.start], False
        at = sentence.start
        if table := answer.quoted_table(sentence):
            yield from table_pieces(table)
            yield "".join(f"[{number}]" for number in sentence.citations), False
            at = sentence.end
        elif sentence.short:
            yield answer.text[at : sentence.short.start], False
            yield answer.text[sentence.short.start : sentence.short.end], True
            at = sentence.short.end
    yield answer.text[at:], False


def _place(source: Citation | PassageRead) -> str:
    page = f", page {source.page}" if source.page else ""
    return f"{source.document}{page}, characters {source.start}–{source.end}"
