"""Models compute in the threads of one queue, torch on one thread in each, whoever asks and how many do."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from threading import get_ident

import pytest
import torch

from vectorstore.models import runtime


def test_torch_has_one_thread_wherever_it_computes() -> None:
    assert set(runtime.compute(lambda _: torch.get_num_threads(), range(20))) == {1}
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(torch.get_num_threads).result() == 1


def test_all_callers_share_as_many_threads_as_there_are_cores() -> None:
    with ThreadPoolExecutor(8) as callers:
        found = callers.map(lambda _: runtime.compute(lambda _: get_ident(), range(10)), range(8))
        assert len(set().union(*found)) <= runtime.cores()


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork on this system")
def test_a_forked_process_computes_with_threads_of_its_own() -> None:
    def work(size: int) -> float:
        return float((torch.ones(300, size) @ torch.ones(size, 300)).sum())

    expected = runtime.compute(work, range(300, 304))
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe()
    child = fork.Process(target=lambda: theirs.send(runtime.compute(work, range(300, 304))))
    child.start()
    assert ours.poll(60), "the forked process waits for ever"
    assert ours.recv() == expected
    child.join(30)
    assert child.exitcode == 0
