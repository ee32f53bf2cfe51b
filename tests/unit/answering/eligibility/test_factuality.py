"""What is denied, planned, supposed, past or called wrong is not given as fact, unless it is asked for."""

import pytest

from qa.answering.eligibility.factuality import is_given_as_fact
from qa.answering.eligibility.polarity import opposes

MAST = "The mast should have been raised in 2030, but the crane broke, so it was raised in 2031."
MILL = "The mill was to open in May 1931 and opened in June."
BELL = "It was not cast in 1698 but in 1701."


@pytest.mark.parametrize(
    ("question", "sentence", "words", "is_fact"),
    [
        ("When was the mast raised?", MAST, "2030", False),
        ("When was the mast raised?", MAST, "2031", True),
        ("When should the mast have been raised?", MAST, "2030", True),
        ("When did the mill open?", MILL, "May 1931", False),
        ("When did the mill open?", MILL, "June", True),
        ("When was the mill to open?", MILL, "May 1931", True),
        ("When was the bell cast?", BELL, "1698", False),
        ("When was the bell cast?", BELL, "1701", True),
        ("When is the fee due?", "The fee is not due until 5 May.", "5 May", True),
        ("How long may the boat lie?", "It must not exceed 30 days.", "30 days", True),
        ("How old is the oak?", "It is a myth that the oak is 900 years old.", "900 years", False),
        ("How old is the oak?", "Contrary to what guides say, the oak is 300 years old.", "300 years", True),
        ("Who stole the bell?", "Mr Lunt denied having stolen the bell.", "Mr Lunt", False),
        ("Who denied it?", "Mr Lunt denied having stolen the bell.", "Mr Lunt", True),
        ("How much is the fee?", "The fee used to be 20 crowns.", "20 crowns", False),
        ("How much was the fee?", "The fee used to be 20 crowns.", "20 crowns", True),
        ("When is the meeting?", "The meeting is scheduled for 3 May.", "3 May", True),
        ("When was the meeting?", "The meeting was scheduled for 3 May.", "3 May", False),
        ("How much did the roof cost?", "A new roof would cost 3 million.", "3 million", False),
        ("How long do I hold it?", "If it blinks, hold the button for eight seconds.", "eight seconds", True),
        ("When was the record set?", "The record was set in 1998.", "1998", True),
        ("Why was it late?", "The delay was due to ice.", "ice", True),
    ],
)
def test_a_clause_gives_its_words_as_fact_or_not(question: str, sentence: str, words: str, is_fact: bool) -> None:
    start = sentence.index(words)
    assert is_given_as_fact(question, sentence, start, start + len(words)) == is_fact


@pytest.mark.parametrize(
    ("question", "sentence", "is_opposed"),
    [
        ("Which huts have a stove?", "Hut Elm has no stove.", True),
        ("Which huts have a stove?", "Hut Oak has a stove.", False),
        ("Which huts don't have a stove?", "Hut Elm has no stove.", False),
        ("Where is parking not allowed?", "Parking is allowed in the yard.", True),
        ("Where is parking not allowed?", "Parking is forbidden on the lawn.", False),
        ("Who can vote?", "Guests can't vote.", True),
        ("When do members lose the key?", "Members who do not pay lose the key.", False),
    ],
)
def test_a_sentence_may_say_the_opposite(question: str, sentence: str, is_opposed: bool) -> None:
    assert opposes(question, sentence) == is_opposed
