import pytest

from vectorstore.search.question.document_names import DocumentNames
from vectorstore.text.analysis import question_terms

NAMES = DocumentNames(
    {f"log-{year}.txt": "Log of the ferry" for year in range(2000, 2030)}
    | {"handbook.pdf": "Handbook of the ferry", "crew/rota.xlsx": "Rota"}
)


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("What stands in the 2013 log?", ("log-2013.txt",)),
        ("In the logs of 2013 and 2014, who steered?", ("log-2013.txt", "log-2014.txt")),
        ("Who is named in the log of the ferry?", ()),  # thirty logs
        ("Who wrote the handbook of the ferry?", ("handbook.pdf",)),
        ("Is there a handbook?", ()),  # one word may be a topic as well
        ("Who steered?", ()),
    ],
)
def test_a_question_names_few_documents_by_more_than_one_word(question: str, documents: tuple[str, ...]) -> None:
    assert NAMES.meant_by(question_terms(question)) == documents


def test_no_document_is_meant_where_all_are() -> None:
    assert DocumentNames({"log-2013.txt": "Log"}).meant_by(question_terms("the 2013 log")) == ()
