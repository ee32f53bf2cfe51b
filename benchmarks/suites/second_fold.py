"""SQuAD 2.0's other four articles, with a model that was trained on the held-out four in their place.

Together with `squad2`, all eight articles are answered by a model that never saw them. Sentences are ranked and
questions refused by the calibration of the shipped model, which used none of these questions.

Run: python -m benchmarks.suites.second_fold training/runs/default-other-fold/model (python -m training --fold 1 makes
the model)
"""

import argparse
import hashlib
import os
import time
from pathlib import Path

from benchmarks.lib import provenance
from benchmarks.lib.data import check_or_exit
from benchmarks.lib.models import CachingReranker
from benchmarks.lib.processes import NICENESS
from benchmarks.lib.progress import say
from benchmarks.lib.results import suite_result, write_suite
from benchmarks.suites import squad2


def main() -> None:
    """Measures one model and writes benchmarks/results/second_fold.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="its folder")
    folder = parser.parse_args().model
    weights = folder / "model.safetensors"
    if not weights.exists():
        parser.error(f"{weights}: no such file; python -m training --fold 1 makes it")
    check_or_exit(squad2.FILES)
    os.nice(NICENESS)
    code, began = provenance.code(), time.monotonic()
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    summary = squad2.measure(CachingReranker(folder, digest), held_out=False)
    seconds = time.monotonic() - began
    result = suite_result(code, squad2.FILES, summary, seconds, reader=f"sha256 {digest}")
    say(f"written to {write_suite('second_fold', result)}")


if __name__ == "__main__":
    main()
