"""Models compute in the threads of one queue, torch on one thread in each, whoever asks and how many do."""

import multiprocessing
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import get_ident

import numpy as np
import pytest
import torch

from vectorstore import SentenceEmbedder
from vectorstore.models import runtime

TEXTS = [f"The rope is kept in bay {number}. " * (1 + number * 7 % 11) for number in range(40)]


def test_torch_has_one_thread_wherever_it_computes() -> None:
    assert set(runtime.compute(lambda _: torch.get_num_threads(), range(20))) == {1}
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(torch.get_num_threads).result() == 1
    assert runtime.cores() >= 1


def test_all_callers_share_as_many_threads_as_there_are_cores() -> None:
    with ThreadPoolExecutor(8) as callers:
        found = callers.map(lambda _: runtime.compute(lambda _: get_ident(), range(10)), range(8))
        assert len(set().union(*found)) <= runtime.cores()


def test_callers_at_the_same_time_get_what_each_gets_alone(embedder: SentenceEmbedder) -> None:
    def ask(number: int) -> list[np.ndarray]:
        some = TEXTS[number : number + 20]  # 20 are bulk, one is not
        return [embedder.encode(some), embedder.encode(some[:1]), *embedder.token_vectors(some[:7])]

    alone = [ask(number) for number in range(16)]
    with ThreadPoolExecutor(16) as callers:
        together = list(callers.map(ask, range(16)))
    for one, other in zip(alone, together, strict=True):
        assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork on this system")
def test_a_forked_process_computes_with_threads_of_its_own(embedder: SentenceEmbedder) -> None:
    expected = embedder.encode(TEXTS)
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe()
    child = fork.Process(target=lambda: theirs.send(embedder.encode(TEXTS)))
    child.start()
    assert ours.poll(60), "the forked process waits for ever"
    assert np.array_equal(ours.recv(), expected)
    child.join(30)
    assert child.exitcode == 0


def test_a_process_ends_while_a_daemon_thread_computes() -> None:
    code = """
import threading
from vectorstore import SentenceEmbedder
embedder, begun = SentenceEmbedder(), threading.Event()
embedder.encode(["warm"])
def work():
    while True:
        begun.set()
        embedder.encode(["some text to embed"] * 64)
threading.Thread(target=work, daemon=True).start()
begun.wait()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0
