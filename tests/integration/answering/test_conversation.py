"""What a conversation is made of: follow-ups, questions of several parts, small talk."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qa import Answer
from qa.answering.chain import Chain
from qa.answering.generation.refusal import NO_ANSWER
from qa.answering.question import Question
from qa.types import Turn
from tests.fixtures.answers import assert_exact, last
from vectorstore import Library


def test_small_talk_gets_a_word_of_help_and_no_document_is_searched(
    samples: Library, scripted: Callable[..., Any]
) -> None:
    model = scripted("never asked")
    answer = last(Chain(samples, model, "m"), Question(text="Thanks, that helped!"))
    assert not answer.refused and not answer.passages and not answer.citations and not answer.sentences
    assert "10 documents" in answer.text and "faq.md" in answer.text and "?" in answer.text
    assert answer.model == "extractive" and not model.asked
    chosen = last(Chain(samples), Question(text="What can you do?", documents=("faq.md",)))
    assert "one document: faq.md" in chosen.text
    assert "no documents" in last(Chain(samples), Question(text="hello", collection="empty")).text


PAGE = """# Quay guide

## Moorings

A mooring costs 40 crowns a night. For fishermen it costs 15 crowns a night.

## Storage

Nets can be stored in the shed behind the crane. The shed is locked at 21:00.

## People

The harbour master is Ingrid Solberg. She can be called under extension 77. The crane driver is Olav Nes.
"""


@pytest.fixture
def quay(library: Library, folder: Path) -> Chain:
    (folder / "quay.md").write_text(PAGE, encoding="utf-8")
    library.sync(folder)
    return Chain(library)


def asked_after(chain: Chain, first: str, second: str) -> Answer:
    before = last(chain, Question(text=first))
    turns = (Turn(role="user", content=first), Turn(role="assistant", content=before.text))
    return last(chain, Question(text=second, history=turns))


@pytest.mark.parametrize(
    ("first", "second", "read", "said"),
    [("What does a mooring cost?", "And for fishermen?", "What does a mooring cost for fishermen?", "15 crowns"),
     ("Who is the harbour master?", "Under which extension can she be called?",
      "Under which extension can Ingrid Solberg be called?", "extension 77"),
     ("Who is the harbour master?", "And the crane driver?", "Who is the crane driver?", "Olav Nes"),
     ("Where can nets be stored?", "Then when is the shed locked?", "Then when is the shed locked?", "21:00"),
     ("Who is the harbour master?", "What does a mooring cost?", "What does a mooring cost?", "40 crowns")],
)  # fmt: skip
def test_a_question_after_another_gets_its_own_answer(
    quay: Chain, first: str, second: str, read: str, said: str
) -> None:
    answer = asked_after(quay, first, second)
    assert answer.standalone == read and answer.question == second
    assert said in answer.citations[0].quote


def test_a_question_that_leans_on_the_talk_gets_an_uncertain_answer_and_another_subject_none(quay: Chain) -> None:
    answer = asked_after(quay, "Where can nets be stored?", "and what is the crane for?")
    assert answer.verdict != "answered" and not answer.short
    assert asked_after(quay, "Who is the harbour master?", "Is there a zeppelin?").refused


def test_a_follow_up_of_a_follow_up_is_read_through_both(quay: Chain) -> None:
    turns = (Turn(role="user", content="What does a mooring cost?"), Turn(role="user", content="Thanks!"))
    answer = last(quay, Question(text="and for fishermen?", history=turns))
    assert answer.standalone == "What does a mooring cost for fishermen?"
    turns = (*turns, Turn(role="user", content="and for fishermen?"))
    assert last(quay, Question(text="Since when?", history=turns)).standalone.endswith("for fishermen?")


def test_a_model_rewrites_only_what_lacks_something(quay: Chain, scripted: Callable[..., Any]) -> None:
    turns = (Turn(role="user", content="Where can nets be stored?"),)
    model = scripted("What does a mooring cost for fishermen?", "15 crowns [1].")
    answer = last(Chain(quay.library, model, "m"), Question(text="And for fishermen?", history=turns))
    assert answer.standalone == "What does a mooring cost for fishermen?" and len(model.asked) == 2
    model = scripted("40 crowns [1].")
    last(Chain(quay.library, model, "m"), Question(text="What does a mooring cost?", history=turns))
    assert len(model.asked) == 1


def test_each_part_of_a_question_is_answered_or_said_not_to_be_found(quay: Chain) -> None:
    answer = last(quay, Question(text="What does a mooring cost, and when is the shed locked?"))
    assert [part.verdict for part in answer.parts] == ["answered", "answered"]
    assert "40 crowns" in answer.citations[0].quote and "21:00" in answer.citations[1].quote
    assert_exact(answer, quay.library)
    answer = last(quay, Question(text="Who is the crane driver and which zeppelin does the pilot repaint?"))
    assert [part.verdict for part in answer.parts] == ["answered", "not found"] and not answer.refused
    assert answer.text.endswith(NO_ANSWER)
    assert_exact(answer, quay.library)
