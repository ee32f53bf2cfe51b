"""Yes/no questions of questions with short answers."""

import random

import pytest

from training.examples.yes_no_questions import as_yes_no, other_answer


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("When was the mill built?", "1889", "Was the mill built in 1889?"),
        ("When did the mill burn down?", "in the spring", "Did the mill burn down in the spring?"),
        ("In what year did she leave", "1901", "Did she leave in 1901?"),
        ("when does the fair open", "May 3", "Does the fair open on May 3?"),
        ("Where is the fair held?", "Harwick", "Is the fair held in Harwick?"),
        ("What is the height of the mill?", "12 metres", "Is 12 metres the height of the mill?"),
        ("who painted the mill", "Ada Stone.", "Was it Ada Stone who painted the mill?"),
        ("Who was the miller married to?", "Ada Stone", None),
        ("Who did she marry?", "Ada Stone", None),
        ("What is the miller known for?", "bread", None),
        ("How was the mill paid for?", "by a lottery", None),
        ("Who painted the mill?", "someone of whom the books of the town say nothing", None),
    ],
)
def test_a_question_becomes_one_of_yes_or_no_where_its_words_allow_it(
    question: str, answer: str, expected: str | None
) -> None:
    assert as_yes_no(question, answer) == expected


def test_another_answer_is_of_the_same_kind_and_not_in_the_passage() -> None:
    text, rng = "Ada Stone painted the mill in 1889 for Tom Reed.", random.Random(1)
    others = ["Tom Reed", "May Fell", "a mill", "Eve", "12 metres"]
    assert other_answer("Ada Stone", others, text, rng) == "May Fell"
    assert other_answer("weeks", others, text, rng) is None
    year = other_answer("in 1889", others, text, rng)
    assert year and year != "in 1889" and year.startswith("in ") and year[3:].isdigit()
