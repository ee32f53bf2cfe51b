"""What a colon introduces is quoted after it, also where the next passage begins."""

from pathlib import Path

import pytest

from qa.answering.citing.introduced import with_introduced
from qa.answering.quotes import Evidence
from vectorstore import Hit, Library

FILL = "The press was made by hand and has a wheel of oak that two people turn. " * 9
CODE = "press --stop\npress --clean ink"
CASES = {
    "code.md": (f"# Press\n\nTo clean it, type:\n\n```sh\n{CODE}\n```\n\nThen rest.\n", [CODE]),
    "far.md": (f"# Press\n\n{FILL}To clean it, type:\n\n```sh\n{CODE}\n```\n\nThen rest.\n", [CODE]),
    "list.md": (f"# Press\n\n{FILL}You need:\n\n- black ink\n- a rag\n\nThen rest.\n", ["black ink\n- a rag"]),
    "table.md": ("# Press\n\nThe inks are:\n\n| Ink | Price |\n|---|---|\n| red | 3 |\n| blue | 4 |\n\nThen rest.\n",
                 ["Ink | Price |\n|---|---|\n| red | 3 |\n| blue | 4"]),
    "end.md": ("# Press\n\nTo clean it, type:\n\n# Ink\n\nInk is black.\n", []),
    "plain.md": ("# Press\n\nTo clean it, use a rag.\n\nThen rest.\n", []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_block_after_a_colon_is_quoted_once(name: str, tmp_path: Path, library: Library) -> None:
    text, quoted = CASES[name]
    (tmp_path / name).write_text(text)
    library.add([tmp_path / name])
    pieces = [
        Evidence(Hit(passage, name, "Press", "default", 1.0), span.start, span.end, text[span.start : span.end], 1.0)
        for passage in library.passages(name)
        for span in passage.sentences
    ]
    asked = next(piece for piece in pieces if piece.quote.endswith((":", "rag.")))
    within = [piece for piece in pieces if quoted and piece.quote in quoted[0]]
    first, *after = with_introduced(library, [*within, asked, *within])
    assert first == asked and [piece.quote for piece in after] == quoted
    for piece in after:
        assert text[piece.start : piece.end] == piece.quote
        assert piece.hit.passage.start <= piece.start < piece.hit.passage.end
