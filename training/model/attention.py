"""Attention for training on a CPU, registered with transformers as "plain".

Matrix products and a softmax, all in the type that autocast chose. On a CPU the gradient of torch's fused attention
takes nearly half of a step, and transformers' "eager" attention converts to float32 and back for the softmax (LOG.md).
"""

from typing import Any

import torch
from torch import Tensor
from torch.nn import Module
from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS, eager_mask
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

PLAIN = "plain"


def plain(
    module: Module, query: Tensor, key: Tensor, value: Tensor, attention_mask: Tensor | None, **options: Any
) -> tuple[Tensor, None]:
    """The attention output, shape (rows, tokens, heads, size), for inputs of shape (rows, heads, tokens, size)."""
    rows, heads, width, size = query.shape
    query, key, value = (part.reshape(rows * heads, width, size) for part in (query, key, value))
    scores = torch.bmm(query * options["scaling"], key.transpose(1, 2)).view(rows, heads, width, width)
    if attention_mask is not None:
        scores = scores + attention_mask.to(scores.dtype)
    with torch.autocast(scores.device.type, enabled=False):  # autocast would compute the softmax in float32
        shares = scores.softmax(-1)
    mixed = torch.bmm(shares.view(rows * heads, width, width), value)
    return mixed.view(rows, heads, width, size).transpose(1, 2).contiguous(), None


ALL_ATTENTION_FUNCTIONS.register(PLAIN, plain)
ALL_MASK_ATTENTION_FUNCTIONS.register(PLAIN, eager_mask)
