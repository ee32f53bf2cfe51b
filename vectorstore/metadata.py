"""What metadata may hold: JSON that every storage engine keeps and compares alike."""

import math
from typing import Any

LARGEST = 2**63 - 1  # a larger whole number is not kept exactly
DEEPEST = 50  # levels; engines give up at 1,000


def is_text(text: str) -> bool:
    """Whether it can be stored: no lone surrogate, and no NUL, at which an engine may end a text."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def is_scalar(value: Any) -> bool:
    """Whether it is a text, a finite number, a boolean or None."""
    match value:
        case str():
            return is_text(value)
        case int():
            return abs(value) <= LARGEST
        case float():
            return math.isfinite(value)
        case _:
            return value is None


def is_json(value: Any, levels: int = DEEPEST) -> bool:
    """Whether it comes back from JSON as it is: scalars, and lists and dicts of them; no tuples, no other keys."""
    if isinstance(value, list):
        return levels > 0 and all(is_json(one, levels - 1) for one in value)
    if isinstance(value, dict):
        return levels > 0 and all(
            isinstance(name, str) and is_text(name) and is_json(one, levels - 1) for name, one in value.items()
        )
    return is_scalar(value)
