import pytest

from vectorstore.search.question.acronyms import expansion, is_acronym

TEXTS = (
    "The mean time to repair of a pump is four hours. See Lock Keepers of the North, the River Authority (of old).",
    "Unpaid time off is rare. A notice of departure, or departure note, hangs at the quay; more then rules.",
)


@pytest.mark.parametrize(
    ("acronym", "words"),
    [
        ("MTTR", "mean time to repair"),
        ("MTTRs", "mean time to repair"),
        ("MTR", "mean time to repair"),
        ("NOD", "notice of departure"),
        ("UTO", "Unpaid time off"),
        ("LKN", "Lock Keepers of the North"),
        ("RA", "River Authority"),
        ("R.A.", "River Authority"),
        ("DN", None),  # two small words meet by chance
        ("ODN", None),  # not across a comma
        ("MTX", None),
    ],
)
def test_the_words_whose_first_letters_it_is(acronym: str, words: str | None) -> None:
    assert is_acronym(acronym)
    assert expansion(acronym, TEXTS) == words


def test_the_most_frequent_words_are_taken() -> None:
    assert expansion("SAP", ["a small amber pump", "one steel anchor plate", "a Steel Anchor Plate"]) == (
        "steel anchor plate"
    )


@pytest.mark.parametrize("word", ["lock", "Lock", "T300", "A", "LOCKKEEPER"])
def test_other_words_are_no_acronyms(word: str) -> None:
    assert not is_acronym(word)
