"""A question in a document is answered by what follows it, if anything does."""

import pytest

from qa.answering.eligibility.candidates import candidates
from vectorstore import Hit, Span
from vectorstore.parsing.formats.plain import parse
from vectorstore.text.chunking import passages


def quotes(text: str) -> list[str]:
    source = parse(text.encode(), "T")
    cut = passages(source, "a", lambda words: [Span(i, i + 1) for i in range(0, len(words), 9)])
    return [one.quote for passage in cut for one in candidates([Hit(passage, "a.txt", "T", "default", 1.0)])]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Q: Where is the tap?\nA: Behind the shed.\n", ["A: Behind the shed.", "A: Behind the shed."]),
        (
            "00:10 Ada: Who made the bell?\n00:14 Bo: My uncle. He was a smith.\n00:19 Ada: Thank you.\n",
            ["00:14 Bo: My uncle. He was a smith.", "00:14 Bo: My uncle.", "He was a smith.", "00:19 Ada: Thank you."],
        ),
        ("- How many rooms are there?\n- Who owns the shed?\n- When was it painted?\n", []),
        ("1. Who owns the shed? (2 marks)\n2. When was it painted? (3 marks)\n", []),
        ("Is the gate open? [ ] yes [ ] no\n", []),
        ("Who owns the shed?\n\n________\n", []),
    ],
)
def test_what_may_be_quoted_of_questions(text: str, found: list[str]) -> None:
    said = quotes(text)
    assert [" ".join(quote.split()) for quote in said if len(quote.split()) > 2 and "[" not in quote] == found
    assert not any("?" in quote for quote in said)
