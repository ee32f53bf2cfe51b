"""How long work takes: seconds by the clock, and seconds of the processor."""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


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


def cost(task: Callable[[], object]) -> Cost:
    """What a task costs. On a machine that others use, only the processor time says what the task itself takes."""
    began, before = time.perf_counter(), os.times()
    task()
    seconds, after = time.perf_counter() - began, os.times()
    children = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(seconds, after.user + after.system - before.user - before.system, children)


def milliseconds(seconds: Sequence[float], percent: int, places: int | None = None) -> float:
    """A percentile of times in seconds, in milliseconds; percent is a multiple of 5."""
    value = statistics.median(seconds) if percent == 50 else statistics.quantiles(seconds, n=20)[percent // 5 - 1]
    return round(1000 * value, places)
