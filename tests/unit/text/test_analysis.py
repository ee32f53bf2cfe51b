from hypothesis import given
from hypothesis import strategies as st

from vectorstore.text.analysis import analyse, content_terms, fold, question_terms, words


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


def test_identifiers_have_a_term_in_every_writing() -> None:
    assert {"2025nov07", "novemb", "2025"} <= set(analyse("on 2025-11-07"))
    assert {"1250.5", "t300", "2022"} <= set(analyse("1.250,50 for the T-300 in FY2022"))
    assert content_terms("What cost 1,250.50 in FY2022?") == ["cost", "1250.5", "1250.50", "2022"]
    assert not set(content_terms("Who came on 7 November?")) - set(analyse("Nobody came on Nov 7, 2025."))


def test_a_question_names_each_thing_once_and_as_it_was_written() -> None:
    asked = question_terms("Is FY2022 the year of the Lock, of locks, or of 7.11.2025?")
    assert [one.text for one in asked] == ["FY2022", "year", "Lock", "7.11.2025"]
    assert asked[3].ways == (("2025nov07",), ("nov07", "2025"))
    assert asked[3].is_in({"nov07", "2025", "x"}) and not asked[3].is_in({"nov08", "2025"})


def test_an_abbreviation_is_no_stop_word() -> None:
    assert content_terms("Did the WHO warn US customers?") == ["who", "warn", "us", "custom"]
    assert content_terms("WHO TOLD US CUSTOMERS?") == ["told", "custom"]
    assert content_terms("whats the lock and dont you know") == ["lock", "know"]
