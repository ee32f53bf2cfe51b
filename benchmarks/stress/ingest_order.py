"""Adds the same files ten times in another order: the same store, except for the rounding of its vectors.

Run: python -m benchmarks.stress.ingest_order [TIMES]. Figures: benchmarks/results/ingest_order.json
"""

import random
import sys
import tempfile
from pathlib import Path

from benchmarks.lib import results
from benchmarks.lib.data import SAMPLES
from benchmarks.lib.internals import vectors_by_id
from benchmarks.stress.store_dump import dump
from vectorstore import Library, SentenceEmbedder


def main() -> None:
    """Prints the figures and writes them."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    files = [path for path in sorted(SAMPLES.iterdir()) if path.suffix != ".jsonl"]
    embedder, rng = SentenceEmbedder(), random.Random(0)
    dumps, vectors = [], []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(times):
            library = Library.open(Path(folder) / f"store-{turn}", embedder)
            library.add(files)
            library.settle()
            dumps.append(dump(library.store, vectors=False))
            vectors.append(vectors_by_id(library))
            rng.shuffle(files)
    cosines = [float(vectors[0][name] @ found[name]) for found in vectors for name in vectors[0]]
    result = {
        "times": times,
        "documents": len(dumps[0]),
        "passages": len(vectors[0]),
        "other dumps": sum(other != dumps[0] for other in dumps),
        "least cosine": round(min(cosines), 6),
    }
    results.publish("ingest_order", result)


if __name__ == "__main__":
    main()
