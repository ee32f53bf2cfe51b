"""Worker threads that compute the batches of all requests of a process, in the order of a fair queue."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import local
from typing import Any, TypeVar

from vectorstore.models.scheduling.fair_queue import FairQueue

Item = TypeVar("Item")
Result = TypeVar("Result")


class WorkQueue:
    """A few worker threads, started when they are first needed; any thread may ask."""

    def __init__(self, workers: int, prepare: Callable[[], None] = lambda: None) -> None:
        """Each worker calls `prepare` once, before its first batch."""
        self._prepare = prepare
        self._threads = ThreadPoolExecutor(workers, "compute")
        self._waiting = FairQueue[tuple[Future[Any], Callable[[], Any]]]()
        self._here = local()

    def map(self, work: Callable[[Item], Result], batches: Sequence[Item], bulk: bool = False) -> list[Result]:
        """The result of each batch, in order. An error is raised here, and the batches not begun are dropped."""
        if self._is_worker():  # a worker that waited for the queue could wait for itself
            return [work(batch) for batch in batches]
        results: list[Future[Result]] = [Future() for _ in batches]
        try:
            self._waiting.add(zip(results, [partial(work, batch) for batch in batches], strict=True), bulk)
            for _ in results:
                self._threads.submit(self._compute_next)
            return [result.result() for result in results]
        except BaseException:  # KeyboardInterrupt, too
            for result in results:
                result.cancel()
            raise

    def _is_worker(self) -> bool:
        return getattr(self._here, "is_worker", False)

    def _compute_next(self) -> None:
        """Compute whichever batch is next by now; dropped ones are passed over."""
        while waiting := self._waiting.take():
            result, work = waiting
            if result.set_running_or_notify_cancel():
                try:
                    if not self._is_worker():
                        self._prepare()
                        self._here.is_worker = True
                    result.set_result(work())
                except BaseException as error:  # raised again in the thread that waits for the result
                    result.set_exception(error)
                return
