"""An answer's segments are its text, cut at sentences, footnote marks and the short answer."""

from hypothesis import given
from hypothesis import strategies as st

from qa.types import Answer, Citation, Sentence, ShortSpan


def citation(number: int) -> Citation:
    return Citation(
        number=number, document="a.md", title="A", page=None, heading="", start=0, end=1, quote="x", passage_id="p",
        score=1.0,
    )  # fmt: skip


def answer(text: str, *sentences: Sentence, numbers: tuple[int, ...] = (1, 2)) -> Answer:
    return Answer(question="q", standalone="q", text=text, sentences=sentences, citations=tuple(map(citation, numbers)))


def sentence(start: int, end: int, short: tuple[int, int] | None = None) -> Sentence:
    bold = ShortSpan(start=short[0], end=short[1]) if short else None
    return Sentence(start=start, end=end, citations=(1,), supported=True, short=bold)


def test_marks_and_the_short_answer_are_segments_of_their_sentence() -> None:
    text = "It is 4 bar [1]. More [9]."
    first, second = sentence(0, 16, (6, 11)), sentence(17, 26)
    segments = answer(text, first, second).segments()
    assert [(s.text, s.citation, s.is_short, s.sentence) for s in segments] == [
        ("It is ", None, False, first),
        ("4 bar", None, True, first),
        (" ", None, False, first),
        ("[1]", 1, False, first),
        (".", None, False, first),
        (" ", None, False, None),
        ("More [9].", None, False, second),
    ]


def test_a_quote_that_holds_something_like_a_mark_has_only_its_own() -> None:
    text = "As was shown [2]. [1]"
    segments = answer(text, sentence(0, len(text))).segments()
    assert [(s.text, s.citation) for s in segments if s.citation] == [("[1]", 1)]


def test_sentences_that_overlap_are_said_once() -> None:
    assert (
        "".join(s.text for s in answer("One two three.", sentence(0, 8), sentence(4, 14)).segments())
        == "One two three."
    )


def test_a_text_without_sentences_has_its_marks_cut_out_of_it() -> None:
    held = answer("So it is [2] [1].")
    assert [(s.text, s.citation) for s in held.segments() if s.citation] == [("[2]", 2), ("[1]", 1)]
    assert held.plain_text == "So it is."
    assert answer("").segments() == ()


@given(
    st.lists(st.sampled_from(["[1]", "[2]", "[7]", "a", " ", "é", "\n", "]", "[", "😀"]), max_size=30).map("".join),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5),
    st.tuples(st.integers(0, 30), st.integers(0, 30)),
)
def test_joined_they_are_the_text_whatever_the_sentences_say(
    text: str, spans: list[tuple[int, int]], short: tuple[int, int]
) -> None:
    inside = [(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in spans]
    held = answer(text, *(sentence(start, end, short) for start, end in inside))
    segments = held.segments()
    assert "".join(segment.text for segment in segments) == text
    assert all(segment.text for segment in segments)
    assert all(segment.text == f"[{segment.citation}]" for segment in segments if segment.citation)
