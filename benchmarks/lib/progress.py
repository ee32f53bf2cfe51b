"""Progress of a long run: lines on standard error with an estimate of the time left."""

import sys
import time
from collections.abc import Callable, Sequence

from qa import Service
from qa.evaluation import Case, Run, evaluate
from vectorstore.ingest.progress import OnProgress, Progress

FIRST_ESTIMATE = 20  # cases after which the total time is estimated
INTERVAL = 30  # seconds between two lines


def say(text: str) -> None:
    """Prints one line with the time of day on standard error."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def reporter(name: str) -> Callable[[object, int, int], None]:
    """A callback for (item, done, total) that prints how many items are done and how long the rest will take."""
    began = last = time.monotonic()
    fresh = 0

    def report(_: object, done: int, total: int) -> None:
        nonlocal began, last, fresh
        now = time.monotonic()
        fresh += 1
        if fresh == FIRST_ESTIMATE and total > FIRST_ESTIMATE:
            say(f"{name}: {total} in all, about {(now - began) / fresh * total / 60:.1f} minutes")
        if now - last >= INTERVAL or done == total:
            say(f"{name}: {done} of {total}, about {(now - began) / fresh * (total - done) / 60:.1f} minutes left")
            last = now

    return report


def file_reporter(name: str) -> OnProgress:
    """The same callback for files that are added to a library."""
    report = reporter(name)

    def on_progress(progress: Progress) -> None:
        if progress.file:
            report(progress.file, progress.done, progress.total)

    return on_progress


def evaluated(name: str, service: Service, cases: Sequence[Case]) -> Run:
    """The evaluation of all cases with progress lines; an interrupted evaluation is resumed."""
    return evaluate(service, cases, reporter(name))
