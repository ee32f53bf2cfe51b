"""Kills the workload at its n-th write, flush, rename or removal, and checks the store afterwards.

Run: python -m benchmarks.stress.kill [POINTS]. Figures: benchmarks/results/kill.json, which a second run completes
"""

import itertools
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.lib import results
from benchmarks.stress.acknowledgements import Acknowledgements
from benchmarks.stress.fault_injection import MISSING, available, run_forked
from benchmarks.stress.shared_sandbox import SharedSandbox, shared_sandbox
from benchmarks.stress.workload import Workload

CALLS = ("rename", "unlink", "ftruncate", "fsync", "fdatasync", "write", "pwrite64")
SMALL, INDEXED = (12, 2), (12, 8)  # documents and parts: too few for an index snapshot, and enough for one


def points(
    workload: Workload, sandbox: SharedSandbox, call: str, first: int, step: int
) -> Iterator[tuple[int, bool, list[str]]]:
    """Each n at which the workload was to be killed, whether it was, and what was wrong; ends where it has no n-th."""
    for n in itertools.count(first, step):
        acknowledged, store = Acknowledgements(), workload.copy("killed")

        def task(store: Path = store, acknowledged: Acknowledgements = acknowledged) -> None:
            workload.run(store, acknowledged.add)

        code = run_forked(task, workload.root / "output", f"{call}:signal=KILL:when={n}")
        if code:
            sandbox.restart()
        yield n, code != 0, errors_of(workload, store, acknowledged)
        if code == 0:
            return


def errors_of(workload: Workload, store: Path, acknowledged: Acknowledgements) -> list[str]:
    """What is wrong with an interrupted store, and again after the workload was rerun; each found by a new process."""
    return [
        *_in_new_process(workload, lambda: workload.errors(store, acknowledged.names())),
        *_in_new_process(workload, lambda: workload.errors_after_rerun(store)),
    ]


def _in_new_process(workload: Workload, check: Callable[[], list[str]]) -> list[str]:
    report, output = workload.root / "errors", workload.root / "output"
    report.write_text("")
    failed = run_forked(lambda: _write(report, check()), output)
    return report.read_text().splitlines() + ([output.read_text().strip().splitlines()[-1]] if failed else [])


def _write(report: Path, wrong: list[str]) -> None:
    report.write_text("\n".join(wrong))


def sweep(
    size: tuple[int, int], calls: tuple[str, ...], step: int, most: int, result: dict[str, Any]
) -> Iterator[None]:
    """Kills the workload at every `step`-th call of each kind, up to so many points; `result` is updated after each."""
    killed = Counter(result.setdefault("killed at", {}))
    wrong, last = result.setdefault("wrong", []), result.setdefault("last", {})
    with tempfile.TemporaryDirectory() as folder, shared_sandbox() as sandbox:
        workload = Workload(Path(folder), *size).prepare()
        for call in calls:
            if last.get(call) == "end":
                continue
            for n, was_killed, found in points(workload, sandbox, call, last.get(call, 1 - step) + step, step):
                killed[call] += was_killed
                wrong += [f"{call} {n}: {what}" for what in found]
                last[call] = n if was_killed else "end"
                result |= {"killed at": dict(killed), "points": killed.total()}
                yield
                if killed.total() >= most:
                    return


def main() -> None:
    """Goes on with the sweeps; the figures are written after each point."""
    if not available():
        sys.exit(MISSING)
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    result = results.read("kill") if results.path_of("kill").exists() else {}
    for words, size, share in (("without a snapshot", SMALL, 0.6), ("with a snapshot", INDEXED, 0.4)):
        for _ in sweep(size, CALLS, 1, int(share * most), result.setdefault(words, {})):
            results.write("kill", result)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
