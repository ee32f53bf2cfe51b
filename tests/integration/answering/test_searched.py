"""An answer says what was searched for in place of what was written."""

from qa import Service
from qa.web.transcript import Exchange
from qa.web.views import conversation


def test_a_mistyped_question_is_answered_and_the_answer_says_so(service: Service) -> None:
    written, meant = "How high does the spring tide rise at the turbne hall?", "turbine"
    *_, answer = service.stream(written)
    assert answer.question == written
    assert answer.standalone == written.replace("turbne", meant)
    assert answer.searched == f"Searched for “{meant}” in place of “turbne”."
    page = "".join(
        conversation.conversation([Exchange(question=written, collection="default", answer=answer, state="done")])
    )
    assert answer.searched in page


def test_a_question_in_the_words_of_the_documents_is_left_alone(service: Service) -> None:
    answer = service.ask("How high does the spring tide rise?")
    assert answer.searched is None and answer.standalone == answer.question


def test_a_question_that_names_a_file_is_answered_from_it(service: Service) -> None:
    name = service.library.documents()[0].name
    answer = service.ask(f"What is the first thing that {name} says?")
    assert answer.searched == f"Searched only in {name}, which the question names."
    assert {passage.document for passage in answer.passages} == {name}
