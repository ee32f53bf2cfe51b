"""A long mail is asked by the sentence that asks, wherever it stands."""

from qa.answering.conversation.asked_sentence import asked_sentence

TALK = (
    "Dear people of the kiln, I write to you from a small house by the river where we moved in spring with two cats. "
)
POTS = "We bought nine pots from you. "
ASKED = "How hot may they become?"


def test_a_short_text_is_all_question() -> None:
    assert asked_sentence(f"{POTS}{ASKED}").question == f"{POTS}{ASKED}"


def test_the_sentence_that_asks_is_taken_out_of_a_mail() -> None:
    assert asked_sentence(f"{TALK * 3}{POTS}{ASKED}\n\nYours, Ada").question == ASKED
    assert asked_sentence(f"{TALK * 3}{POTS}{ASKED}").before.endswith(POTS.strip())
    assert asked_sentence(f"{ASKED} {TALK * 3}") == (ASKED, "")


def test_several_questions_stay_together() -> None:
    assert asked_sentence(f"{ASKED} {TALK * 3}Who made them?").question == f"{ASKED} Who made them?"


def test_a_mail_without_a_question_mark_may_say_that_it_asks() -> None:
    wish = "I would like to know how hot they may become."
    assert asked_sentence(f"{TALK * 3}{wish} {POTS}").question == wish
    assert asked_sentence(TALK * 3).question == TALK * 3
