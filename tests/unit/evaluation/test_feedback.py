"""Cases from use: what a mark becomes, and that its line is whole, on the disk and readable again."""

from pathlib import Path
from threading import Thread

import pytest
from pydantic import ValidationError

from qa.evaluation import Case, load
from qa.evaluation.cases import feedback
from qa.evaluation.cases.feedback import Feedback
from qa.types import Answer, Turn
from vectorstore import Artifacts, StoreFailed

ANSWERED = Answer(question="When was it lit?", standalone="When was it lit?", text="In 1872. [1]")
REFUSED = Answer(question="When was it lit?", standalone="When was it lit?", text="No.", verdict="not found")
HISTORY = (Turn(role="user", content="Is there a lamp?"), Turn(role="assistant", content="Yes. [1]"))


def kept(store: Path, *cases: Case) -> list[Case]:
    """The cases as they are read again."""
    for case in cases:
        feedback.add(Artifacts(store), case)
    return load(feedback.file(Artifacts(store)))


def test_a_wrong_answer_becomes_a_case_with_the_right_one(tmp_path: Path) -> None:
    mark = Feedback(wrong="answer", right=" 1871 ", document="lamp.md")
    [case] = kept(tmp_path, feedback.case(ANSWERED, HISTORY, mark, "asked of the collection papers"))
    assert case.question == "When was it lit?" and case.history == HISTORY
    assert case.answers == ("1871",) and [gold.document for gold in case.evidence] == ["lamp.md"]
    assert case.answerable and case.note == "the answer was wrong; asked of the collection papers"


def test_what_nobody_said_is_not_in_the_case(tmp_path: Path) -> None:
    [case] = kept(tmp_path, feedback.case(ANSWERED, (), Feedback(wrong="source")))
    assert not case.answers and not case.evidence and not case.history and case.answerable
    assert case.note == "the source was wrong"
    assert set(case.model_dump(exclude_defaults=True)) == {"id", "question", "note"}


def test_an_answer_that_should_have_been_a_refusal_has_no_right_answer(tmp_path: Path) -> None:
    mark = Feedback(wrong="refusal", right="typed before", document="lamp.md")
    [case] = kept(tmp_path, feedback.case(ANSWERED, (), mark))
    assert not case.answerable and not case.answers and not case.evidence
    assert case.note == "it should have refused"


def test_a_refusal_that_should_have_been_an_answer(tmp_path: Path) -> None:
    mark = Feedback(wrong="refusal", right="1871", document="lamp.md")
    [case] = kept(tmp_path, feedback.case(REFUSED, (), mark))
    assert case.answerable and case.answers == ("1871",) and case.evidence
    assert case.note == "it should have answered"


def test_the_same_question_may_be_marked_again(tmp_path: Path) -> None:
    cases = kept(tmp_path, *(feedback.case(ANSWERED, (), Feedback(wrong="answer")) for _ in range(3)))
    assert len({case.id for case in cases}) == 3 == feedback.count(Artifacts(tmp_path))


def test_nothing_has_been_marked_at_first(tmp_path: Path) -> None:
    assert feedback.count(Artifacts(tmp_path)) == 0


def test_every_text_survives(tmp_path: Path, hostile_texts: tuple[str, ...]) -> None:
    marks = [Feedback(wrong="answer", right=text, document=text) for text in hostile_texts]
    cases = kept(tmp_path, *(feedback.case(ANSWERED, (), mark) for mark in marks))
    assert [case.answers[0] for case in cases] == [text.strip() for text in hostile_texts]
    assert [case.evidence[0].document for case in cases] == list(hostile_texts)
    assert len(feedback.file(Artifacts(tmp_path)).read_bytes().splitlines()) == len(hostile_texts)


@pytest.fixture
def hostile_texts() -> tuple[str, ...]:
    return ("a\nb\r\nc", "\u2028 \x85 \0 \x1b", '"}\n{"question": "x"}', "\ufeffé 😀", "<script>", "x" * 10_000)


def test_a_right_answer_is_no_document() -> None:
    with pytest.raises(ValidationError):
        Feedback(wrong="answer", right="x" * 10_001)


def test_lines_written_at_once_are_all_whole(tmp_path: Path) -> None:
    def mark() -> None:
        for _ in range(5):
            feedback.add(Artifacts(tmp_path), feedback.case(ANSWERED, (), Feedback(wrong="answer", right="x" * 5000)))

    threads = [Thread(target=mark) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(load(feedback.file(Artifacts(tmp_path)))) == 40


def test_a_last_line_that_was_cut_by_hand_stays_a_line_of_its_own(tmp_path: Path) -> None:
    feedback.file(Artifacts(tmp_path)).write_text('{"question": "By hand?"}')
    assert [case.question for case in kept(tmp_path, feedback.case(ANSWERED, (), Feedback(wrong="answer")))] == [
        "By hand?",
        "When was it lit?",
    ]


def test_what_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = feedback.case(ANSWERED, (), Feedback(wrong="answer"))
    before = feedback.add(Artifacts(tmp_path), case).read_bytes()

    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreFailed, match=r"feedback\.jsonl cannot be written: No space left"):
        feedback.add(Artifacts(tmp_path), case)
    assert feedback.file(Artifacts(tmp_path)).read_bytes() == before
    with pytest.raises(StoreFailed, match="cannot be written"):
        feedback.add(Artifacts(tmp_path / "no such store"), case)
