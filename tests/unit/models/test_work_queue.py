"""A few workers compute for any number of threads; errors and Ctrl-C reach whoever waits."""

import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from vectorstore.models.scheduling.work_queue import WorkQueue


def test_results_stand_in_the_order_of_the_batches() -> None:
    assert WorkQueue(4).map(lambda x: x * x, range(100)) == [x * x for x in range(100)]
    assert WorkQueue(4).map(str, []) == []


def test_each_of_many_threads_gets_its_own_results() -> None:
    queue = WorkQueue(3)

    def ask(number: int) -> list[tuple[int, int]]:
        return queue.map(lambda x: (number, x), range(number % 7), bulk=number % 2 == 0)

    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(ask, range(300)))
    assert found == [[(number, x) for x in range(number % 7)] for number in range(300)]


def test_all_requests_share_the_workers() -> None:
    queue, names = WorkQueue(2), set[str]()

    def ask(_: int) -> None:
        queue.map(lambda _: names.add(threading.current_thread().name), range(20))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(ask, range(8)))
    assert 1 <= len(names) <= 2


def test_two_batches_of_one_request_are_computed_at_once() -> None:
    together = threading.Barrier(2)
    WorkQueue(2).map(lambda _: together.wait(30), range(2))


def test_an_error_reaches_whoever_waits_and_the_rest_is_dropped() -> None:
    queue, begun, told = WorkQueue(1), list[int](), Event()

    def work(batch: int) -> None:
        begun.append(batch)
        if batch == 1:
            raise ValueError("the second batch")
        if batch == 2:
            told.wait(30)

    with pytest.raises(ValueError, match="the second batch"):
        queue.map(work, range(50))
    told.set()
    assert queue.map(str, [7, 8]) == ["7", "8"]
    assert set(begun) <= {0, 1, 2}


def test_ctrl_c_ends_the_waiting_and_the_rest_is_dropped() -> None:
    queue, begun, told = WorkQueue(1), list[int](), Event()

    def work(batch: int) -> None:
        begun.append(batch)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        told.wait(30)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            queue.map(work, range(50))
    finally:
        signal.signal(signal.SIGINT, before)
        told.set()
    assert queue.map(str, [7, 8]) == ["7", "8"]
    assert begun == [0]


def test_a_batch_may_ask_the_queue_itself() -> None:
    queue = WorkQueue(1)
    assert queue.map(lambda x: queue.map(lambda y: x + y, [1, 2]), [10, 20]) == [[11, 12], [21, 22]]


def test_every_worker_is_prepared_before_its_first_batch() -> None:
    here = threading.local()
    queue = WorkQueue(2, lambda: setattr(here, "prepared", True))
    assert queue.map(lambda _: here.prepared, range(10)) == [True] * 10
