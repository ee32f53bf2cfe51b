import pytest

from vectorstore.search.coverage import coverage


def test_rare_terms_weigh_more() -> None:
    rarity = {"lock": 1.0, "gudgeon": 3.0}
    assert coverage(rarity, {1: {"gudgeon"}, 2: {"lock", "oil"}, 3: {"lock", "gudgeon"}, 4: set()}) == pytest.approx(
        {1: 0.75, 2: 0.25, 3: 1.0, 4: 0.0}
    )


def test_a_question_without_terms_covers_nothing() -> None:
    assert coverage({}, {1: {"lock"}}) == {1: 0.0}
