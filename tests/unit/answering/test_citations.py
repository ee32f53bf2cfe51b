from hypothesis import given
from hypothesis import strategies as st

from qa.answering.citations import written
from qa.answering.evidence import Evidence
from vectorstore import Hit, Passage, Span


def piece(text: str, start: int = 0) -> Evidence:
    passage = Passage(f"p{start}", "d", start, start + len(text), text, "T", "H", 1, (Span(start, start + len(text)),))
    return Evidence(Hit(passage, "a.md", "T", "default", 1.0), start, start + len(text), text, 0.5)


PIECES = [piece("One.", 0), piece("Two.", 10), piece("Three.", 20)]


def test_markers_are_numbered_in_the_order_they_come() -> None:
    cited = written("B is so [3]. A is so [1][3].", PIECES)
    assert cited.text == "B is so [1]. A is so [2][1]."
    assert [(c.number, c.quote) for c in cited.citations] == [(1, "Three."), (2, "One.")]
    assert [(cited.text[s.start : s.end], s.citations, s.supported) for s in cited.sentences] == [
        ("B is so [1].", (1,), None),
        ("A is so [2][1].", (2, 1), None),
    ]


def test_markers_that_point_nowhere_are_removed() -> None:
    cited = written("This is invented [7]. This is not [2, 9].", PIECES)
    assert cited.text == "This is invented. This is not [1]."
    assert [s.citations for s in cited.sentences] == [(), (1,)]


def test_a_marker_after_the_full_stop_belongs_to_the_sentence_before_it() -> None:
    cited = written("It opens at four. [2] It closes at nine. [1]", PIECES)
    assert [cited.text[s.start : s.end] for s in cited.sentences] == ["It opens at four. [1]", "It closes at nine. [2]"]


def test_half_a_marker_is_not_shown_while_the_answer_grows() -> None:
    assert written("It opens at four [", PIECES, finished=False).text == "It opens at four"
    assert written("It opens at four [1", PIECES, finished=False).text == "It opens at four"


@given(st.text(alphabet=st.sampled_from("ab. [],;1234?!\n"), max_size=120))
def test_whatever_a_model_writes_every_marker_has_its_citation(raw: str) -> None:
    cited = written(raw, PIECES)
    numbers = {n for sentence in cited.sentences for n in sentence.citations}
    assert numbers == {c.number for c in cited.citations} == set(range(1, len(cited.citations) + 1))
    for before, after in zip(cited.sentences, cited.sentences[1:], strict=False):
        assert before.end <= after.start
    assert all(0 <= s.start < s.end <= len(cited.text) for s in cited.sentences)
