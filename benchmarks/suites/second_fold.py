"""SQuAD 2.0's other four articles, read by a model that was trained on the held-out four in their place.

With `squad2` all eight are answered by a model that never saw them. Sentences are weighed and questions refused by the
numbers of the shipped model: none of these questions had a part in them.

Run: python -m benchmarks.second_fold training/runs/default-other-fold/model (python -m training --fold 1 makes it)
"""

import argparse
import hashlib
import os
import time
from pathlib import Path

from benchmarks import provenance, squad2
from benchmarks.__main__ import COURTESY
from benchmarks.data import MissingData, check
from benchmarks.progress import say
from benchmarks.remembering import RememberingReader
from benchmarks.results import keep

NAME = "second fold"


def main() -> None:
    """Measure one model and keep what it gives beside the sets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path, help="its folder")
    folder = parser.parse_args().model
    weights = folder / "model.safetensors"
    if not weights.exists():
        parser.error(f"{weights}: no such file; python -m training --fold 1 makes it")
    try:
        check(squad2.FILES)
    except MissingData as error:
        raise SystemExit(str(error)) from None
    os.nice(COURTESY)
    code, began = provenance.code(), time.monotonic()
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    measured = squad2.measure(RememberingReader(folder, digest), held_out=False)
    say(f"kept in {keep(NAME, code, squad2.FILES, measured, time.monotonic() - began, reader=f'sha256 {digest}')}")


if __name__ == "__main__":
    main()
