"""The documents that a set of cases brings along, in a library."""

import json
from pathlib import Path

from qa.evaluation import add_documents, load
from qa.evaluation.cases.located_evidence import CollectionReader
from vectorstore import Library

ASKED = {"id": "a", "question": "Who lives beside it?", "answers": [{"text": "The keeper", "answer_start": 0}]}
PARAGRAPHS = [{"context": "The lamp was lit.", "qas": []}, {"context": "The keeper lives beside it.", "qas": [ASKED]}]
SQUAD = {"data": [{"title": "The_lamp", "paragraphs": PARAGRAPHS}]}


def test_offsets_of_squad_meet_the_documents_that_are_added(tmp_path: Path, library: Library) -> None:
    path = tmp_path / "set.json"
    path.write_text(json.dumps(SQUAD))
    (case,) = load(path)
    (file,) = add_documents(library, path, "default").files
    (span,) = CollectionReader(library, "default").locate(case.evidence[0]).spans
    assert file.status == "added" and library.text(file.name)[span.start : span.end] == "The keeper"
    assert [file.status for file in add_documents(library, path, "default").files] == ["unchanged"]
