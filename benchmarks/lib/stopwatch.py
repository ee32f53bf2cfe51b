"""How long work takes: seconds by the clock, and seconds of the processor."""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, of this process's processor time, and of that of its finished child processes."""

    clock: float
    own: float
    children: float

    @property
    def processor(self) -> float:
        """The processor time of this process and its children."""
        return self.own + self.children

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.clock + other.clock, self.own + other.own, self.children + other.children)


def measured(task: Callable[[], Result]) -> tuple[Cost, Result]:
    """What a task costs, and its result. On a machine that others use, only the processor time is the task's own."""
    began, before = time.perf_counter(), os.times()
    worked = time.process_time()
    result = task()
    seconds, own, after = time.perf_counter() - began, time.process_time() - worked, os.times()
    children = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(seconds, own, children), result


def cost(task: Callable[[], object]) -> Cost:
    """What a task costs."""
    return measured(task)[0]


def milliseconds(seconds: Sequence[float], percent: int, places: int | None = None) -> float:
    """A percentile of times in seconds, in milliseconds; percent is a multiple of 5."""
    value = statistics.median(seconds) if percent == 50 else statistics.quantiles(seconds, n=20)[percent // 5 - 1]
    return round(1000 * value, places)
