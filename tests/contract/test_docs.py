"""What the documentation names exists, its links lead somewhere, and its code runs."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from qa.cli.main import footnote
from tests.fixtures.pages import EVERYTHING, GUIDE, PAGES, SHARED_OPTIONS, code, options
from tests.fixtures.paths import ROOT


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
