"""Example questions: readable, always the same, and mostly answered by the library they come from."""

import pytest

from qa import Service, Settings
from qa.answering.conversation.suggestions import MOST, candidates, suggestions
from vectorstore import Block, Library, SourceText


def source(*paragraphs: str) -> SourceText:
    """A document of paragraphs; one that ends with a question mark is a heading."""
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(at, at + len(paragraph), is_heading=paragraph.endswith("?")))
        at += len(paragraph) + 2
    return SourceText("\n\n".join(paragraphs), "Title", tuple(blocks))


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("The rated output of a turbine is 1.2 MW.", "What is the rated output of a turbine?"),
        ("Switching takes 15 working days from the form.", "How long does switching take?"),
        ("The old pier was built by hand in 1911.", "When was the old pier built?"),
        ("A day ticket costs £12 in summer.", "How much does a day ticket cost?"),
        ("Gearbox oil is changed every two years.", "When is gearbox oil changed?"),
        ("The spare keys are kept in the pier store.", "Where are the spare keys kept?"),
        ("How do I join?", "How do I join?"),
    ],
)
def test_a_fact_becomes_the_question_it_answers(said: str, asked: str) -> None:
    assert list(candidates(source(said))) == [asked]


@pytest.mark.parametrize(
    "said",
    [
        "It is 1.2 MW.",
        "Their output was 3 MW in that year.",
        "On Turbine 3 the limit is 4 mm.",
        "The switch is 4 mm wide.",
        "What about it?",
        "",
    ],
)
def test_what_cannot_be_understood_alone_is_not_asked(said: str) -> None:
    assert list(candidates(source(said))) == []


def test_a_name_keeps_its_capital() -> None:
    document = source("Turbine 2 was ordered in 2017.", "The hub of Turbine 2 is red.")
    assert "When was Turbine 2 ordered?" in candidates(document)


def test_an_empty_library_suggests_nothing(library: Library) -> None:
    assert suggestions(library, "default") == ()


def test_the_same_library_suggests_the_same_from_different_documents(samples: Library) -> None:
    asked = suggestions(samples, "default")
    assert len(set(asked)) == MOST
    assert asked == suggestions(Library.open(samples.store), "default")


def test_what_is_suggested_over_the_samples_is_answered(samples: Library) -> None:
    service = Service(Settings(store=samples.store), samples)
    refused = [question for question in suggestions(samples, "default") if service.ask(question).refused]
    assert len(refused) <= 1, refused
