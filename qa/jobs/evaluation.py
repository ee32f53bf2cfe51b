"""One evaluation at a time behind the page: it can be watched, cancelled, and taken up again."""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any, Literal

from qa.errors import AnswerError
from qa.jobs import saved_runs
from qa.jobs.saved_runs import Result
from qa.service import Service
from vectorstore import LibraryError

if TYPE_CHECKING:  # importing it takes a second, which a page without an evaluation need not wait for
    from qa.evaluation import Case, CaseResult, Run

log = logging.getLogger(__name__)


class Busy(AnswerError):
    """Another evaluation is under way."""


@dataclass(frozen=True, slots=True)
class State:
    """How far the present evaluation is, or what became of the last one."""

    phase: Literal["idle", "asking", "stopping", "counting"] = "idle"
    name: str = ""
    collection: str = ""
    done: int = 0
    total: int = 0
    kept: int = 0
    """Cases done by an earlier start, which this one goes on from."""
    current: str = ""
    began: float = 0.0
    seconds_left: float | None = None
    stopped: bool = False
    error: str | None = None
    result: Result | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is anything to wait for."""
        return self.phase != "idle"


class EvaluationJob:
    """Holds the one evaluation of a server. Any thread may look at `state`."""

    def __init__(self, service: Service) -> None:
        """Nothing happens before `start`."""
        self.state = State()
        self._service = service
        self._guard = Lock()
        self._cancelled = Event()
        self._thread: Thread | None = None

    def start(self, name: str, cases: "Sequence[Case]", baseline: "Run | None", collection: str) -> None:
        """Ask the cases of a collection; raises Busy while others are being asked."""
        with self._guard:
            if self.state.is_running:
                raise Busy(f"{self.state.name} is being evaluated: wait until that is done, or cancel it.")
            self._cancelled.clear()
            self.state = State("asking", name, collection, total=len(cases), began=time.monotonic())
            self._thread = Thread(target=self._run, args=(cases, baseline), name="evaluation", daemon=True)
            self._thread.start()

    def cancel(self) -> None:
        """Stop after the question at hand; what was asked is kept."""
        with self._guard:
            if self.state.phase == "asking":
                self._cancelled.set()
                self.state = replace(self.state, phase="stopping")

    def stop(self, seconds: float) -> bool:
        """Cancel; whether that could be done in time."""
        self._cancelled.set()
        if self._thread:
            self._thread.join(seconds)
        return not (self._thread and self._thread.is_alive())

    def recall(self) -> None:
        """Show the last result of the store, where this server has none of its own."""
        with self._guard:
            if self.state == State() and (run := saved_runs.newest(self._service.library.store)):
                try:
                    self.state = State(result=saved_runs.read(run))
                except AnswerError as error:
                    self.state = State(error=str(error))

    def _run(self, cases: "Sequence[Case]", baseline: "Run | None") -> None:
        try:
            self._evaluate(cases, baseline)
        except (AnswerError, LibraryError) as error:
            self._tell(error=str(error))
        except Exception:
            log.exception("an evaluation broke off")
            self._tell(error="The evaluation broke off; the terminal says why.")
        self._tell(phase="idle")

    def _evaluate(self, cases: "Sequence[Case]", baseline: "Run | None") -> None:
        from qa.evaluation import Run, case_results, compare, completed_cases, made_with

        service, collection = self._service, self.state.collection
        conditions = made_with(service, cases, collection)
        self._tell(kept=completed_cases(service, cases, collection), current=cases[0].question)
        asked = case_results(service, cases, collection=collection)
        done = tuple(self._watched(asked, cases))
        if len(done) < len(cases):
            return self._tell(stopped=True)
        if made_with(service, cases, collection) == conditions:
            self._tell(phase="counting")
            run = Run(made_with=conditions, results=done)
            differences = compare(baseline, run) if baseline else ()
            self._tell(
                result=saved_runs.read(saved_runs.keep(service.library.store, self.state.name, run, differences))
            )
        else:
            self._tell(error="The documents were changed meanwhile, so figures would mix both: start again.")
        next(asked, None)  # only now may it forget what it would have gone on from

    def _watched(self, asked: "Iterator[CaseResult]", cases: "Sequence[Case]") -> "Iterator[CaseResult]":
        """The results, told as they come, until there are enough or it is cancelled."""
        earlier, since = self.state.kept, time.monotonic()
        for done, result in zip(range(1, len(cases) + 1), asked, strict=False):
            yield result
            if done == earlier:
                since = time.monotonic()
            each = (time.monotonic() - since) / (done - earlier) if done > earlier else None
            self._tell(
                done=done,
                current=cases[done].question if done < len(cases) else "",
                seconds_left=each and each * (len(cases) - done),
            )
            if self._cancelled.is_set():
                return

    def _tell(self, **changes: Any) -> None:
        with self._guard:
            self.state = replace(self.state, **changes)
