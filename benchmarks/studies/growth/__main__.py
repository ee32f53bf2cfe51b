"""How a store grows: time, memory and disk to add, open, ask and rebuild, from a thousand passages to a million.

Run: python -m benchmarks.studies.growth [PASSAGES ...]. Figures: benchmarks/results/growth.json, and docs/scaling.md by
python -m benchmarks.studies.growth.chart
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.lib import internals, results
from benchmarks.lib.processes import module, result_of, started
from benchmarks.lib.stopwatch import cost
from benchmarks.studies.growth.documents import FixedEmbedder, copies, real
from vectorstore import Library
from vectorstore.storage.records import PreparedDocument

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)


def until(documents: Iterator[PreparedDocument], held: int, size: int) -> list[PreparedDocument]:
    """The next documents, as many as a store with so many passages needs to reach a size."""
    found: list[PreparedDocument] = []
    while held < size:
        found.append(next(documents))
        held += len(found[-1].passages)
    return found


def megabytes(path: Path) -> int:
    """What a file or the files of a folder take on disk."""
    paths = [path] if path.is_file() else [inner for inner in path.rglob("*") if inner.is_file()]
    return round(sum(inner.stat().st_blocks * 512 for inner in paths) / 1e6)


def main() -> None:
    """Grows a store through all sizes; the figures are written after each."""
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    place = Path(os.environ.get("TMPDIR", tempfile.gettempdir())) / "footnote-growth"
    place.mkdir(exist_ok=True)
    store, cache = place / "store", place / "real.pickle"
    shutil.rmtree(store, ignore_errors=True)
    originals, vectors = real(cache)
    library = Library.open(store, FixedEmbedder(vectors), "none")
    documents, held, rows = copies(originals), 0, []
    for size in sizes:
        more = until(documents, held, size)
        added = sum(len(document.passages) for document in more)
        held += added
        adding = cost(lambda more=more: internals.insert(library, more))
        building = cost(lambda: internals.build_snapshot(library))
        with started(module("benchmarks.studies.growth.queries", store, cache)) as process:
            queries = result_of(process)
        rows.append(
            {
                "passages": held,
                "add, ms a passage": round(1000 * adding.clock / added, 2),
                "add, processor ms a passage": round(1000 * adding.own / added, 2),
                "build, s": round(building.clock, 1),
                "build, processor s": round(building.children, 1),
                **queries,
                "catalog, MB": megabytes(store / "catalog.sqlite3"),
                "index, MB": megabytes(store / "index"),
            }
        )
        print(json.dumps(rows[-1]), flush=True)
        results.write("growth", rows)
    shutil.rmtree(store)


if __name__ == "__main__":
    main()
