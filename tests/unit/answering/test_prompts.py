import pytest

from qa.prompts import FOLDER, render

WORDS = {
    "answer": {"no_answer": "NO", "fence": "~~~", "excerpts": "[1] T: It is so.", "question": "Is it $so {so}?"},
    "judge": {"fence": "~~~", "question": "Is it?", "references": "- Yes.", "answer": "It $is."},
    "condense": {"history": "user: Why?", "question": "Since when?"},
}


def test_every_prompt_is_known_here() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == set(WORDS)


@pytest.mark.parametrize("name", WORDS)
def test_a_prompt_holds_its_words_as_they_are_and_misses_none(name: str) -> None:
    text = render(name, **WORDS[name])
    assert all(word in text for word in WORDS[name].values())
    for missing in WORDS[name]:
        with pytest.raises(KeyError):
            render(name, **{key: value for key, value in WORDS[name].items() if key != missing})
