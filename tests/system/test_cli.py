"""The command line as a person or a script meets it: a process each, its output, its exit code."""

import json
from pathlib import Path

from tests.fixtures.processes import footnote, python


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
    assert (
        (answer["verdict"], answer["refused"]) == ("answered", False)
        and answer["note"] is None
        and 0 < answer["confidence"] <= 1
    )
    assert {"short"} <= answer.keys() & answer["citations"][0].keys() & answer["sentences"][0].keys()
    plain = footnote("ask", question, store=store).stdout
    assert "[1] lamp.md" in plain and "\x1b" not in plain
    assert plain.splitlines()[-1].startswith("Verdict: answered; of 100 questions")

    (passage,) = json.loads(footnote("retrieve", question, "-k", 2, "--json", store=store).stdout)["passages"]
    assert passage["source"] == "lamp.md" and "12 seconds" in passage["text"]

    removed = json.loads(footnote("remove", "lamp.md", "--json", store=store).stdout)
    assert removed["files"][0]["status"] == "removed"
    footnote("retrieve", question, store=store, code=1)
    assert json.loads(footnote("ask", question, "--json", store=store).stdout)["refused"] is True


def test_what_cannot_be_done_is_one_line_and_an_exit_code(store: Path) -> None:
    (line,) = footnote("add", "no-such-file.pdf", store=store, code=3).stderr.splitlines()
    assert line.startswith("footnote: ") and "no-such-file.pdf" in line


def test_doctor_finds_everything_the_product_needs(store: Path) -> None:
    checks = json.loads(footnote("doctor", "--json", store=store).stdout)["checks"]
    assert all(check["ok"] for check in checks)
    assert {"Python", "SQLite", "embedding model", "reader", "store"} <= {check["name"] for check in checks}


def test_help_loads_no_model(store: Path) -> None:
    code = "import sys, qa.cli; qa.cli.main(['--help']); print({'torch', 'chromadb', 'gradio'} & sys.modules.keys())"
    assert python(code).splitlines()[-1] == "set()"
