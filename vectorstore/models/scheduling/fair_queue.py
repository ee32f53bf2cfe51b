"""A queue of requests with several items each: requests take turns, and interactive ones go before bulk ones."""

from collections import deque
from collections.abc import Iterable
from threading import Lock
from typing import Generic, TypeVar

BULK_EVERY = 8  # one item in so many is a bulk request's, however many interactive ones wait: bulk never starves

Item = TypeVar("Item")


class FairQueue(Generic[Item]):
    """Any thread may add and take."""

    def __init__(self) -> None:
        """An empty queue."""
        self._lock = Lock()
        self._interactive: deque[deque[Item]] = deque()
        self._bulk: deque[deque[Item]] = deque()
        self._since_bulk = 0

    def add(self, items: Iterable[Item], bulk: bool = False) -> None:
        """A new request, last in turn among its kind."""
        request = deque(items)
        with self._lock:
            if request:
                (self._bulk if bulk else self._interactive).append(request)

    def take(self) -> Item | None:
        """The next item of the request whose turn it is; None where nothing waits."""
        with self._lock:
            bulk = bool(self._bulk) and (not self._interactive or self._since_bulk >= BULK_EVERY - 1)
            requests = self._bulk if bulk else self._interactive
            if not requests:
                return None
            self._since_bulk = 0 if bulk else self._since_bulk + 1
            request = requests.popleft()
            item = request.popleft()
            if request:
                requests.append(request)
            return item
