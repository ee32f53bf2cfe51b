"""A model that several threads use at once: each has a copy with the same weights and a tokenizer of its own."""

import copy
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from torch.nn import Module

Model = TypeVar("Model", bound="Module")


class ModelCopies(Generic[Model]):
    """As many copies of a model as threads use it at the same time; a fast tokenizer breaks in two threads."""

    def __init__(self, original: Model) -> None:
        """Nothing is copied yet. The original itself is never lent, so that it can be copied at any time."""
        self.original = original
        self._lock = Lock()
        self._free: deque[Model] = deque()

    @contextmanager
    def borrowed(self) -> Iterator[Model]:
        """A copy that nobody else uses meanwhile."""
        try:
            model = self._free.pop()
        except IndexError:
            model = self._copy()
        try:
            yield model
        finally:
            self._free.append(model)

    def _copy(self) -> Model:
        with self._lock:
            weights = [*self.original.parameters(), *self.original.buffers()]
            return copy.deepcopy(self.original, {id(one): one for one in weights})
