"""Matrices in eight bits come back near what they were; all else comes back as it was."""

import torch

from vectorstore.models.evidence.int8 import quantised, restored


def test_a_matrix_comes_back_within_half_a_step_of_its_row() -> None:
    torch.manual_seed(0)
    matrix = torch.randn(20, 300) * torch.logspace(-3, 3, 20)[:, None]
    matrix[4] = 0
    stored = quantised({"m": matrix.half(), "v": torch.ones(3)})
    assert stored["m"].dtype == torch.int8
    found = restored(stored)
    assert set(found) == {"m", "v"} and torch.equal(found["v"], torch.ones(3))
    step = matrix.abs().amax(1, keepdim=True) / 127
    assert ((found["m"].float() - matrix).abs() <= step * 0.6 + 1e-6).all()


def test_weights_that_were_never_in_eight_bits_are_left_alone() -> None:
    weights = {"m": torch.randn(3, 3), "v": torch.ones(3).half()}
    assert restored(weights) == weights
