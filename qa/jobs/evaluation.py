"""The evaluation job: one evaluation at a time in a background thread, which can be cancelled and continued."""

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any, Literal

from qa.advice import explained
from qa.errors import AnswerError
from qa.jobs import saved_runs
from qa.jobs.saved_runs import SavedRun
from qa.service import Service
from vectorstore import LibraryError

if TYPE_CHECKING:  # importing it takes a second, which a server without an evaluation need not wait for
    from qa.evaluation import Case, CaseResult, Run

log = logging.getLogger(__name__)


class Busy(AnswerError):
    """Another evaluation is running."""


@dataclass(frozen=True, slots=True)
class EvaluationState:
    """How far the present evaluation is, or how the last one ended."""

    phase: Literal["idle", "asking", "stopping", "counting"] = "idle"
    name: str = ""
    collection: str = ""
    done: int = 0
    total: int = 0
    kept: int = 0
    """Cases answered by an earlier, cancelled evaluation, which this one continues."""
    current: str = ""
    began: float = 0.0
    seconds_left: float | None = None
    stopped: bool = False
    error: str | None = None
    result: SavedRun | None = None

    @property
    def is_running(self) -> bool:
        """Whether an evaluation is running."""
        return self.phase != "idle"


class EvaluationJob:
    """The one evaluation of a server. Any thread may read `state`."""

    def __init__(self, service: Service) -> None:
        """Prepare the job; `start` starts an evaluation."""
        self.state = EvaluationState()
        self._service = service
        self._guard = Lock()
        self._cancelled = Event()
        self._thread: Thread | None = None

    def start(self, name: str, cases: "Sequence[Case]", baseline: "Run | None", collection: str) -> None:
        """Ask the cases of a collection; raises Busy while another evaluation is running."""
        with self._guard:
            if self.state.is_running:
                raise Busy(f"{self.state.name} is being evaluated: wait until that is done, or cancel it.")
            self._cancelled.clear()
            self.state = EvaluationState("asking", name, collection, total=len(cases), began=time.monotonic())
            self._thread = Thread(target=self._run, args=(cases, baseline), name="evaluation", daemon=True)
            self._thread.start()

    def cancel(self) -> None:
        """End the evaluation after the question at hand; the answered cases are kept for the next start."""
        with self._guard:
            if self.state.phase == "asking":
                self._cancelled.set()
                self.state = replace(self.state, phase="stopping")

    def stop(self) -> None:
        """End the evaluation after the question at hand, since the server shuts down."""
        self._cancelled.set()

    def wait(self, seconds: float) -> bool:
        """Whether the evaluation, if there is one, ends within a number of seconds."""
        if self._thread:
            self._thread.join(seconds)
        return not (self._thread and self._thread.is_alive())

    def restore(self) -> None:
        """Take the newest saved run of the store as the result, if this server has not evaluated anything yet."""
        with self._guard:
            if self.state == EvaluationState() and (run := saved_runs.newest(self._service.library.artifacts)):
                try:
                    self.state = EvaluationState(result=saved_runs.read(run))
                except AnswerError as error:
                    self.state = EvaluationState(error=explained(error))

    def _run(self, cases: "Sequence[Case]", baseline: "Run | None") -> None:
        try:
            self._evaluate(cases, baseline)
        except (AnswerError, LibraryError) as error:
            self._tell(error=explained(error))
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
                result=saved_runs.read(saved_runs.save(service.library.artifacts, self.state.name, run, differences))
            )
        else:
            self._tell(error="The documents were changed meanwhile, so figures would mix both: start again.")
        next(asked, None)  # only now may it forget what it would have gone on from

    def _watched(self, asked: "Iterator[CaseResult]", cases: "Sequence[Case]") -> "Iterator[CaseResult]":
        """The results as they come, each shown in the state, until all are there or the evaluation is cancelled."""
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
