"""The commands: what they print, on which stream, and their exit codes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Footnote = Callable[..., Any]


def one_line(written: Any) -> str:
    (line,) = written.err.splitlines()
    assert line.startswith("footnote: ")
    return line


def test_add_keeps_the_good_files_and_says_what_is_wrong_with_the_others(footnote: Footnote, folder: Path) -> None:
    (folder / "good.txt").write_text("The slipway is closed on Mondays.")
    (folder / "empty.txt").write_text("")
    done = footnote("add", folder / "good.txt", folder / "empty.txt", code=3)
    assert "good.txt: added" in done.out and "empty.txt: skipped: " in done.out
    assert "good.txt" in footnote("list").out


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
def test_wrong_use_is_one_line_and_an_exit_code(
    arguments: list[str], code: int, words: str, footnote: Footnote, store: Path
) -> None:
    seeded = store.parent / "seed.txt"
    seeded.write_text("Something to find.")
    if "--document" in arguments:
        footnote("add", seeded)
    assert words in one_line(footnote(*arguments, code=code))


def test_a_store_that_is_none_or_newer_is_refused_in_one_line(footnote: Footnote, store: Path) -> None:
    store.mkdir()
    (store / "catalog.sqlite3").write_bytes(b"this is not a database, and long enough to be looked at as one" * 20)
    assert "is this a store?" in one_line(footnote("list", code=3))


def test_a_broken_line_of_pairs_is_named_by_its_number(footnote: Footnote, store: Path) -> None:
    pairs = store.parent / "pairs.jsonl"
    pairs.write_text('{"question": "Is it so?"}\n{"question": }\n')
    assert "line 2" in one_line(footnote("evaluate", pairs, code=3))


def test_evaluate_measures_compares_reports_and_gates(footnote: Footnote, folder: Path, store: Path) -> None:
    (folder / "lamp.md").write_text("# The lamp\n\nThe lamp turns once every 12 seconds.\n\nIt was lit in 1871.\n")
    footnote("sync", folder)
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
    done = footnote("evaluate", pairs, "--json")
    assert "pairs.jsonl, line 3: lamp.md does not hold the words 'not there'" in done.err
    baseline.write_text(done.out)
    figures = json.loads(done.out)["figures"]
    assert (figures["recall@5"]["mean"], figures["recall@5"]["cases"]) == (0.5, 2)
    assert (figures["first citation"]["mean"], figures["refused"]["mean"]) == (0.5, 1.0)

    done = footnote("evaluate", pairs, "--baseline", baseline, "--report", report)
    assert "cannot tell with 3 cases" in done.out and "1  not parsed" in done.out
    assert "When was the lamp lit?" in report.read_text(encoding="utf-8")

    done = footnote("evaluate", pairs, "--fail-under", "right=0.9", "--fail-under", "refused=1", code=1)
    assert "FAILED right: 66.7% is under 90.0%" in done.err and "refused" not in done.err
    pairs.write_text(json.dumps(lines[0]))
    assert "of other cases" in one_line(footnote("evaluate", pairs, "--baseline", baseline, code=3))


def test_evaluate_adds_the_documents_that_a_set_brings_along(footnote: Footnote, store: Path) -> None:
    context = "The lamp was lit in 1871. It turns every 12 seconds."
    asked = {"id": "a", "question": "When was the lamp lit?", "answers": [{"text": "1871", "answer_start": 20}]}
    squad = store.parent / "set.json"
    squad.write_text(json.dumps({"data": [{"title": "Lamp", "paragraphs": [{"context": context, "qas": [asked]}]}]}))
    assert "Lamp.txt" in footnote("evaluate", squad).err  # not in the library: an error of the case
    figures = json.loads(footnote("evaluate", squad, "--with-documents", "--json").out)["figures"]
    assert figures["right"]["mean"] == figures["contains"]["mean"] == 1.0
