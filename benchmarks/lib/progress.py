"""How far a long run is and how long it will take, on standard error, in lines that a log can hold."""

import sys
import time
from collections.abc import Callable, Sequence

from qa import Service
from qa.evaluation import Case, Run, evaluate
from vectorstore.ingest.progress import OnProgress, Progress

FIRST = 20  # cases after which the whole is estimated
EVERY = 30  # seconds between lines


def say(text: str) -> None:
    """One line on standard error."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def to_do(name: str) -> Callable[[object, int, int], None]:
    """A callback that tells how many are done, with an estimate once a few of them are."""
    began = said = time.monotonic()
    fresh = 0

    def tell(_: object, done: int, total: int) -> None:
        nonlocal began, said, fresh
        now = time.monotonic()
        fresh += 1
        if fresh == FIRST and total > FIRST:
            say(f"{name}: {total} in all, about {(now - began) / fresh * total / 60:.1f} minutes")
        if now - said >= EVERY or done == total:
            say(f"{name}: {done} of {total}, about {(now - began) / fresh * (total - done) / 60:.1f} minutes left")
            said = now

    return tell


def reading(name: str) -> OnProgress:
    """The same for files that are read into a library."""
    tell = to_do(name)

    def on_progress(run: Progress) -> None:
        if run.file:
            tell(run.file, run.done, run.total)

    return on_progress


def asked(name: str, service: Service, cases: Sequence[Case]) -> Run:
    """Every case asked, resumed where an earlier run was broken off, with progress."""
    return evaluate(service, cases, to_do(name))
