import pytest

from vectorstore.search.coverage import coverage
from vectorstore.text.analysis import QuestionTerm, question_terms

RARITY = {"lock": 1.0, "gudgeon": 3.0, "2025nov07": 6.0, "nov07": 5.0, "2025": 1.0}


def test_rare_terms_weigh_more() -> None:
    asked = question_terms("the gudgeon of a lock")
    held = [{"gudgeon"}, {"lock", "oil"}, {"lock", "gudgeon"}, set[str]()]
    assert [coverage(asked, RARITY, terms) for terms in held] == pytest.approx([0.75, 0.25, 1.0, 0.0])


def test_the_best_way_of_saying_it_counts() -> None:
    asked = question_terms("on 7 November 2025")
    held = [{"2025nov07"}, {"nov07", "2025"}, {"2025"}, {"nov08"}]
    assert [coverage(asked, RARITY, terms) for terms in held] == pytest.approx([1.0, 1.0, 1 / 6, 0.0])
    lock = [*asked, QuestionTerm("lock", (("lock",),))]
    assert coverage(lock, RARITY, {"lock"}) == pytest.approx(1 / 6)  # the day weighs as its more common way, 5


def test_a_question_that_names_nothing_is_not_covered() -> None:
    assert coverage([], {}, {"lock"}) == 0.0
