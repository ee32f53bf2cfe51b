"""Opening a store and asking it, measured in a process of its own; prints the figures as JSON."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.lib import internals, stopwatch
from benchmarks.studies.growth.documents import FixedEmbedder, real
from vectorstore import Library
from vectorstore.storage.model_fingerprint import PROBE

WARM_UP = 10  # questions before the clock runs
K = 30


def measured(store: Path, cache: Path) -> dict[str, Any]:
    """What a fresh process needs to open a store and to answer."""
    _, vectors = real(cache)
    questions = [question for question in vectors if question != PROBE]

    def open_and_search() -> Library:
        library = Library.open(store, FixedEmbedder(vectors), "none")
        library.search(questions[0])
        return library

    opening, library = stopwatch.measured(open_and_search)
    memory = peak_memory()
    keys, rows = internals.vectors(library)
    found = [
        len(
            internals.exactly_nearest(keys, rows, vectors[question], K).keys()
            & internals.nearest(library, vectors[question], K).keys()
        )
        for question in questions
    ]
    del rows
    times = {
        "dense": percentiles(lambda question: internals.nearest(library, vectors[question], K), questions),
        "lexical": percentiles(lambda question: internals.bm25(library, question, K), questions),
        "both": percentiles(library.search, questions),
    }
    recall = round(sum(found) / len(found) / min(K, len(keys)), 3)
    return {"open, s": round(opening.clock, 2), "memory, MB": memory, "nearest 30 found": recall, "query, ms": times}


def percentiles(task: Callable[[str], object], questions: Sequence[str]) -> dict[str, float]:
    """The median and the 95th percentile of a task's milliseconds, by the clock and of the processor."""
    for question in questions[:WARM_UP]:
        task(question)
    costs = [stopwatch.cost(lambda question=question: task(question)) for question in questions]
    return {
        f"{name}{percent}": stopwatch.milliseconds(seconds, percent, 1)
        for name, seconds in (("p", [c.clock for c in costs]), ("processor p", [c.own for c in costs]))
        for percent in (50, 95)
    }


def peak_memory() -> int:
    """The most megabytes that this process ever held (not `ru_maxrss`, which begins with the parent's)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return round(int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024)


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]), Path(sys.argv[2]))))
