"""Where models compute: one work queue for the process, a worker thread for each core, torch on one thread in each.

Several threads on one batch wait for each other at every layer, and far longer where other work runs on these cores.
"""

import os
from collections.abc import Callable, Sequence
from threading import Lock
from typing import TypeVar

from vectorstore.models.scheduling.work_queue import WorkQueue

Item = TypeVar("Item")
Result = TypeVar("Result")

_lock = Lock()
_cores = 0
_queue: WorkQueue | None = None


def compute(work: Callable[[Item], Result], batches: Sequence[Item], bulk: bool = False) -> list[Result]:
    """The result of each batch, in order, computed beside those of other callers; `bulk` lets questions go first."""
    global _queue
    number = cores()
    with _lock:
        queue = _queue = _queue or WorkQueue(number, _compute_alone)
    return queue.map(work, batches, bulk)


def cores() -> int:
    """How many cores compute. The first call loads torch and sets it to one thread, before any model is loaded."""
    global _cores
    with _lock:
        if not _cores:
            import torch

            _cores = torch.get_num_threads()  # heeds OMP_NUM_THREADS
            _compute_alone()
        return _cores


def in_bfloat16() -> bool:
    """Whether the processor computes in bfloat16: 1.5 to 2.6 times as fast, cosines to float32 above .9999."""
    import torch

    supported: bool = getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)()
    return supported


def _compute_alone() -> None:
    """One thread for this thread, and for every thread that comes to use torch later."""
    import torch

    torch.set_num_threads(1)


def _after_fork() -> None:
    """A forked process has none of its parent's threads, so it starts its own when it first computes."""
    global _lock, _queue
    _lock, _queue = Lock(), None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
