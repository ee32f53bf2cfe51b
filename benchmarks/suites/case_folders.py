"""Inputs on which the product once failed: each folder of FOOTNOTE_CASES is a library with questions of its own.

A question passes if the right place and page are shown with a right answer in it, and no wrong short answer. One that
the documents do not answer passes if it is not answered; where a number or code is what they lack, it has to be refused
with that word as the reason. Run: python -m benchmarks.suites.case_folders [NAME …] prints each question.
"""

import argparse
import os
import re
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from benchmarks.lib import provenance
from benchmarks.lib.cached_library import open_service
from benchmarks.lib.data import CASES, check_or_exit
from benchmarks.lib.models import CachingEmbedder, CachingReranker
from benchmarks.lib.processes import NICENESS
from benchmarks.lib.results import suite_result, write_suite
from benchmarks.lib.summary import Group, Summary, group_of_columns
from benchmarks.suites import restriction
from qa import Service
from qa.evaluation import CaseResult, evaluate, load
from qa.evaluation.metrics.text_metrics import contains, short_answer_right
from vectorstore import Library
from vectorstore.ingest.progress import OnProgress

README = CASES / "README.md"
RESTRICTION = "53-langchain-silent-filter"  # a call in place of questions, over the documents of:
RESTRICTED = "24-years"
PAIRS = tuple(sorted(CASES.glob("*/PAIRS.jsonl")))
FOLDERS = tuple(sorted([*(path.parent for path in PAIRS), CASES / RESTRICTION]))
FILES = (README, *PAIRS)
KIND = re.compile(r"\| (?P<kind>\d+ [^|]+?) \| [^|]+ \| (?P<folders>[\d ]+) \|")
WHOLE = 0.99  # citation F1 where all evidence, and nothing else, has to be cited
IDENTIFIER = re.compile(r"\w*\d\w*")

NEIGHBOUR = "2"  # the kind of failure in which a question's number or code is not in the documents


class Outcome(NamedTuple):
    """A question of a folder with its result."""

    folder: str
    result: CaseResult
    passed: bool


def kinds() -> dict[str, list[str]]:
    """Each kind of failure with the numbers of its folders."""
    rows = KIND.finditer(README.read_text(encoding="utf-8"))
    return {row["kind"]: row["folders"].split() for row in rows}


def outcomes(folders: Iterable[Path]) -> list[Outcome]:
    """Every question of some folders, each asked of the folder's own documents."""
    models = CachingEmbedder(), CachingReranker()
    absent = {folder for kind, of in kinds().items() if kind.split()[0] == NEIGHBOUR for folder in of}
    found = []
    for folder in folders:
        if folder.name == RESTRICTION:
            with _opened(CASES / RESTRICTED, *models) as service:
                found += [Outcome(folder.name, result, result.right) for result in restriction.results(service.library)]
        else:
            with _opened(folder, *models) as service:
                results = evaluate(service, load(folder / "PAIRS.jsonl")).results
            found += [Outcome(folder.name, one, passed(one, folder.name[:2] in absent)) for one in results]
    return found


def by_kind(found: Iterable[Outcome]) -> dict[str, list[Outcome]]:
    """The outcomes of each kind of failure, all of them first; a folder may be of two kinds."""
    every = list(found)
    groups = {"all": every} | {kind: [one for one in every if one.folder[:2] in of] for kind, of in kinds().items()}
    return {kind: some for kind, some in groups.items() if some}


def measure() -> Summary:
    """The share of the questions that pass, by kind of failure."""
    return summary(outcomes(FOLDERS))


def summary(found: Iterable[Outcome]) -> Summary:
    """The share of the questions that pass, by kind of failure."""
    return Summary(groups={kind: _group(some) for kind, some in by_kind(found).items()})


def passed(result: CaseResult, names_absent: bool) -> bool:
    """Whether what came is what was expected; `names_absent`: a refusal has to name the number or code."""
    answer, values = result.answer, result.values
    if answer is None:
        return False
    if not result.answerable:
        return _names_identifier(result) if names_absent else answer.verdict != "answered"
    is_there = values.get("any citation", 1.0) and values.get("page right", 1.0)
    if answer.refused or not is_there:
        return False
    if not result.answers:
        return values.get("citation F1", 1.0) > WHOLE
    if answer.short and not short_answer_right(answer.short, result.answers):
        return False
    return bool(contains(answer.plain_text, result.answers))


def _names_identifier(result: CaseResult) -> bool:
    """Whether the question was refused with one of its numbers or codes in the reason."""
    answer = result.answer
    names = IDENTIFIER.findall(result.question.casefold())
    return bool(answer and answer.refused and any(name in (answer.reason or "").casefold() for name in names))


def _opened(folder: Path, embedder: CachingEmbedder, reranker: CachingReranker) -> Service:
    """The service over the documents of a folder."""

    def fill(library: Library, on_progress: OnProgress) -> None:
        library.sync(folder / "docs", on_progress=on_progress)

    files = sorted(path for path in (folder / "docs").rglob("*") if path.is_file())
    return open_service(f"case-{folder.name}", files, fill, embedder, reranker)


def _group(some: list[Outcome]) -> Group:
    columns = {"passed": [float(one.passed) for one in some]}
    return group_of_columns(columns, [f"{one.folder} {one.result.id}" for one in some])


def main() -> None:
    """Prints each question with what came, and the number that passes in each kind; all folders write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="beginnings of folders, such as 51; all without one")
    names = tuple(parser.parse_args().names) or ("",)
    check_or_exit(FILES)
    os.nice(NICENESS)
    code, began = provenance.code(), time.monotonic()
    found = outcomes(folder for folder in FOLDERS if folder.name.startswith(names))
    for one in found:
        print(f"{'pass' if one.passed else 'FAIL'}  {one.folder[:24]:24}  {_said(one.result)}")
    for kind, some in by_kind(found).items():
        print(f"{sum(one.passed for one in some):4} of {len(some):3}  {kind}")
    if names == ("",):
        write_suite("cases", suite_result(code, FILES, summary(found), time.monotonic() - began))


def _said(result: CaseResult) -> str:
    answer = result.answer
    wanted = result.answers[0] if result.answers else "" if result.answerable else "(no answer)"
    said = (answer.short or answer.reason or answer.plain_text or answer.text) if answer else result.error or ""
    came = f"{answer.verdict if answer else 'no answer'}: {' '.join(said.split())[:110]}"
    return f"{result.question[-90:]}  {wanted}  →  {came}"


if __name__ == "__main__":
    main()
