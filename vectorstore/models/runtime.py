"""Work shared out among the processor's cores, each alone on its part: all of them on one part wait for each other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache


@contextmanager
def side_by_side(parts: int) -> Iterator[ThreadPoolExecutor]:
    """A thread for each core, or for each part if these are fewer; torch computes in each of them alone."""
    import torch

    cores = number()
    try:
        with ThreadPoolExecutor(min(cores, parts), initializer=torch.set_num_threads, initargs=(1,)) as pool:
            yield pool
    finally:
        torch.set_num_threads(cores)  # else threads to come would have one, too


@cache
def number() -> int:
    """How many cores torch would use; asked once, since it says one to a thread that comes while others are alone."""
    import torch

    return torch.get_num_threads()
