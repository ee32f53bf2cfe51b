"""The file that is made of a document that a program adds."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from vectorstore.errors import UnreadableFile
from vectorstore.parsing import Sandbox, parse
from vectorstore.parsing.formats.added_document import to_bytes
from vectorstore.parsing.sandbox.wire import from_line, to_line

Put = Callable[[str, bytes], Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    def write(name: str, data: bytes) -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    return write


def test_text_and_metadata_come_back_as_they_are(put: Put) -> None:
    text, metadata = "  One.\n\n- Two: %PDF- \u200b\n", {"title": "Three", "n": [1, 2.5, None, True, "ü🌊"]}
    source = parse(put("0.lcdoc", to_bytes("id", text, metadata)))
    assert (source.text, source.title, source.metadata) == (text, "Three", metadata)
    assert [text[block.start : block.end] for block in source.blocks] == ["One.", "- Two: %PDF- \u200b"]
    assert from_line(to_line(source)) == source


def test_the_sandbox_reads_it(put: Put) -> None:
    with Sandbox() as sandbox:
        assert sandbox.parse(put("0.lcdoc", to_bytes("id", "One.", {"a": {"b": 1}}))).metadata == {"a": {"b": 1}}
        assert sandbox.parse(put("0.txt", b"One.")).metadata is None


def test_an_id_and_metadata_are_part_of_what_it_says() -> None:
    assert len({to_bytes(one, "same", {"n": n}) for one in "ab" for n in (1, 2)}) == 4


@pytest.mark.parametrize(
    "content",
    [
        {"added_document": "id", "text": "One."},
        {"added_document": "id", "text": 1, "metadata": {}},
        {"added_document": "id", "text": "a\0b", "metadata": {}},
        {"added_document": "id", "text": "One.", "metadata": []},
        {"added_document": "id", "text": "One.", "metadata": {"n": float("nan")}},
        {"added_document": "id", "text": "\ud800", "metadata": {}},
        {"added_document": "id", "text": " ", "metadata": {}},
        ["added_document"],
    ],
)
def test_one_that_no_program_made_is_refused_in_one_line(put: Put, content: object) -> None:
    with pytest.raises(UnreadableFile):
        parse(put("0.lcdoc", json.dumps(content).encode()))
