"""A person is no place, and a place nobody, where the sentence tells."""

import pytest

from qa.answering.eligibility.answer_type import is_of_type
from qa.answering.question_type import QuestionType


@pytest.mark.parametrize(
    ("kind", "sentence", "words", "fits"),
    [
        ("where", "The smith of the village is Tove Marsk.", "Tove Marsk", False),
        ("where", "Tove Marsk was born in Elsterby.", "Elsterby", True),
        ("where", "The keys hang behind the door of the forge.", "the door of the forge", True),
        ("where", "Meeting point: Forge Yard", "Forge Yard", True),
        ("where", "The forge is in Elsterby Lane.", "in Elsterby Lane", True),
        ("who", "Tove Marsk was born in Elsterby.", "Elsterby", False),
        ("who", "Tove Marsk was born in Elsterby.", "Tove Marsk", True),
        ("who", "The gate was made by Tove Marsk.", "Tove Marsk", True),
        ("when", "It was made in 1931.", "1931", True),
    ],
)
def test_words_are_of_the_type_that_is_asked_for(kind: QuestionType, sentence: str, words: str, fits: bool) -> None:
    start = sentence.index(words)
    assert is_of_type(kind, sentence, start, start + len(words)) == fits
