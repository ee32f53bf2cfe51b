"""The evaluation job: watched, cancelled, taken up again, and one at a time."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from qa import Service, Settings
from qa.errors import ModelFailed
from qa.evaluation import Case
from qa.jobs.evaluation import Busy, EvaluationJob
from qa.types import Answer
from qa.web.views.evaluation import status
from vectorstore import Library


class Asked(Service):
    """Answers at once, but the question it is told to, which waits."""

    def __init__(self, library: Library, wait_at: str = "") -> None:
        super().__init__(Settings(_env_file=None, store=library.store), library)
        self.wait_at, self.reached, self.go_on = wait_at, Event(), Event()
        self.questions: list[tuple[str, str]] = []
        self.during: Callable[[str], None] = lambda question: None

    def stream(
        self, question: str, history: object = (), collection: str | None = None, *more: object
    ) -> Iterator[Answer]:
        self.questions.append((question, collection or self.settings.collection))
        if question == self.wait_at:
            self.reached.set()
            assert self.go_on.wait(20)
        self.during(question)
        yield Answer(question=question, standalone=question, text="It is so.")


CASES = [Case(id=str(n), question=f"Question {n}?") for n in range(5)]


def ended(evaluator: EvaluationJob, seconds: float = 30) -> EvaluationJob:
    assert evaluator.wait(seconds) and not evaluator.state.is_running
    return evaluator


@pytest.fixture
def held(library: Library, folder: Path) -> Library:
    (folder / "a.md").write_text("# A\n\nSomething is said here.\n")
    library.sync(folder, "papers")
    return library


def test_what_came_of_it_is_kept_under_the_name_of_its_pairs(held: Library) -> None:
    evaluator = EvaluationJob(Asked(held))
    evaluator.start("pairs.jsonl", CASES, None, "papers")
    state = ended(evaluator).state
    assert state.error is None and state.result and state.result.cases == 5
    assert {path.name for path in (held.store / "evaluations").iterdir()} == {
        "pairs.jsonl.run.json",
        "pairs.jsonl.report.html",
    }
    assert "5 of 5 right" in status(state, 0)


def test_another_collection_is_asked_without_another_service(held: Library) -> None:
    service = Asked(held)
    evaluator = EvaluationJob(service)
    evaluator.start("pairs.jsonl", CASES, None, "papers")
    ended(evaluator)
    assert service.questions == [(case.question, "papers") for case in CASES]
    assert service.settings.collection == "default"


def test_one_that_was_cancelled_goes_on_where_it_stopped(held: Library) -> None:
    service = Asked(held, wait_at="Question 2?")
    evaluator = EvaluationJob(service)
    evaluator.start("pairs.jsonl", CASES, None, "papers")
    assert service.reached.wait(20)
    assert evaluator.state.done == 2 and evaluator.state.current == "Question 2?"
    evaluator.cancel()
    assert evaluator.state.phase == "stopping" and "Stopping after this question" in status(evaluator.state, 0)
    service.go_on.set()
    state = ended(evaluator).state
    assert state.stopped and state.done == 3 and state.result is None
    assert "Cancelled after 3 of 5" in status(state, 0)

    service.wait_at = "Question 4?"
    service.reached.clear(), service.go_on.clear()
    evaluator.start("renamed.jsonl", CASES, None, "papers")
    assert service.reached.wait(20)
    assert "4 of 5" in status(evaluator.state, 0)
    service.go_on.set()
    assert ended(evaluator).state.result
    assert [question for question, _ in service.questions] == [case.question for case in CASES]


def test_it_says_how_many_an_earlier_start_has_done(held: Library) -> None:
    service = Asked(held)
    evaluator = EvaluationJob(service)
    service.during = lambda question: (  # long enough to be told from one that was kept
        Event().wait(0.05),
        evaluator.cancel() if question == "Question 2?" else None,
    )
    evaluator.start("pairs.jsonl", CASES, None, "papers")
    ended(evaluator)
    service.during = lambda question: None
    service.wait_at = "Question 3?"
    evaluator.start("pairs.jsonl", CASES, None, "papers")
    assert service.reached.wait(20)
    assert evaluator.state.kept == 3 and "Continues after 3 of 5." in status(evaluator.state, 0)
    service.go_on.set()
    assert ended(evaluator).state.result


def test_there_is_one_at_a_time(held: Library) -> None:
    service = Asked(held, wait_at="Question 0?")
    evaluator = EvaluationJob(service)
    evaluator.start("pairs.jsonl", CASES, None, "papers")
    assert service.reached.wait(20)
    with pytest.raises(Busy, match=r"pairs\.jsonl is being evaluated"):
        evaluator.start("others.jsonl", CASES, None, "papers")
    service.go_on.set()
    ended(evaluator)


def test_it_ends_with_the_server_and_loses_nothing(held: Library) -> None:
    service = Asked(held, wait_at="Question 2?")
    evaluator = EvaluationJob(service)
    evaluator.stop()
    assert evaluator.wait(0)
    evaluator.start("pairs.jsonl", CASES, None, "papers")
    assert service.reached.wait(20)
    evaluator.stop()
    assert not evaluator.wait(0)
    service.go_on.set()
    assert evaluator.wait(20) and evaluator.state.stopped
    [partial] = (held.store / "evaluations").glob("*.jsonl")
    assert len(partial.read_text().splitlines()) == 3


def test_documents_that_change_meanwhile_are_told(held: Library, folder: Path) -> None:
    def change(question: str) -> None:
        if question == "Question 3?":
            (folder / "b.md").write_text("# B\n\nSomething else.\n")
            held.sync(folder, "papers")

    service = Asked(held)
    service.during = change
    evaluator = EvaluationJob(service)
    evaluator.start("pairs.jsonl", CASES, None, "papers")
    assert "documents were changed meanwhile" in (ended(evaluator).state.error or "")


def test_a_result_that_cannot_be_written_costs_no_question(held: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    service = Asked(held)
    evaluator = EvaluationJob(service)
    with monkeypatch.context() as patched:

        def full(*paths: object) -> None:
            raise OSError(28, "No space left on device")

        patched.setattr("os.replace", full)
        evaluator.start("pairs.jsonl", CASES, None, "papers")
        assert "cannot be written: No space left" in (ended(evaluator).state.error or "")
    evaluator.start("pairs.jsonl", CASES, None, "papers")
    assert ended(evaluator).state.result and len(service.questions) == len(CASES)
    assert not list((held.store / "evaluations").glob("*.jsonl"))


@pytest.mark.parametrize(
    ("error", "said"),
    [(OSError("the inside"), "broke off; the terminal says why"), (ModelFailed("no key"), "could not be measured")],
)
def test_what_goes_wrong_is_told_in_one_line(held: Library, error: Exception, said: str) -> None:
    def fail(question: str) -> None:
        raise error

    service = Asked(held)
    service.during = fail
    evaluator = EvaluationJob(service)
    evaluator.start("pairs.jsonl", CASES, None, "papers")
    shown = status(ended(evaluator).state, 0)
    assert said in shown and "the inside" not in shown


def test_a_server_that_starts_again_shows_the_last_result(held: Library) -> None:
    first = EvaluationJob(Asked(held))
    first.restore()
    assert first.state.result is None
    first.start("pairs.jsonl", CASES, None, "papers")
    ended(first)
    second = EvaluationJob(Asked(held))
    second.restore()
    assert second.state.result == first.state.result
    (held.store / "evaluations" / "pairs.jsonl.run.json").write_text("{}")
    third = EvaluationJob(Asked(held))
    third.restore()
    assert "evaluate pairs.jsonl again" in status(third.state, 0)


def test_hostile_names_and_questions_are_only_text(held: Library, hostile_strings: tuple[str, ...]) -> None:
    cases = [Case(id=str(n), question=text) for n, text in enumerate(hostile_strings)]
    seen: list[str] = []
    service = Asked(held)
    evaluator = EvaluationJob(service)
    service.during = lambda question: seen.append(status(evaluator.state, 1))
    evaluator.start("${alert(1)} & 'x.jsonl", cases, None, "papers")
    seen.append(status(ended(evaluator).state, 1))
    for shown in seen:
        assert "<script" not in shown and "<img" not in shown and "<svg" not in shown and "&#39;x.jsonl" in shown


def parts(shown: str) -> Any:
    """The elements of a piece of HTML, without what they say."""
    import re

    return re.findall(r"</?(\w+)", shown)


def test_progress_never_changes_its_elements(held: Library) -> None:
    service = Asked(held)
    evaluator = EvaluationJob(service)
    seen: list[Any] = []
    service.during = lambda question: seen.append(parts(status(evaluator.state, 1)))
    evaluator.start("pairs.jsonl", CASES, None, "papers")
    ended(evaluator)
    assert len(seen) == 5 and all(shown == seen[0] for shown in seen)
