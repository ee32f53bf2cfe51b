"""The list of documents, and what became of a file."""

import pytest

from qa.web.views import documents
from vectorstore import DocumentInfo, FileStatus


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (FileStatus("a.pdf", "added"), "was added"),
        (FileStatus("a.pdf", "skipped", "a.pdf: is empty; save it again"), "is empty; save it again"),
        (FileStatus("a.pdf", "unchanged"), "was already here"),
    ],
)
def test_what_became_of_a_file_is_said_in_plain_words(status: FileStatus, words: str) -> None:
    assert documents.outcome(status) == words


def test_a_long_list_is_cut_and_can_be_searched() -> None:
    held = [
        DocumentInfo(f"id{n}", f"report {n}.pdf", "c", f"Report {n}", None, 1, 1, None, "", ()) for n in range(1000)
    ]
    everything = documents.listing(held, "c")
    assert everything.count("<li") == documents.MOST_ROWS + 1
    assert "and 800 more" in everything
    found = documents.listing(held, "c", "REPORT 999")
    assert "1 of 1,000 documents" in found and "report 999.pdf" in found
