"""What the browser keeps: read back whole, and whatever else it holds is left aside."""

import pytest

from qa.types import Answer, Citation, PassageRead
from qa.web import transcript
from qa.web.transcript import Exchange

PASSAGE = PassageRead(passage_id="p", document="a", title="A", page=1, heading="", start=0, end=1, text="x", score=1)
CITED = Citation(
    number=1, document="a", title="A", page=1, heading="", start=0, end=1, quote="x", passage_id="p", score=1
)
ANSWERED = Exchange(
    question="q", collection="c", state="done", answer=Answer(question="q", standalone="q", text="said [1]")
)


def test_what_was_kept_is_read_back() -> None:
    assert transcript.load(transcript.dump([ANSWERED, ANSWERED])) == (ANSWERED, ANSWERED)


@pytest.mark.parametrize(
    "garbage",
    [None, 1, "x", [], {}, {"version": 0, "exchanges": []}, {"version": 1}, {"version": 1, "exchanges": "x"}],
)
def test_garbage_is_an_empty_conversation(garbage: object) -> None:
    assert transcript.load(garbage) == ()


def test_an_exchange_that_cannot_be_read_is_left_out() -> None:
    kept = {"version": 1, "exchanges": [{"question": 1}, None, ANSWERED.model_dump(mode="json")]}
    assert transcript.load(kept) == (ANSWERED,)


def test_what_was_running_when_the_page_went_is_stopped() -> None:
    running = Exchange(question="q", collection="c")
    [read] = transcript.load(transcript.dump([running]))
    assert read.state == "stopped"


def test_only_the_latest_exchanges_are_kept() -> None:
    many = [Exchange(question=str(n), collection="c", state="done") for n in range(transcript.LONGEST + 5)]
    read = transcript.load(transcript.dump(many))
    assert [exchange.question for exchange in read] == [str(n) for n in range(5, transcript.LONGEST + 5)]


def test_passages_are_kept_with_a_refusal_and_where_they_are_cited() -> None:
    answer = Answer(question="q", standalone="q", passages=(PASSAGE,) * 8)
    assert transcript.trimmed(answer).passages == ()
    cited = Answer(question="q", standalone="q", passages=(PASSAGE,), citations=(CITED,))
    assert transcript.trimmed(cited).passages == (PASSAGE,)
    refused = answer.model_copy(update={"verdict": "not found"})
    assert transcript.trimmed(refused).passages == (PASSAGE,) * transcript.NEAREST


def test_a_follow_up_is_told_what_was_answered() -> None:
    unanswered = Exchange(question="lost", collection="c", state="done", error="no")
    said = [(turn.role, turn.content) for turn in transcript.history([ANSWERED, unanswered])]
    assert said == [("user", "q"), ("assistant", "said [1]")]
