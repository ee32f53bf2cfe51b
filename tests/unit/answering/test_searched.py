from qa.answering.searched import searched
from vectorstore import Replacement, UnderstoodQuestion

TWO = (Replacement("escaltor", "escalator"), Replacement("SLA", "service level agreement"))


def test_what_was_replaced_and_where_was_searched_in_one_sentence() -> None:
    assert searched(UnderstoodQuestion("q")) is None
    assert searched(UnderstoodQuestion("q", TWO)) == (
        "Searched for “escalator” in place of “escaltor” and “service level agreement” in place of “SLA”."
    )
    assert searched(UnderstoodQuestion("q", (), ("a.md", "b/a.md"))) == (
        "Searched only in a.md, b/a.md, which the question names."
    )
    assert searched(UnderstoodQuestion("q", TWO[:1], ("a.md",))) == (
        "Searched for “escalator” in place of “escaltor”, only in a.md."
    )
