"""Measure the sets, all or those named, and keep what they give in benchmarks/results/COMMIT.json.

Run: python -m benchmarks [samples clapnq mtrag squad2 whole chunking ablation]
"""

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import ablation, chunking, clapnq, mtrag, provenance, samples, squad2, whole
from benchmarks.data import MissingData, check
from benchmarks.measured import Measured
from benchmarks.progress import say
from benchmarks.results import keep

SETS: dict[str, tuple[tuple[Path, ...], Callable[[], Measured]]] = {
    "samples": (samples.FILES, samples.measure),
    "clapnq": (clapnq.FILES, clapnq.measure),
    "mtrag": (mtrag.FILES, mtrag.measure),
    "squad2": (squad2.FILES, squad2.measure),
    "whole": (whole.FILES, whole.measure),
    "chunking": (chunking.FILES, chunking.measure),
    "ablation": (chunking.FILES, ablation.measure),
}
COURTESY = 10  # of `nice`: whoever works on the same machine comes first


def main() -> None:
    """Measure each set in turn; one that is not there is said and fails the whole at the end."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"of {', '.join(SETS)}; all if none is named")
    chosen = parser.parse_args().sets or list(SETS)
    if unknown := [name for name in chosen if name not in SETS]:
        parser.error(f"no set is called {unknown[0]}; there are {', '.join(SETS)}")
    os.nice(COURTESY)
    code = provenance.code()  # before the first run, in which others may change it
    missing = []
    for name in chosen:
        files, measure = SETS[name]
        try:
            check(files)
        except MissingData as error:
            missing.append(f"{name}: {error}")
            say(missing[-1])
            continue
        began = time.monotonic()
        path = keep(name, code, files, measure(), time.monotonic() - began)
        say(f"{name}: kept in {path}")
    if missing:
        raise SystemExit("\n".join(["not measured:", *missing]))


if __name__ == "__main__":
    main()
