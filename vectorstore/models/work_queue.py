"""A queue of batches for a few worker threads: requests take turns, and interactive ones go before bulk ones."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Lock, local
from typing import Any, TypeVar

BULK_EVERY = 8  # one batch in so many is a bulk request's, however many interactive batches wait: bulk never starves

Item = TypeVar("Item")
Result = TypeVar("Result")
Batch = tuple[Future[Any], Callable[[], Any]]
Requests = deque[deque[Batch]]


class WorkQueue:
    """Computes the batches of all requests of a process; threads start when they are first needed."""

    def __init__(self, workers: int, prepare: Callable[[], None] = lambda: None) -> None:
        """A queue for so many threads, each of which calls `prepare` once before its first batch."""
        self._prepare = prepare
        self._threads = ThreadPoolExecutor(workers, "compute", self._begin)
        self._this_thread = local()
        self._lock = Lock()
        self._interactive: Requests = deque()
        self._bulk: Requests = deque()
        self._since_bulk = 0

    def map(self, work: Callable[[Item], Result], batches: Sequence[Item], bulk: bool = False) -> list[Result]:
        """The result of each batch, in order. An error is raised here, and the batches not begun are dropped."""
        if self.is_worker:  # a worker that waited for the queue could wait for itself
            return [work(batch) for batch in batches]
        if not batches:
            return []
        request: deque[Batch] = deque((Future(), partial(work, batch)) for batch in batches)
        results = [result for result, _ in request]
        with self._lock:
            (self._bulk if bulk else self._interactive).append(request)
        try:
            for _ in results:
                self._threads.submit(self._compute_next)  # computes whichever batch is next by then
            return [result.result() for result in results]
        except BaseException:  # KeyboardInterrupt, too
            for result in results:
                result.cancel()
            raise

    @property
    def is_worker(self) -> bool:
        """Whether the caller is a thread of this queue."""
        return getattr(self._this_thread, "is_worker", False)

    def _begin(self) -> None:
        self._this_thread.is_worker = True
        self._prepare()

    def _compute_next(self) -> None:
        result, work = self._next()
        if not result.set_running_or_notify_cancel():
            return
        try:
            result.set_result(work())
        except BaseException as error:  # raised again in the thread that waits for the result
            result.set_exception(error)

    def _next(self) -> Batch:
        """The next batch of the request whose turn it is."""
        with self._lock:
            bulk = bool(self._bulk) and (not self._interactive or self._since_bulk >= BULK_EVERY - 1)
            self._since_bulk = 0 if bulk else self._since_bulk + 1
            requests = self._bulk if bulk else self._interactive
            request = requests.popleft()
            batch = request.popleft()
            if request:
                requests.append(request)
            return batch
