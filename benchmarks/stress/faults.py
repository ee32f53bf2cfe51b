"""A full disk, or one that fails, from the n-th write, flush or rename of a day on: one clear line, and a valid store.

Run: python -m benchmarks.store.faults. Figures: benchmarks/results/faults.json
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

from benchmarks.store.injection import MISSING, available, play
from benchmarks.store.kill import SMALL, fresh
from benchmarks.store.reader import Kept, keep_reader
from benchmarks.store.scene import Acknowledged, Scene
from vectorstore import LibraryError

RESULT = Path(__file__).parents[1] / "results" / "faults.json"
# Where a disk fails: SQLite writes with pwrite64, everything else with write; the last column is calls in a day.
FAULTS = (
    ("pwrite64", "ENOSPC", 13),
    ("pwrite64", "EIO", 12),
    ("fdatasync", "EIO", 3),
    ("fsync", "EIO", 1),
    ("rename", "ENOSPC", 1),
    ("ftruncate", "EIO", 1),
)


def points(scene: Scene, reader: Kept, call: str, fault: str, step: int) -> Iterator[tuple[int, str, list[str]]]:
    """Each n from which on a call failed, what the person was told, and what was wrong; to the end of the day."""
    for n in itertools.count(1, step):
        acknowledged, store, told = Acknowledged(), scene.copy("starved"), scene.root / "told"
        told.write_text("")

        def day(store: Path = store, acknowledged: Acknowledged = acknowledged, told: Path = told) -> None:
            logging.lastResort = None
            logging.getLogger().addHandler(Told(told))
            try:
                scene.play(store, acknowledged.add)
            except LibraryError as error:
                _say(told, str(error))

        ended = play(day, scene.root / "said", f"{call}:error={fault}:when={n}+")
        reader.renew()
        line = told.read_text()
        wrong = [f"a stack trace: {_last(scene.root / 'said')}"] if ended else []
        lines = set(line.splitlines())  # of the run and of the upkeep behind it, which may try more than once
        wrong += ["not said in one line"] if len(lines) > 2 or "Traceback" in line else []
        checks = (
            lambda store=store, acknowledged=acknowledged: scene.wrong(store, acknowledged.names()),
            lambda store=store: scene.unfinished(store),
        )
        yield n, line, [*wrong, *(found for check in checks for found in fresh(scene, check))]
        if not line and not ended:
            return


class Told(logging.Handler):
    """Writes what the log says, one line a record."""

    def __init__(self, file: Path) -> None:
        """Into this file."""
        super().__init__(logging.WARNING)
        self._file = file
        self.setFormatter(logging.Formatter("%(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Writes one."""
        _say(self._file, self.format(record))


def _say(file: Path, line: str) -> None:
    # The last resort of a harness on a disk that is full: its own file is not on the injected calls' way.
    with file.open("a") as output:
        output.write(f"{line}\n")


def _last(file: Path) -> str:
    return (file.read_text().strip().splitlines() or ["nothing"])[-1]


def main() -> None:
    """Print the figures and keep them."""
    if not available():
        sys.exit(MISSING)
    failed, lines, wrong = Counter[str](), Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as folder:
        reader = keep_reader()
        scene = Scene(Path(folder), *SMALL).prepare()
        for call, fault, step in FAULTS:
            for n, line, found in points(scene, reader, call, fault, step):
                failed[f"{call} {fault}"] += bool(line)
                lines[line.split("(")[-1].split(")")[0].strip()[:80]] += bool(line)
                wrong += [f"{call} {fault} {n}: {what}" for what in found]
                result: dict[str, Any] = {
                    "points": failed.total(),
                    "failed at": dict(failed),
                    "told": dict(lines),
                    "wrong": wrong,
                }
                RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
