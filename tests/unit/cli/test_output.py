"""What the command line prints of an answer."""

import click
import pytest
from click.testing import CliRunner

from qa.cli.main import footnote
from qa.cli.output import NEAREST, answer_pieces
from qa.service import Service
from qa.types import Answer, Citation, PassageRead, Sentence, ShortSpan

CITED = Citation(
    number=1, document="a.pdf", title="A", page=3, heading="", start=10, end=29, quote="It was built in 1889.",
    passage_id="p", score=1, short=ShortSpan(start=26, end=30),
)  # fmt: skip
ANSWERED = Answer(
    question="When?", standalone="When?", text="1889 [1]\n\nIt was built in 1889. [1]", short="1889",
    note="There may be more.",
    sentences=(
        Sentence(start=0, end=8, citations=(1,), supported=True, short=ShortSpan(start=0, end=4)),
        Sentence(start=10, end=35, citations=(1,), supported=True, short=ShortSpan(start=26, end=30)),
    ),
    citations=(CITED,),
)  # fmt: skip
NEAR = PassageRead(
    passage_id="p", document="b.md", title="B", page=None, heading="", start=4, end=9, text="Words", score=1
)
REFUSED = Answer(
    question="q",
    standalone="q",
    text="Your documents do not say.",
    verdict="not found",
    reason="nothing",
    passages=(NEAR,) * 8,
)


def test_the_short_answer_is_bold_wherever_it_stands_in_the_answer() -> None:
    assert [words for words, is_bold in answer_pieces(ANSWERED) if is_bold] == ["1889", "1889"]
    assert "".join(words for words, _ in answer_pieces(ANSWERED)) == (
        "1889 [1]\n\nIt was built in 1889. [1]\n(There may be more.)\n"
        "[1] a.pdf, page 3, characters 10–29: It was built in 1889.\n"
    )


def test_what_was_searched_for_is_said_after_an_answer() -> None:
    told = "Searched for “lock” in place of “lokc”."
    said = "".join(words for words, _ in answer_pieces(ANSWERED.model_copy(update={"searched": told})))
    assert f"(There may be more.)\n({told})\n" in said


def test_a_refusal_ends_with_the_closest_passages() -> None:
    text = "".join(words for words, _ in answer_pieces(REFUSED))
    assert text == (
        "Your documents do not say.\n(nothing)\nClosest passages:\n" + "- b.md, characters 4–9: Words\n" * NEAREST
    )


def test_an_uncertain_answer_says_so_before_it_quotes_and_ends_with_what_that_means() -> None:
    uncertain = Answer(
        question="q", standalone="q", text="Words [1]", citations=(CITED,), verdict="uncertain", confidence=0.3149
    )
    first, *_, last = "".join(words for words, _ in answer_pieces(uncertain)).splitlines()
    assert first == "This may answer it:"
    assert last.startswith("Verdict: uncertain; of 100 questions") and last.endswith("answer about 31")


def test_bold_is_for_terminals_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Service, "ask", lambda *_, **__: ANSWERED)
    shown = {
        is_terminal: CliRunner().invoke(footnote, ["ask", "q"], color=is_terminal).output for is_terminal in (0, 1)
    }
    assert "\x1b" not in shown[0] and shown[0].startswith("1889 [1]")
    assert shown[1].startswith(click.style("1889", bold=True)) and click.unstyle(shown[1]) == shown[0]


def test_the_sources_of_a_long_list_are_places_only() -> None:
    def printed(number: int) -> str:
        many = tuple(CITED.model_copy(update={"number": n}) for n in range(1, number + 1))
        return "".join(words for words, _ in answer_pieces(ANSWERED.model_copy(update={"citations": many})))

    assert "[8] a.pdf, page 3, characters 10–29: It was built" in printed(8)
    assert "[30] a.pdf, page 3, characters 10–29\n" in printed(30)
