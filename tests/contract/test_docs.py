"""What the documentation names exists, and what exists is documented."""

import re
from pathlib import Path
from typing import Any

import click
import pytest

from qa.cli.main import footnote
from qa.settings import Settings
from tests.fixtures.paths import ROOT

DOCS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
}
EVERYTHING = "\n".join(DOCS.values())
SETTINGS = {f"FOOTNOTE_{name.upper()}" for name in Settings.model_fields}
# Read by the tests and benchmarks alone.
FOR_DEVELOPERS = {"FOOTNOTE_DATA", "FOOTNOTE_CHROMIUM", "FOOTNOTE_SCREENSHOT"}


def options(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts if option.startswith("-")}


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    named = set(re.findall(r"FOOTNOTE_[A-Z_]+", EVERYTHING))
    assert named >= SETTINGS
    assert named <= SETTINGS | FOR_DEVELOPERS


def test_every_command_and_flag_is_documented() -> None:
    for name, command in footnote.commands.items():
        assert f"footnote {name}" in EVERYTHING, name
        for option in options(command):
            assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", EVERYTHING), f"{name} {option}"


def test_every_documented_command_and_flag_exists() -> None:
    code = re.findall(r"```(?:bash|sh|console)\n(.*?)```", EVERYTHING, re.S) + re.findall(
        r"`(footnote [^`]+)`", EVERYTHING
    )
    lines = [line for block in code for line in block.splitlines() if line.strip().startswith("footnote ")]
    assert lines
    for line in lines:
        _, name, *rest = line.split()
        if name in ("--help", "COMMAND"):
            continue
        assert name in footnote.commands, line
        for word in rest:
            if re.fullmatch(r"--?[a-z][\w-]*", word):
                assert word in options(footnote.commands[name]), line


def test_every_make_target_named_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", EVERYTHING, re.M)) <= targets


@pytest.mark.parametrize("name", DOCS)
def test_links_inside_the_project_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", DOCS[name]):
        assert ((ROOT / name).parent / target).exists(), target


def test_the_python_of_the_documents_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "handbook.md").write_text("# Gates\n\nThe sluice gate opens at 4 bar.\n")
    (tmp_path / "pairs.jsonl").write_text(
        '{"question": "At what pressure does the sluice gate open?",'
        ' "evidence": [{"document": "handbook.md", "quote": "opens at 4 bar"}]}\n'
    )
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", DOCS["README.md"] + DOCS["docs/usage.md"], re.S)
    assert len(blocks) >= 4
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "documents", "exec"), names)
    gates = [value for name, value in names.items() if name.startswith("test_")]
    assert gates
    for gate in gates:
        gate()
