"""Computing side by side takes no core from whoever computes at the same time or afterwards."""

from concurrent.futures import ThreadPoolExecutor

import torch

from vectorstore.models import runtime


def test_those_side_by_side_compute_alone_and_others_with_all_cores() -> None:
    before = torch.get_num_threads()
    with runtime.side_by_side(3) as pool:
        assert set(pool.map(lambda _: torch.get_num_threads(), range(6))) == {1}
        assert _elsewhere() == (1, before)  # what torch says to a thread that comes now would be wrong
    assert _elsewhere() == (before, before)
    assert torch.get_num_threads() == before


def _elsewhere() -> tuple[int, int]:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: (torch.get_num_threads(), runtime.number())).result()
