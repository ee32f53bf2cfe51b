"""The evaluation page agrees with the result files, and each set is read as its authors define it."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.document import DOCUMENT, document
from benchmarks.lib import results
from benchmarks.lib.data import MissingData, check
from benchmarks.lib.results import read_suite, write_suite
from benchmarks.lib.roc import roc_area
from benchmarks.suites import case_folders, chunking, clapnq, mtrag, samples, squad2, tables
from benchmarks.suites.written import cases as written
from benchmarks.suites.written.paragraphs import paragraphs
from qa.evaluation import documents
from qa.evaluation.metrics.text_metrics import exact_match
from vectorstore.parsing import Sandbox


def needs(files: tuple[Path, ...]) -> pytest.MarkDecorator:
    try:
        check(files)
    except MissingData as error:
        return pytest.mark.skip(reason=str(error))
    return pytest.mark.skipif(False, reason="")


def test_the_evaluation_page_agrees_with_the_results() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run python -m benchmarks.document"


def test_a_suite_has_one_result_which_its_next_run_replaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = read_suite("samples")
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    for result in (first, first.model_copy(update={"commit": "0000000"})):
        write_suite("samples", result)
        assert read_suite("samples") == result
    assert [path.name for path in tmp_path.iterdir()] == ["samples.json"]


@needs(chunking.FILES)
def test_chunking_has_its_questions_and_excerpts() -> None:
    asked = chunking.questions()
    assert len(asked) == 231
    assert sum(len(question.excerpts) for question in asked) == 398


@needs(squad2.FILES)
def test_squad2_has_its_questions() -> None:
    cases = squad2.cases()
    assert (len(cases), sum(case.answerable for case in cases)) == (1306, 649)
    assert len({case.cluster for case in cases}) == 4
    others = squad2.cases(held_out=False)
    assert len(cases) + len(others) == 2888
    assert not {case.cluster for case in cases} & {case.cluster for case in others}


@needs(clapnq.FILES)
def test_clapnq_has_its_questions_and_sentences() -> None:
    items, cases = clapnq.items(), clapnq.cases()
    assert (len(cases), sum(case.answerable for case in cases)) == (300, 150)
    assert sum(len(output["selected_sentences"]) for item in items for output in item["output"]) == 595
    assert [bool(case.evidence) for case in cases].count(True) == 149  # one answer rests on no selected sentence
    assert not any(case.evidence for case in cases if not case.answerable)


@needs(mtrag.FILES)
def test_mtrag_has_its_tasks_and_judgements() -> None:
    kinds = [mtrag.kind(task) for task in mtrag.tasks()]
    assert {kind: kinds.count(kind) for kind in mtrag.KINDS} == {
        "answerable": 125,
        "partial": 15,
        "unanswerable": 44,
        "underspecified": 33,
    }
    assert len(mtrag.names()) == 1152
    assert len(mtrag.judgements()) == 140
    assert sum(not case.history for case in mtrag.cases()) == 18


@needs(written.FILES)
def test_the_written_questions_have_their_kinds_and_paragraphs() -> None:
    cases = written.cases("dev")
    assert [sum(case.kind == kind for case in cases) for kind in written.KINDS] == [183, 183, 103, 366, 72, 55, 53]
    assert len(paragraphs()) == 990
    assert {case.cluster for case in cases} == {key for key, one in paragraphs().items() if written.is_gone(one, "dev")}
    assert not {case.cluster for case in written.cases("train")} & {case.cluster for case in cases}
    assert written.cases("dev", 10, seed=3) == written.cases("dev", 10, seed=3) != written.cases("dev", 10, seed=4)


@needs(written.FILES)
def test_the_evidence_of_written_questions_stands_in_their_paragraphs() -> None:
    texts = {one.name: one.text for one in paragraphs().values()}
    for case in (case for part in written.PARTS for case in written.cases(part)):
        for gold in case.evidence:
            exact = gold.quote or texts[gold.document][gold.start : gold.end]
            assert exact in texts[gold.document]
            if case.answers:
                assert exact_match(exact, case.answers)


@needs(samples.FILES)
def test_the_samples_have_their_questions() -> None:
    cases = samples.cases()
    assert (len(cases), sum(case.answerable for case in cases)) == (40, 30)


def parsed(documents: Iterator[tuple[str, str]], folder: Path) -> dict[str, str]:
    texts = {}
    with Sandbox() as sandbox:
        for name, text in documents:
            path = folder / name
            path.write_text(text, encoding="utf-8", newline="")
            texts[name] = sandbox.parse(path).text
    return texts


@needs(clapnq.FILES)
def test_selected_sentences_stand_at_their_offsets(folder: Path) -> None:
    texts = parsed(clapnq.documents(), folder)
    chosen = {s for item in clapnq.items() for output in item["output"] for s in output["selected_sentences"]}
    for case in clapnq.cases():
        for gold in case.evidence:
            assert texts[gold.document][gold.start : gold.end] in chosen


@needs(squad2.FILES)
def test_short_answers_stand_at_their_offsets(folder: Path) -> None:
    texts = parsed(documents(squad2.FILE), folder)
    for case in squad2.cases():
        for gold in case.evidence:
            assert texts[gold.document][gold.start : gold.end] in case.answers


@needs(chunking.FILES)
def test_excerpts_stand_at_their_offsets(folder: Path) -> None:
    texts = parsed(((path.name, path.read_bytes().decode()) for path in chunking.TEXTS), folder)
    with chunking.FILES[0].open(newline="", encoding="utf-8") as file:
        wanted = [reference["content"] for row in csv.DictReader(file) for reference in json.loads(row["references"])]
    places = [place for question in chunking.questions() for place in question.excerpts]
    assert [texts[name][span.start : span.end] for name, span in places] == wanted


def test_the_area_under_the_curve_counts_pairs() -> None:
    scores, answerable = [0.9, 0.8, 0.8, 0.1], [True, True, False, False]
    figure = roc_area(scores, answerable, ["a", "b", "c", "d"])
    assert figure.mean == pytest.approx((2 + 1.5) / 4)
    assert figure.low <= figure.mean <= figure.high
    assert figure.narrow


@needs(tables.FILES)
def test_every_format_has_every_cell_of_the_tables(folder: Path) -> None:
    wanted = {answer for case in tables.cases() for answer in case.answers}
    assert len(tables.cases()) == 79
    with Sandbox() as sandbox:
        for suffix in tables.FORMATS:
            texts = []
            for name, content in tables.files(suffix).items():
                (folder / name).write_bytes(content)
                texts.append(sandbox.parse(folder / name).text)
            assert len(texts) == 8 and all(any(cell in text for text in texts) for cell in wanted), suffix


@needs(case_folders.FILES)
def test_every_kind_of_failed_input_has_its_folders() -> None:
    numbers = {folder.name[:2] for folder in case_folders.FOLDERS}
    kinds = case_folders.kinds()
    assert numbers <= {number for of in kinds.values() for number in of}
    assert [kind.split()[0] for kind in kinds] == [str(number) for number in range(1, len(kinds) + 1)]
