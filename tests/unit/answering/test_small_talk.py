import pytest

from qa.answering.conversation.small_talk import small_talk


@pytest.mark.parametrize(
    "said",
    ["Thanks!", "Great, thank you so much.", "hello", "Good morning!", "help", "Can you help me?", "What can you do?",
     "What can I ask you?", "How does this work?", "Bye", "OK, got it", "thank you for your help"],
)  # fmt: skip
def test_what_asks_nothing_of_the_documents_is_small_talk(said: str) -> None:
    assert small_talk(said)


@pytest.mark.parametrize(
    "asked",
    ["Who thanks the crew?", "Hello, when is the yard locked?", "Who can help with the boiler?",
     "How does the pump work?",
     "What can you do about rust?", "Thanks to whom was the quay built?", "Goodbye party date", "?", "Is help free?"],
)  # fmt: skip
def test_a_question_with_a_polite_word_is_a_question(asked: str) -> None:
    assert small_talk(asked) is None
