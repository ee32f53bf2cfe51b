"""The JSON examples of the reference are what they say: the real values, with the real keys."""

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from qa.cli.doctor import Check
from qa.evaluation import Case, CaseResult, Difference, FittedCalibration, Gold, MetricSummary, Run
from qa.evaluation.runner.summary import RefusalSummary, StageTime
from qa.evaluation.runner.tags import TagSummary
from qa.evaluation.runner.verdicts import VerdictSummary
from qa.types import Answer
from tests.fixtures.pages import FORMATS, PYTHON, code, rows, section
from vectorstore import DeletionProof, DocumentInfo, FileStatus


def example(name: str) -> Any:
    """The example of the reference under a mark."""
    found = re.search(rf"<!-- {name} -->\n```json\n(.*?)```", FORMATS, re.S)
    assert found, name
    return json.loads(found[1])


def keys(kind: type) -> set[str]:
    if issubclass(kind, BaseModel):
        stored = {f.serialization_alias or name for name, f in kind.model_fields.items() if not f.exclude}
        return stored | kind.model_computed_fields.keys()
    return {field.name for field in fields(kind)}


def check_keys(value: dict[str, Any], model: BaseModel) -> None:
    """The example is the value that it becomes, with every key at every depth."""
    assert value == model.model_dump(mode="json", by_alias=True)


def test_the_example_of_an_answer_is_one_and_its_offsets_are_right() -> None:
    answer = Answer.model_validate(shown := example("Answer"))
    check_keys(shown, answer)
    best = answer.passages[0]
    for citation in answer.citations:
        assert best.text[citation.start - best.start : citation.end - best.start] == citation.quote
        assert citation.short
        assert best.text[citation.short.start - best.start : citation.short.end - best.start] == answer.short
    for sentence in answer.sentences:
        assert sentence.short and answer.text[sentence.short.start : sentence.short.end] == answer.short
        assert answer.text[sentence.start : sentence.end].endswith("[1]")
    documented = {name for row in rows(section(FORMATS, "`ask --json`")) for name in code(row[0])}
    assert documented == keys(Answer)


def test_the_examples_of_the_library_have_the_real_keys() -> None:
    report = example("Report")
    assert report.keys() == {"files", "seconds"}
    assert all(file.keys() == keys(FileStatus) for file in report["files"])
    assert all(document.keys() == keys(DocumentInfo) for document in example("DocumentInfo")["documents"])
    assert example("receipt").keys() == {*keys(DeletionProof), "report", "files_removed"}
    assert all(check.keys() == keys(Check) for check in example("doctor")["checks"])
    metadata = [code(row[0])[0] for row in rows(section(PYTHON, "Metadata of a LangChain document")) if code(row[0])]
    assert {*metadata, "end", "document_id", "text"} == example("retrieve")["passages"][0].keys()


def test_the_example_of_a_case_is_one_and_has_every_key() -> None:
    shown = example("Case")
    Case.model_validate(shown)
    assert shown.keys() == keys(Case)
    assert shown["evidence"][0].keys() == keys(Gold)
    documented = {name for row in rows(section(FORMATS, "`PAIRS.jsonl`")) for name in code(row[0])}
    assert documented == keys(Case)


def test_the_example_of_a_run_is_one_and_has_every_key(tmp_path: Path) -> None:
    shown = example("Run")
    (tmp_path / "run.json").write_text(json.dumps(shown))
    run = Run.read(tmp_path / "run.json")
    assert json.loads(run.to_json()).keys() == shown.keys()
    assert shown["cases"][0].keys() == keys(CaseResult)
    for summary, kind in (
        (shown["figures"]["right"], MetricSummary),
        (shown["verdicts"]["answered"], VerdictSummary),
        (shown["tags"]["other words"], TagSummary),
        (shown["refusal"], RefusalSummary),
        (shown["times"]["search"], StageTime),
        (shown["differences"][0], Difference),
    ):
        assert summary.keys() == keys(kind)
    documented = {name for row in rows(section(FORMATS, "`evaluate --json`")) for name in code(row[0])}
    assert documented == shown.keys()


def test_the_example_of_a_calibration_has_the_real_keys() -> None:
    shown = example("FittedCalibration")
    fields = {("calibration" if name == "weighing" else name): value for name, value in shown.items()}
    check_keys(shown, FittedCalibration.model_validate(fields))
