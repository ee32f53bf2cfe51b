"""What is to be found, and whether a sentence has it."""

import pytest

from qa.answering.computed.finding.subject import both, subject_of


@pytest.mark.parametrize(
    ("wanted", "text", "is_in"),
    [
        ("the brass lanterns", "A lantern of brass hung there.", True),
        ("the brass lanterns", "A lantern hung there.", False),
        ("“brass lantern”", "The brass lantern hung there.", True),
        ("“brass lantern”", "A lantern of brass hung there.", False),
        ("the word 'to be or not'", "It was to be, or not.", True),
        ("the word 'to be or not'", "Not to be seen, or to be missed.", False),
        ("brass or copper", "A copper kettle.", True),
        ("brass or copper kettles", "A kettle of tin.", False),
        ("7 March 2031", "Opened on 2031-03-07.", True),
        ("7 March 2031", "Opened on 2031-03-08.", False),
        ("the computer", "Two computers stood there.", True),
        ("the computer", "It was computed by hand.", False),
        ("shutting the gates", "The gate was shut.", True),
        ("boxes and ferries", "A box lay on the ferry.", True),
        ("kiosk 2", "Kiosks 1 and 2 have doors.", True),
        ("kiosk 2", "Kiosk 1 was shut on 2 May.", False),
        ("doors of kiosk 2", "Kiosk 2 has two doors.", True),
        ("kiosk 12", "Kiosk 1 has 2 doors.", False),
    ],
)
def test_a_form_of_every_word_or_the_quoted_words_in_a_row(wanted: str, text: str, is_in: bool) -> None:
    subject = subject_of(wanted)
    assert subject and subject.is_in(text) == is_in


@pytest.mark.parametrize("wanted", ["it", "them all", "the", "lanterns not of brass", "fees over 500", "what he said"])
def test_what_words_alone_do_not_say_is_no_subject(wanted: str) -> None:
    assert subject_of(wanted) is None


def test_two_subjects_are_joined_by_and() -> None:
    assert [side.text for side in both("both the brass lantern and the kettle")] == ["brass lantern", "kettle"]
    assert not both("“salt and pepper”") and not both("the kettle")
