import pytest

from qa.answering.conversation.follow_up.gaps import gaps, is_fragment, lacks_something


@pytest.mark.parametrize(
    "question",
    ["Is there parking?", "Then when is the yard locked?", "What does one pay for a ticket?", "Where can I moor?",
     "Which company owns the quay?", "How many people work at the quay?", "When steam cools, what does it become?",
     "Is it allowed to swim off the quay?", "How long does it take to cross the sound?", "Is this report final?",
     "Did the crew lose their boat?", "Did the mayor say that the ferry is late?", "What produces rust?",
     "Who wrote As You Like It?", "Tell me about moorings", "ferry timetable winter weekdays",
     "If the lamp fails, who repairs it?", "Are there lockers?"],
)  # fmt: skip
def test_a_question_that_says_what_it_is_about_lacks_nothing(question: str) -> None:
    assert not lacks_something(question)


@pytest.mark.parametrize(
    ("question", "word"),
    [("How deep is it?", "it"), ("Who built them?", "them"), ("What is her extension?", "her"),
     ("What did he do then?", "he"), ("When was that?", "that"), ("Does that weaken the hull?", "that"),
     ("Who lives there?", "there"), ("And the red ones?", "ones"), ("Which tower does it stand on?", "it"),
     ("Is it hard to put together?", "it"), ("What did the keeper notice then?", "then")],
)  # fmt: skip
def test_a_word_whose_antecedent_is_elsewhere_is_a_gap(question: str, word: str) -> None:
    first = gaps(question)[0]
    assert question[first.start : first.end] == word


@pytest.mark.parametrize(
    "question",
    ["Since when?", "Why?", "And for students?", "What about the harbour office?", "and Norway?", "in 1998?", "Always?",
     "Which one?", "How come?", "And the oldest?"],
)  # fmt: skip
def test_a_question_without_a_verb_is_a_fragment(question: str) -> None:
    assert is_fragment(question) or gaps(question)
    assert lacks_something(question)
