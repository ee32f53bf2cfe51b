"""Measures question sets, all or those named, and writes benchmarks/results/SET.json for each.

Run: python -m benchmarks [samples clapnq mtrag squad2 combined chunking ablation written tables cases]
"""

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.lib import provenance
from benchmarks.lib.data import MissingData, check
from benchmarks.lib.processes import NICENESS
from benchmarks.lib.progress import say
from benchmarks.lib.results import suite_result, write_suite
from benchmarks.lib.summary import Summary
from benchmarks.suites import ablation, case_folders, chunking, clapnq, combined, mtrag, samples, squad2, tables
from benchmarks.suites.written import cases as written_cases
from benchmarks.suites.written import measure as written

SUITES: dict[str, tuple[tuple[Path, ...], Callable[[], Summary]]] = {
    "samples": (samples.FILES, samples.measure),
    "clapnq": (clapnq.FILES, clapnq.measure),
    "mtrag": (mtrag.FILES, mtrag.measure),
    "squad2": (squad2.FILES, squad2.measure),
    "combined": (combined.FILES, combined.measure),
    "chunking": (chunking.FILES, chunking.measure),
    "ablation": (chunking.FILES, ablation.measure),
    "written": (written_cases.FILES, written.measure),
    "tables": (tables.FILES, tables.measure),
    "cases": (case_folders.FILES, case_folders.measure),
}


def main() -> None:
    """Measures each set in turn; a set whose files are missing is reported, and makes the exit code 1."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"one of {', '.join(SUITES)}; all if none is named")
    chosen = parser.parse_args().sets or list(SUITES)
    if unknown := [name for name in chosen if name not in SUITES]:
        parser.error(f"unknown set {unknown[0]}; the sets are {', '.join(SUITES)}")
    os.nice(NICENESS)
    code = provenance.code()  # before the first run, during which files may be changed
    missing = []
    for name in chosen:
        files, measure = SUITES[name]
        try:
            check(files)
        except MissingData as error:
            missing.append(f"{name}: {error}")
            say(missing[-1])
            continue
        began = time.monotonic()
        path = write_suite(name, suite_result(code, files, measure(), time.monotonic() - began))
        say(f"{name}: written to {path}")
    if missing:
        raise SystemExit("\n".join(["not measured:", *missing]))


if __name__ == "__main__":
    main()
