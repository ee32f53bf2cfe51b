"""The same files ten times in another order: the same store, apart from how its vectors were rounded.

Run: python -m benchmarks.store.shuffled [TIMES]. Figures: benchmarks/results/shuffled.json
"""

import json
import random
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.store.dump import dump
from vectorstore import Library, SentenceEmbedder

ROOT = Path(__file__).parents[2]
RESULT = ROOT / "benchmarks" / "results" / "shuffled.json"


def vectors(library: Library) -> dict[str, NDArray[np.float32]]:
    """Each passage's vector, by its id."""
    with library.searcher.catalog.read() as connection:
        rows = connection.execute("SELECT passage_id, vector FROM passages").fetchall()
    return {name: np.frombuffer(vector, dtype="<f4") for name, vector in rows}


def main() -> None:
    """Print the figures and keep them."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    files = [path for path in sorted((ROOT / "samples").iterdir()) if path.suffix != ".jsonl"]
    embedder, chance = SentenceEmbedder(), random.Random(0)
    dumps, cosines = [], []
    first: dict[str, NDArray[np.float32]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(times):
            library = Library.open(Path(folder) / f"store-{turn}", embedder)
            library.maintenance.soon = lambda: None  # no index is needed here
            library.add(files)
            dumps.append(dump(library.store, vectors=False))
            found = vectors(library)
            first = first or found
            cosines += [float(first[name] @ found[name]) for name in first]
            chance.shuffle(files)
    result = {
        "times": times,
        "documents": len(dumps[0]),
        "passages": len(first),
        "other dumps": sum(other != dumps[0] for other in dumps),
        "least cosine": round(min(cosines), 6),
    }
    print(json.dumps(result, indent=1))
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
