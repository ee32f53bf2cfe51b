"""Artifacts that name a document, such as evaluations made on it, go with it."""

from pathlib import Path

import pytest

from vectorstore import Library
from vectorstore.errors import InvalidArtifact
from vectorstore.storage.artifacts import Artifacts

FOLDER = "evaluations"


def test_artifacts_that_name_a_removed_document_go_with_it(table: Library, folder: Path) -> None:
    names = ("lamp [1].md", "buoy.md", 'a "quay".md')
    for name in names:
        (folder / name).write_text(f"What {name} says.")
    table.sync(folder)
    results, artifacts = table.store / FOLDER, table.artifacts
    artifacts.write(f"{FOLDER}/first*.run.json", '{"document": "lamp [1].md", "quote": "What lamp says."}')
    artifacts.write(f"{FOLDER}/first*.report.html", "What lamp says.")
    artifacts.write(f"{FOLDER}/firsts.run.json", '{"document": "buoy.md"}')
    artifacts.write(f"{FOLDER}/firsts.report.html", "What buoy says, and lamp [1].md is only a name here.")
    artifacts.append(f"{FOLDER}/0123.jsonl", '{"document":"a \\"quay\\".md"}')

    table.remove("lamp [1].md")
    assert {path.name for path in results.glob("*.[jh]*")} == {"firsts.run.json", "firsts.report.html", "0123.jsonl"}
    (folder / 'a "quay".md').unlink()
    table.sync(folder)
    assert {path.name for path in results.glob("*.[jh]*")} == {"firsts.run.json", "firsts.report.html"}


def test_only_values_that_name_a_document_count(tmp_path: Path) -> None:
    artifacts = Artifacts(tmp_path)
    artifacts.append("feedback.jsonl", '{"question": "lamp.md", "evidence": [{"document": "buoy.md"}]}')
    artifacts.write("calibration.json", '{"model": {"document": null}}')
    for name in ("question", "model", "lamp.md", "document"):
        artifacts.forget(name)
    assert artifacts.names() == ["calibration.json", "feedback.jsonl"]
    artifacts.forget("buoy.md")
    assert artifacts.names() == ["calibration.json"]


def test_a_list_loses_only_the_lines_that_name_a_removed_document(tmp_path: Path) -> None:
    artifacts = Artifacts(tmp_path)
    for name in ("lamp.md", "buoy.md", "lamp.md"):
        artifacts.append("feedback.jsonl", f'{{"document": "{name}"}}')
    artifacts.forget("lamp.md")
    assert artifacts.read("feedback.jsonl") == '{"document": "buoy.md"}\n'


@pytest.mark.parametrize("before", ["", '{"a": 1}', '{"a": 1}\n'])
def test_a_line_is_appended_as_a_line_of_its_own(tmp_path: Path, before: str) -> None:
    (tmp_path / "feedback.jsonl").write_text(before)
    Artifacts(tmp_path).append("feedback.jsonl", "{}")
    assert (tmp_path / "feedback.jsonl").read_text().splitlines() == [*before.splitlines(), "{}"]


def test_artifacts_are_listed_read_and_deleted_by_name(tmp_path: Path) -> None:
    artifacts = Artifacts(tmp_path)
    assert artifacts.read("calibration.json") is None and artifacts.names() == []
    artifacts.write("calibration.json", "{}")
    artifacts.write("evaluations/a.run.json", "[]")
    for other in ("catalog.sqlite3", "writer.json", "backup.json"):
        (tmp_path / other).write_text("")
    (tmp_path / "originals").mkdir()
    (tmp_path / "originals" / "0.json").write_text("an upload")
    assert artifacts.names() == ["calibration.json", "evaluations/a.run.json"]
    assert artifacts.names("evaluations/*.run.json") == ["evaluations/a.run.json"]
    artifacts.delete("calibration.json")
    artifacts.delete("calibration.json")
    assert artifacts.read("calibration.json") is None and artifacts.read("evaluations/a.run.json") == "[]"


@pytest.mark.parametrize(
    "name",
    ["", "a.txt", ".a.json", "/a.json", "../a.json", "a/b/c.json", "originals/a.json", "index/a.json", "writer.json"],
)
def test_a_name_that_is_no_artifacts_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidArtifact) as error:
        Artifacts(tmp_path).write(name, "")
    assert error.value.facts == {"name": name}
