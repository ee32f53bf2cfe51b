"""A refusal names what matters of a question and stands in none of the passages shown."""

import pytest

from qa.answering.generation.missing_words import telling

PASSAGE = "The lodge admitted 40 guests in June 2019. Smaller rooms are heated by a stove."


@pytest.mark.parametrize(
    ("question", "unknown", "named"),
    [
        ("How many take the sauna?", ("many", "take", "sauna"), ("sauna",)),
        ("What does the porter say about larger towels?", ("porter", "say", "larger", "towels"), ("porter", "towels")),
        ("Who visited Place Bellecour?", ("visited", "Place", "Bellecour"), ("Place", "Bellecour")),
        ("Place of the sauna?", ("Place", "sauna"), ("sauna",)),
        ("What is the admission?", ("admission",), ()),  # admitted
        ("When did heating begin in 2017?", ("begin", "2017"), ("2017",)),
        ("What happened on 3 June 2019?", ("3 June 2019",), ("3 June 2019",)),
        ("Is there a wait of 90 minutes?", ("wait", "90"), ()),
        ("Name 3 spas", ("3", "spas"), ("spas",)),
    ],
)
def test_only_words_that_matter_are_named(question: str, unknown: tuple[str, ...], named: tuple[str, ...]) -> None:
    assert telling(question, unknown, [PASSAGE]) == named
