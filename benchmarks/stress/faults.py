"""Lets every write, flush or rename fail from the n-th on, as on a full or failing disk, and checks message and store.

Run: python -m benchmarks.stress.faults. Figures: benchmarks/results/faults.json
"""

import itertools
import json
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.lib import results
from benchmarks.stress.acknowledgements import Acknowledgements
from benchmarks.stress.fault_injection import MISSING, available, run_forked
from benchmarks.stress.kill import SMALL, errors_of
from benchmarks.stress.shared_sandbox import SharedSandbox, shared_sandbox
from benchmarks.stress.workload import Workload
from vectorstore import LibraryError

# SQLite writes with pwrite64, everything else with write; the last column is the step between two points.
FAULTS = (
    ("pwrite64", "ENOSPC", 13),
    ("pwrite64", "EIO", 12),
    ("fdatasync", "EIO", 3),
    ("fsync", "EIO", 1),
    ("rename", "ENOSPC", 1),
    ("ftruncate", "EIO", 1),
)


def points(
    workload: Workload, sandbox: SharedSandbox, call: str, fault: str, step: int
) -> Iterator[tuple[int, str, list[str]]]:
    """Each n from which on a call failed, the message to the user, and what was wrong; to the end of the workload."""
    for n in itertools.count(1, step):
        acknowledged, store, messages = Acknowledgements(), workload.copy("starved"), workload.root / "messages"
        messages.write_text("")

        def task(store: Path = store, acknowledged: Acknowledgements = acknowledged, messages: Path = messages) -> None:
            logging.lastResort = None
            logging.getLogger().addHandler(FileOfMessages(messages))
            try:
                workload.run(store, acknowledged.add)
            except LibraryError as error:
                _append(messages, str(error))

        code = run_forked(task, workload.root / "output", f"{call}:error={fault}:when={n}+")
        sandbox.restart()
        message = messages.read_text()
        wrong = [f"a stack trace: {_last_line(workload.root / 'output')}"] if code else []
        lines = set(message.splitlines())  # of the run and of the maintenance behind it, which may try more than once
        wrong += ["not reported in one line"] if len(lines) > 2 or "Traceback" in message else []
        yield n, message, [*wrong, *errors_of(workload, store, acknowledged)]
        if not message and not code:
            return


class FileOfMessages(logging.Handler):
    """A handler that writes each log message as a line of a file."""

    def __init__(self, file: Path) -> None:
        """Take the file."""
        super().__init__(logging.WARNING)
        self._file = file
        self.setFormatter(logging.Formatter("%(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Write a message."""
        _append(self._file, self.format(record))


def _append(file: Path, line: str) -> None:
    # Python's text files are written by `write`, which no injected fault touches.
    with file.open("a") as output:
        output.write(f"{line}\n")


def _last_line(file: Path) -> str:
    return (file.read_text().strip().splitlines() or ["nothing"])[-1]


def main() -> None:
    """Prints the figures; they are written after each point."""
    if not available():
        sys.exit(MISSING)
    failed, messages, wrong = Counter[str](), Counter[str](), list[str]()
    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder, shared_sandbox() as sandbox:
        workload = Workload(Path(folder), *SMALL).prepare()
        for call, fault, step in FAULTS:
            for n, message, found in points(workload, sandbox, call, fault, step):
                failed[f"{call} {fault}"] += bool(message)
                messages[message.split("(")[-1].split(")")[0].strip()[:80]] += bool(message)
                wrong += [f"{call} {fault} {n}: {what}" for what in found]
                result = {
                    "points": failed.total(),
                    "failed at": dict(failed),
                    "told": dict(messages),
                    "wrong": wrong,
                }
                results.write("faults", result)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
