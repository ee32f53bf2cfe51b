"""Index files truncated, flipped and deleted: noticed before they are read, nothing hangs, the index is built anew.

Run: python -m benchmarks.store.damage [TIMES]. Figures: benchmarks/results/damage.json
"""

import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks.store.injection import play
from benchmarks.store.kill import BUILT
from benchmarks.store.reader import keep_reader
from benchmarks.store.scene import Scene, found
from benchmarks.store.table import TableEmbedder
from vectorstore import Library

RESULT = Path(__file__).parents[1] / "results" / "damage.json"
MEND_EVERY = 9  # damages: a build takes seconds, and it does not depend on how the last one was damaged
SLOWEST = 30  # seconds for an answer


def truncate(path: Path, chance: random.Random) -> None:
    """Cut a file short."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.truncate(chance.randrange(size) if size else 0)


def flip(path: Path, chance: random.Random) -> None:
    """Change one bit of a file."""
    content = bytearray(path.read_bytes())
    at = chance.randrange(len(content))
    content[at] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def delete(path: Path, chance: random.Random) -> None:
    """Delete a file."""
    path.unlink()


KINDS: tuple[Callable[[Path, random.Random], None], ...] = (truncate, flip, delete)


def look(store: Path, expected: list[object], report: Path, mend: bool) -> None:
    """Ask a damaged store, have it mended if wanted, and note what was seen."""
    began = time.monotonic()
    answers = found(store)
    seconds = time.monotonic() - began
    library = Library.open(store, TableEmbedder(), "none")
    snapshots = library.searcher.index.snapshots
    is_noticed = snapshots.facts() is None
    if mend:
        library.maintenance.now()
    is_mended = mend and snapshots.facts() is not None and not library.verify() and found(store) == expected
    seen = {"right": answers == expected, "noticed": is_noticed, "mended": is_mended, "seconds": seconds}
    report.write_text(json.dumps(seen))


def main() -> None:
    """Print the figures and keep them."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    chance, counts, unnoticed, wrong = random.Random(0), Counter[str](), Counter[str](), list[str]()
    slowest, mended = 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        keep_reader()
        scene = Scene(Path(folder), *BUILT).prepare()
        expected = found(scene.root / "whole")
        for number in range(times):
            for kind in KINDS:
                store = scene.root / "damaged"
                shutil.rmtree(store, ignore_errors=True)
                shutil.copytree(scene.root / "whole", store)
                files = sorted(p for p in (store / "index").rglob("*") if p.is_file() and p.stat().st_size)
                path = files[number % len(files)]
                kind(path, chance)
                report = scene.root / "report"
                report.unlink(missing_ok=True)
                mend = number % MEND_EVERY == 0
                ended = play(lambda s=store, r=report, m=mend: look(s, expected, r, m), scene.root / "said")
                counts[f"{kind.__name__} {path.name}"] += 1
                if ended:
                    wrong.append(f"{kind.__name__} {path.name}: {(scene.root / 'said').read_text()[-200:]}")
                    continue
                seen = json.loads(report.read_text())
                slowest = max(slowest, seen["seconds"])
                unnoticed[f"{kind.__name__} {path.name}"] += not seen["noticed"]
                mended += seen["mended"]
                if not seen["right"] or seen["seconds"] > SLOWEST or (mend and seen["noticed"] and not seen["mended"]):
                    wrong.append(f"{kind.__name__} {path.name}: {seen}")
            result = {
                "damaged": counts.total(),
                "each": dict(counts),
                "not noticed": {name: n for name, n in unnoticed.items() if n},
                "built anew": mended,
                "wrong": wrong,
                "slowest answer, s": round(slowest, 1),
            }
            RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
