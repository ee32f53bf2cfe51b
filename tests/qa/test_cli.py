"""The commands as a person or a script meets them: a process each, its output, its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def footnote(*arguments: object, store: Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("FOOTNOTE_")}
    done = subprocess.run(
        [sys.executable, "-m", "qa", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment | {"FOOTNOTE_STORE": str(store), "PYTHONPATH": str(ROOT)},
        cwd=store.parent,
        timeout=120,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    (line,) = done.stderr.splitlines()
    assert line.startswith("footnote: ")
    return line


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store"


def test_sync_list_ask_retrieve_remove(folder: Path, store: Path) -> None:
    (folder / "lamp.md").write_text("# The lamp\n\nThe lamp of the lighthouse turns once every 12 seconds.\n")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nonsense")
    synced = json.loads(footnote("sync", folder, "--json", store=store).stdout)
    assert {f["name"]: f["status"] for f in synced["files"]} == {"lamp.md": "added", "broken.pdf": "skipped"}
    assert synced["seconds"] > 0
    assert all("broken.pdf" in f["reason"] for f in synced["files"] if f["status"] == "skipped")

    (listed,) = json.loads(footnote("list", "--json", store=store).stdout)["documents"]
    assert (listed["name"], listed["title"], listed["passages"]) == ("lamp.md", "The lamp", 1)

    question = "How often does the lamp of the lighthouse turn?"
    answer = json.loads(footnote("ask", question, "--json", store=store).stdout)
    assert answer["citations"][0]["quote"] == "The lamp of the lighthouse turns once every 12 seconds."
    assert answer["refused"] is False and answer["note"] is None and 0 < answer["confidence"] <= 1
    assert {"short"} <= answer.keys() & answer["citations"][0].keys() & answer["sentences"][0].keys()
    plain = footnote("ask", question, store=store).stdout
    assert "[1] lamp.md" in plain and "\x1b" not in plain
    assert plain.endswith("% sure that your documents answer this\n")

    (passage,) = json.loads(footnote("retrieve", question, "-k", 2, "--json", store=store).stdout)["passages"]
    assert passage["source"] == "lamp.md" and "12 seconds" in passage["text"]

    removed = json.loads(footnote("remove", "lamp.md", "--json", store=store).stdout)
    assert removed["files"][0]["status"] == "removed"
    footnote("retrieve", question, store=store, code=1)
    assert json.loads(footnote("ask", question, "--json", store=store).stdout)["refused"] is True


def test_add_keeps_the_good_files_and_says_what_is_wrong_with_the_others(folder: Path, store: Path) -> None:
    (folder / "good.txt").write_text("The slipway is closed on Mondays.")
    (folder / "empty.txt").write_text("")
    done = footnote("add", folder / "good.txt", folder / "empty.txt", store=store, code=3)
    assert "good.txt: added" in done.stdout and "empty.txt: skipped: " in done.stdout
    assert "good.txt" in footnote("list", store=store).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["sync", "no-such-folder"], 2, "no-such-folder"),
        (["add", "no-such-file.pdf"], 3, "no-such-file.pdf"),
        (["remove", "nothing.md"], 2, "nothing.md"),
        (["ask", ""], 2, "empty"),
        (["ask", "x" * 100_000], 2, "100,000"),
        (["ask", "q", "--document", "nothing.md"], 2, "nothing.md"),
        (["retrieve", "q", "-k", "0"], 2, "0"),
        (["frobnicate"], 2, "frobnicate"),
        (["sync", ".", "--collection", ""], 2, "collection"),
        (["evaluate", "nothing.jsonl"], 3, "nothing.jsonl"),
        (["evaluate", "nothing.jsonl", "--fail-under", "speed=1"], 3, "speed"),
        (["evaluate", "nothing.jsonl", "--baseline", "run.json"], 3, "run.json"),
    ],
)
def test_wrong_use_is_one_line_and_an_exit_code(arguments: list[str], code: int, words: str, store: Path) -> None:
    seeded = store.parent / "seed.txt"
    seeded.write_text("Something to find.")
    if "--document" in arguments:
        footnote("add", seeded, store=store)
    assert words in one_line(footnote(*arguments, store=store, code=code))


def test_a_store_that_is_none_or_newer_is_refused_in_one_line(store: Path) -> None:
    store.mkdir()
    (store / "catalog.sqlite3").write_bytes(b"this is not a database, and long enough to be looked at as one" * 20)
    assert "is this a store?" in one_line(footnote("list", store=store, code=3))


def test_a_broken_line_of_pairs_is_named_by_its_number(store: Path) -> None:
    pairs = store.parent / "pairs.jsonl"
    pairs.write_text('{"question": "Is it so?"}\n{"question": }\n')
    assert "line 2" in one_line(footnote("evaluate", pairs, store=store, code=3))


def test_evaluate_measures_compares_reports_and_gates(folder: Path, store: Path) -> None:
    (folder / "lamp.md").write_text("# The lamp\n\nThe lamp turns once every 12 seconds.\n\nIt was lit in 1871.\n")
    footnote("sync", folder, store=store)
    pairs = store.parent / "pairs.jsonl"
    lines = [
        {
            "id": "a",
            "question": "When was the lamp lit?",
            "evidence": [{"document": "lamp.md", "quote": "lit in 1871"}],
        },
        {"id": "b", "question": "Who owns the zeppelin?", "answerable": False},
        {"id": "c", "question": "Where?", "evidence": [{"document": "lamp.md", "quote": "not there"}]},
    ]
    pairs.write_text("\n".join(json.dumps(line) for line in lines))
    baseline, report = store.parent / "run.json", store.parent / "report.html"
    done = footnote("evaluate", pairs, "--json", store=store)
    assert "pairs.jsonl, line 3: lamp.md does not hold the words 'not there'" in done.stderr
    baseline.write_text(done.stdout)
    figures = json.loads(done.stdout)["figures"]
    assert (figures["recall@5"]["mean"], figures["recall@5"]["cases"]) == (0.5, 2)
    assert (figures["first citation"]["mean"], figures["refused"]["mean"]) == (0.5, 1.0)

    done = footnote("evaluate", pairs, "--baseline", baseline, "--report", report, store=store)
    assert "cannot tell with 3 cases" in done.stdout and "1  not parsed" in done.stdout
    assert "When was the lamp lit?" in report.read_text(encoding="utf-8")

    done = footnote("evaluate", pairs, "--fail-under", "right=0.9", "--fail-under", "refused=1", store=store, code=1)
    assert "FAILED right: 66.7% is under 90.0%" in done.stderr and "refused" not in done.stderr
    pairs.write_text(json.dumps(lines[0]))
    assert "of other cases" in one_line(footnote("evaluate", pairs, "--baseline", baseline, store=store, code=3))


def test_evaluate_adds_the_documents_that_a_set_brings_along(store: Path) -> None:
    context = "The lamp was lit in 1871. It turns every 12 seconds."
    asked = {"id": "a", "question": "When was the lamp lit?", "answers": [{"text": "1871", "answer_start": 20}]}
    squad = store.parent / "set.json"
    squad.write_text(json.dumps({"data": [{"title": "Lamp", "paragraphs": [{"context": context, "qas": [asked]}]}]}))
    assert "Lamp.txt" in footnote("evaluate", squad, store=store).stderr  # not in the library: an error of the case
    figures = json.loads(footnote("evaluate", squad, "--with-documents", "--json", store=store).stdout)["figures"]
    assert figures["right"]["mean"] == figures["contains"]["mean"] == 1.0


def test_doctor_finds_everything_the_product_needs(store: Path) -> None:
    checks = json.loads(footnote("doctor", "--json", store=store).stdout)["checks"]
    assert all(check["ok"] for check in checks)
    assert {"Python", "SQLite", "embedding model", "reader", "store"} <= {check["name"] for check in checks}


def test_help_loads_no_model(store: Path) -> None:
    heavy = {"torch", "chromadb", "gradio", "sklearn"}
    code = f"import sys, qa.cli; qa.cli.main(['--help']); print({heavy} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.splitlines()[-1] == "set()"
