import pytest

from qa.answering.conversation.follow_up.antecedents import before
from qa.answering.conversation.follow_up.readings import MOST, readings
from qa.answering.conversation.follow_up.topic import with_topic


def read(question: str, asked: str, answer: str = "", documents: str = "") -> tuple[str, ...]:
    def attested(phrase: str) -> bool:
        return phrase.casefold() in documents

    return readings(question, before(asked, answer, attested), attested)


@pytest.mark.parametrize(
    ("asked", "question", "expected"),
    [("When was the old lighthouse built?", "How tall is it?", "How tall is the old lighthouse?"),
     ("How many lamps does the pier have?", "Who cleans them?", "Who cleans the lamps?"),
     ("Where does Ingrid Solberg live?", "What is her phone number?", "What is Ingrid Solberg's phone number?"),
     ("When did the ferry to Utne sink?", "why?", "Why did the ferry to Utne sink?"),
     ("When was the quay widened?", "And by whom?", "By whom was the quay widened?"),
     ("What is the toll for cars?", "And for lorries?", "What is the toll for lorries?"),
     ("What is the toll?", "And in winter?", "What is the toll in winter?"),
     ("How long is the cable from Turbine 3 to the shore?", "And from Turbine 2?",
      "How long is the cable from Turbine 2 to the shore?"),
     ("How deep is the harbour in Utne?", "and Loen?", "How deep is the harbour in Loen?"),
     ("When does the museum open?", "What about the harbour office?", "When does the harbour office open?"),
     ("When did Ann and Olav leave Utne?", "Did they come back?", "Did Ann and Olav come back?"),
     ("When did Ingrid get her first rowing prize?", "and the next one?", "When did Ingrid get the next prize?"),
     ("What is the east mole made of?", "so when was that damaged?", "When was the east mole damaged?")],
)  # fmt: skip
def test_what_is_lacking_is_filled_in(asked: str, question: str, expected: str) -> None:
    assert expected in read(question, asked)


def test_a_person_may_be_the_one_that_was_asked_for() -> None:
    found = read(
        "Where did she train?", "Who steers the pilot boat?", "Ingrid Solberg [1]\n\nIngrid Solberg steers. [1]"
    )
    assert found[0] == "Where did Ingrid Solberg train?"


def test_the_documents_tell_a_noun_phrase_from_the_verb_after_it() -> None:
    asked = "Can the diesel pump drain both docks?"
    assert read("How loud is it?", asked, documents="the diesel pump is old")[0] == "How loud is the diesel pump?"


def test_there_are_few_readings_and_at_least_one() -> None:
    asked = "Did the mayor of Utne sell the quay, the crane, the slip, the yard and the mole to the port of Loen?"
    assert 1 < len(read("Who owns it?", asked)) <= MOST
    assert read("Who owns it?", "Why?") == ("Who owns it?",)


def test_a_question_may_lean_on_what_was_talked_of_unless_it_introduces_something_new() -> None:
    said = before("When was Utne Ferry founded?", "", lambda words: False)
    assert with_topic("and who wrote the rules?", said) == ("About Utne Ferry: who wrote the rules?",)
    for new in (
        "Is there a gym?",
        "Can I bring any guests?",
        "What does Olav Nes steer?",
        "How many seats has boat 7?",
    ):
        assert with_topic(new, said) == ()
