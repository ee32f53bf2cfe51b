"""What the documentation names exists, and what exists is documented."""

import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from pydantic import BaseModel

import qa
import qa.errors
import vectorstore
from qa.cli.doctor import Check
from qa.cli.exit_codes import exit_code
from qa.cli.main import footnote
from qa.evaluation import Case, CaseResult, Difference, FittedCalibration, Gold, MetricSummary, Run
from qa.evaluation.metrics.catalog import NAMES
from qa.evaluation.runner.summary import RefusalSummary, StageTime
from qa.settings import Settings
from qa.types import Answer
from tests.fixtures.paths import ROOT
from vectorstore import DeletionProof, DocumentInfo, FileStatus, LibraryError

PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in [
        *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "benchmarks/README.md", "training/README.md")),
        *(ROOT / "docs").rglob("*.md"),
    ]
}
EVERYTHING = "\n".join(PAGES.values())
GUIDE = {name: page for name, page in PAGES.items() if name.startswith("docs/guide/")}
SETTINGS, COMMANDS, PYTHON, FORMATS, METRICS, ERRORS = (
    PAGES[f"docs/reference/{name}.md"] for name in ("settings", "commands", "python", "formats", "metrics", "errors")
)
SHARED_OPTIONS = {"--store", "--collection", "-h", "--help", "--version"}


def rows(page: str) -> Iterator[list[str]]:
    """The cells of each row of the tables of a page, code marks and all."""
    for line in page.splitlines():
        if line.startswith("|") and not set(line) <= set("|-: "):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def code(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def section(page: str, title: str) -> str:
    """The text below a heading, up to the next one of its level or a higher one."""
    found = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#{{1,2}} |\Z)", page, re.M | re.S)
    assert found, title
    return found[2].split(f"\n{found[1]} ")[0]


def options(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts if option.startswith("-")}


def test_every_setting_is_documented_with_its_default() -> None:
    documented = {code(row[0])[0]: row[1] for row in rows(SETTINGS) if row[0].startswith("`FOOTNOTE_")}
    for name, field in Settings.model_fields.items():
        default = "–" if field.default is None else f"`{field.default}`"
        assert documented.pop(f"FOOTNOTE_{name.upper()}") == default
    assert {code(row[0])[0] for row in rows(SETTINGS) if row[0].startswith("`FOOTNOTE_") and len(row) == 2} == set(
        documented
    )


def test_every_setting_named_anywhere_is_in_the_reference() -> None:
    assert set(re.findall(r"FOOTNOTE_[A-Z_]+", EVERYTHING)) <= set(re.findall(r"FOOTNOTE_[A-Z_]+", SETTINGS))


def test_the_commands_of_the_reference_are_those_that_exist() -> None:
    assert set(re.findall(r"^## `footnote (\w+)`", COMMANDS, re.M)) == set(footnote.commands)


@pytest.mark.parametrize("name", footnote.commands)
def test_a_commands_options_are_documented(name: str) -> None:
    documented = {option for row in rows(section(COMMANDS, f"`footnote {name}`")) for option in code(row[0])}
    named = {word for option in documented for word in option.split() if word.startswith("-")}
    assert named == options(footnote.commands[name]) - SHARED_OPTIONS


def test_every_command_line_in_the_documents_can_be_typed() -> None:
    blocks = re.findall(r"```(?:bash|sh|console)\n(.*?)```", EVERYTHING, re.S)
    lines = [line for block in blocks for line in block.splitlines()] + re.findall(r"`(footnote [^`]+)`", EVERYTHING)
    commands = [line.split() for line in lines if line.startswith("footnote ")]
    assert commands
    for _, name, *rest in commands:
        if name in ("COMMAND", *SHARED_OPTIONS):
            continue
        assert name in footnote.commands, name
        for word in rest:
            if re.fullmatch(r"--?[a-z][\w-]*", word):
                assert word in options(footnote.commands[name]) | SHARED_OPTIONS, f"{name} {word}"


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", EVERYTHING, re.M))
    assert {"chat", "test", "check"} <= named <= targets


@pytest.mark.parametrize(
    ("package", "title"), [(vectorstore, "Package `vectorstore`"), (qa, "Package `qa`")], ids=["vectorstore", "qa"]
)
def test_the_public_names_of_the_reference_are_those_that_are_exported(package: Any, title: str) -> None:
    listed = section(PYTHON, title).split("\n### ")[0]
    documented = [name for row in rows(listed) for name in re.findall(r"`([A-Za-z]\w*)`", row[0])]
    assert sorted(documented) == sorted(package.__all__)


@pytest.mark.parametrize("kind", [vectorstore.Library, qa.Service, vectorstore.Artifacts])
def test_every_public_member_is_documented(kind: type) -> None:
    title = "Artifacts" if kind is vectorstore.Artifacts else f"`{kind.__name__}`"
    documented = {
        name for row in rows(section(PYTHON, title)) for name in re.findall(rf"`(?:{kind.__name__}\.)?(\w+)", row[0])
    }
    assert {name for name in vars(kind) if not name.startswith("_")} <= documented


@pytest.mark.parametrize(
    "name", [n for n in vectorstore.__all__ if is_dataclass(getattr(vectorstore, n))], ids=lambda name: name
)
def test_every_field_of_a_value_is_documented(name: str) -> None:
    [row] = [row for row in rows(section(PYTHON, "Values of `vectorstore`")) if row[0] == f"`{name}`"]
    assert {field.name for field in fields(getattr(vectorstore, name))} <= set(code(row[1]))


def kinds(base: type[Exception], module: Any) -> dict[str, Any]:
    return {name: kind for name, kind in vars(module).items() if inspect.isclass(kind) and issubclass(kind, base)}


def test_every_error_of_the_library_is_documented() -> None:
    documented = {code(row[0])[0]: row for row in rows(section(ERRORS, "Errors of the library")) if code(row[0])}
    errors: dict[str, type[LibraryError]] = kinds(LibraryError, vectorstore.errors)
    assert set(documented) == set(errors)
    for name, (_, shown, _, facts, exits) in documented.items():
        kind = errors[name]
        stated = re.search(r"Facts: ([\w, ]+)\.", kind.__doc__ or "")
        assert shown == f"`{kind.code}`"
        assert facts == (stated[1] if stated else "–")
        assert int(exits) == exit_code(kind(""))


def test_every_error_of_an_answer_is_documented() -> None:
    documented = {code(row[0])[0]: row for row in rows(section(ERRORS, "Errors of an answer")) if code(row[0])}
    errors = kinds(qa.AnswerError, qa.errors)
    assert set(documented) == set(errors)
    assert all(int(row[-1]) == exit_code(errors[name]()) for name, row in documented.items())


def test_the_metrics_of_the_reference_are_those_that_are_measured() -> None:
    measured = [name for row in rows(METRICS) if len(row) == 3 for name in code(row[0])]
    assert measured == list(NAMES)


def example(name: str) -> Any:
    """The example of the reference under a mark."""
    found = re.search(rf"<!-- {name} -->\n```json\n(.*?)```", FORMATS, re.S)
    assert found, name
    return json.loads(found[1])


def keys(kind: type) -> set[str]:
    if issubclass(kind, BaseModel):
        return {f.serialization_alias or name for name, f in kind.model_fields.items() if not f.exclude}
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


def test_every_json_block_parses() -> None:
    for block in re.findall(r"```json\n(.*?)```", EVERYTHING, re.S):
        json.loads(block)


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    titles = [re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", t) for t in re.findall(r"^#+ (.+)$", page, re.M)]
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("name", PAGES)
def test_links_inside_the_project_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)", PAGES[name]):
        path, _, anchor = target.partition("#")
        place = ((ROOT / name).parent / path).resolve() if path else ROOT / name
        assert place.exists(), target
        if anchor:
            assert anchor in anchors(place.read_text(encoding="utf-8")), target


@pytest.mark.parametrize("name", PAGES)
def test_files_and_folders_named_in_the_documents_exist(name: str) -> None:
    for path in code(re.sub(r"```.*?```", "", PAGES[name], flags=re.S)):
        is_placeholder = re.search(r"/\.|/[A-Z]+/", path)
        if re.fullmatch(r"(?:qa|vectorstore|benchmarks|tests|prompts|docs)/[\w./-]*", path) and not is_placeholder:
            assert (ROOT / path).exists(), path


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in reached or path.suffix != ".md":
            continue
        reached.add(path)
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text(encoding="utf-8")):
            waiting.append((path.parent / target).resolve())
    assert {ROOT / name for name in PAGES} <= reached


def test_every_decision_has_a_context_a_decision_and_a_consequence() -> None:
    records = [page for name, page in PAGES.items() if re.search(r"decisions/\d{4}-", name)]
    assert records
    for page in records:
        assert re.findall(r"^## (.+)$", page, re.M) == ["Context", "Decision", "Consequence"]


def test_the_python_of_the_documents_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "handbook.md").write_text("# Gates\n\nThe sluice gate opens at 4 bar.\n")
    (tmp_path / "pairs.jsonl").write_text(
        '{"question": "At what pressure does the sluice gate open?",'
        ' "evidence": [{"document": "handbook.md", "quote": "opens at 4 bar"}]}\n'
    )
    monkeypatch.chdir(tmp_path)
    pages = [PAGES["README.md"], *(GUIDE[name] for name in sorted(GUIDE))]
    blocks = re.findall(r"```python\n(.*?)```", "\n".join(pages), re.S)
    assert len(blocks) >= 8
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "documents", "exec"), names)
    gates = [value for name, value in names.items() if name.startswith("test_")]
    assert gates
    for gate in gates:
        gate()
