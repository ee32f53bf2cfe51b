from collections.abc import Callable
from typing import Any

import pytest

from qa.answering.condense import depends, standalone
from qa.types import Turn

HISTORY = (
    Turn(role="user", content="How long is the cable from Turbine 3 to the shore?"),
    Turn(role="assistant", content="1,875 m [1]"),
)


@pytest.mark.parametrize("question", ["How deep is it?", "And for Turbine 2?", "Since when?", "What about the others?"])
def test_a_follow_up_is_searched_together_with_the_turn_before_it(question: str) -> None:
    assert depends(question)
    assert standalone(question, HISTORY) == f"{HISTORY[0].content} {question}"


@pytest.mark.parametrize(
    "question", ["Which grants can a school on Sael apply for?", "What torque do blade bolts need?"]
)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str) -> None:
    assert standalone(question, HISTORY) == question


def test_without_a_conversation_nothing_is_added() -> None:
    assert standalone("How deep is it?", ()) == "How deep is it?"


def test_a_chain_of_follow_ups_reaches_back_to_what_started_it() -> None:
    history = (*HISTORY, Turn(role="user", content="And Turbine 2?"), Turn(role="assistant", content="1,610 m [1]"))
    assert standalone("Since when?", history) == f"{HISTORY[0].content} And Turbine 2? Since when?"


def test_a_language_model_rewrites_a_follow_up_from_the_conversation(scripted: Callable[..., Any]) -> None:
    model = scripted("How deep is Turbine 3?")
    assert standalone("How deep is it?", HISTORY, model) == "How deep is Turbine 3?"
    assert HISTORY[0].content in model.asked[0] and "How deep is it?" in model.asked[0]
    assert standalone("Which grants can a school on Sael apply for?", HISTORY, model).startswith("Which grants")
