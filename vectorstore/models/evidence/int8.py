"""Matrices stored as whole numbers of eight bits, each row with its own scale: half the size of half precision."""

from collections.abc import Mapping

import torch
from torch import Tensor

SCALE = ".scale"  # after a matrix's name
LARGEST = 127


def quantised(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights with their matrices in eight bits; vectors stay as they are."""
    found = {}
    for name, value in weights.items():
        if value.dim() != 2:
            found[name] = value
            continue
        scale = value.float().abs().amax(1, keepdim=True).clamp(min=1e-12) / LARGEST
        found[name] = (value.float() / scale).round().to(torch.int8)
        found[name + SCALE] = scale
    return found


def restored(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights with matrices in half precision again; those that were never in eight bits stay as they are."""
    scales = {name.removesuffix(SCALE) for name in weights if name.endswith(SCALE)}
    return {
        name: (value.float() * weights[name + SCALE]).half() if name in scales else value
        for name, value in weights.items()
        if not name.endswith(SCALE)
    }
