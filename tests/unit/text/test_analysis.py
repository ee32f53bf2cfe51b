from hypothesis import given
from hypothesis import strategies as st

from vectorstore.text.analysis import analyse, content_terms, fold, words


def test_case_diacritics_and_compatibility_forms_fold_together() -> None:
    assert fold("ＣＡＦÉ ﬁne STRASSE") == fold("café fine straße")


def test_a_number_stays_whole_and_loses_its_thousands_commas() -> None:
    assert words("1,875 m at 3.5 bar, 2024.") == ["1875", "m", "at", "3.5", "bar", "2024"]


def test_scripts_without_spaces_become_bigrams() -> None:
    assert words("東京都 tide潮汐力") == ["東京", "京都", "tide", "潮汐", "汐力"]
    assert words("潮") == ["潮"]


def test_marks_of_indic_scripts_do_not_split_a_word() -> None:
    assert words("हिन्दी भाषा") == [fold("हिन्दी"), fold("भाषा")]


def test_inflections_meet_in_one_stem() -> None:
    assert set(analyse("turbines turbine")) == {"turbin"}


def test_stop_words_go_unless_nothing_else_is_left() -> None:
    assert content_terms("What is the turbine?") == ["turbin"]
    assert content_terms("Who is it?") == ["who", "is", "it"]


@given(st.text())
def test_terms_are_never_empty_and_never_hold_white_space(text: str) -> None:
    for term in analyse(text):
        assert term and not any(c.isspace() or c == '"' for c in term)
