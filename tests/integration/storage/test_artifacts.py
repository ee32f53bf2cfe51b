"""Evaluations quote the documents they were made on, so they go with them."""

from pathlib import Path

from vectorstore import Library
from vectorstore.storage.artifacts import FOLDER


def test_results_that_name_a_removed_document_go_with_it(library: Library, folder: Path) -> None:
    names = ("lamp [1].md", "buoy.md", 'a "quay".md')
    for name in names:
        (folder / name).write_text(f"What {name} says.")
    library.sync(folder)
    results = library.store / FOLDER
    results.mkdir()
    (results / "first*.run.json").write_text('{"document": "lamp [1].md", "quote": "What lamp says."}')
    (results / "first*.report.html").write_text("What lamp says.")
    (results / "firsts.run.json").write_text('{"document": "buoy.md"}')
    (results / "firsts.report.html").write_text("What buoy says, and lamp [1].md is only a name here.")
    (results / "0123.jsonl").write_text('{"document":"a \\"quay\\".md"}\n')

    library.remove("lamp [1].md")
    assert {path.name for path in results.iterdir()} == {"firsts.run.json", "firsts.report.html", "0123.jsonl"}
    (folder / 'a "quay".md').unlink()
    library.sync(folder)
    assert {path.name for path in results.iterdir()} == {"firsts.run.json", "firsts.report.html"}
