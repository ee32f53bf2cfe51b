"""Truncates, changes and deletes index files: damage is noticed before a file is read, and the index is rebuilt.

Run: python -m benchmarks.stress.damage [TIMES]. Figures: benchmarks/results/damage.json
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

from benchmarks.lib import results
from benchmarks.lib.internals import has_intact_snapshot
from benchmarks.lib.models import HashEmbedder
from benchmarks.stress.fault_injection import run_forked
from benchmarks.stress.kill import INDEXED
from benchmarks.stress.shared_sandbox import shared_sandbox
from benchmarks.stress.workload import Workload, top_hits
from vectorstore import Library

REBUILD_EVERY = 9  # damages: a build takes seconds, and does not depend on the kind of damage
SLOWEST = 30  # seconds for an answer


def truncate(path: Path, rng: random.Random) -> None:
    """Cuts a file short."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.truncate(rng.randrange(size) if size else 0)


def flip(path: Path, rng: random.Random) -> None:
    """Changes one bit of a file."""
    content = bytearray(path.read_bytes())
    at = rng.randrange(len(content))
    content[at] ^= 1 << rng.randrange(8)
    path.write_bytes(content)


def delete(path: Path, rng: random.Random) -> None:
    """Deletes a file."""
    path.unlink()


KINDS: tuple[Callable[[Path, random.Random], None], ...] = (truncate, flip, delete)


def inspect(store: Path, expected: list[object], report: Path, rebuild: bool) -> None:
    """Asks a damaged store, lets it rebuild its index if wanted, and reports what was seen."""
    began = time.monotonic()
    answers = top_hits(store)
    seconds = time.monotonic() - began
    library = Library.open(store, HashEmbedder(), "none")
    noticed = not has_intact_snapshot(library)
    if rebuild:
        library.maintenance.run()
    rebuilt = rebuild and has_intact_snapshot(library) and not library.verify() and top_hits(store) == expected
    seen = {"right": answers == expected, "noticed": noticed, "rebuilt": rebuilt, "seconds": seconds}
    report.write_text(json.dumps(seen))


def main() -> None:
    """Prints the figures and writes them."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    rng, counts, unnoticed, wrong = random.Random(0), Counter[str](), Counter[str](), list[str]()
    slowest, rebuilt = 0.0, 0
    with tempfile.TemporaryDirectory() as folder, shared_sandbox():
        workload = Workload(Path(folder), *INDEXED).prepare()
        store, output, report = (workload.root / name for name in ("damaged", "output", "report"))
        expected = top_hits(workload.root / "whole")
        for number in range(times):
            for kind in KINDS:
                shutil.rmtree(store, ignore_errors=True)
                shutil.copytree(workload.root / "whole", store)
                files = sorted(p for p in (store / "index").rglob("*") if p.is_file() and p.stat().st_size)
                path = files[number % len(files)]
                kind(path, rng)
                report.unlink(missing_ok=True)
                rebuild = number % REBUILD_EVERY == 0
                failed = run_forked(lambda rebuild=rebuild: inspect(store, expected, report, rebuild), output)
                name = f"{kind.__name__} {path.name}"
                counts[name] += 1
                if failed:
                    wrong.append(f"{name}: {output.read_text()[-200:]}")
                    continue
                seen = json.loads(report.read_text())
                slowest = max(slowest, seen["seconds"])
                unnoticed[name] += not seen["noticed"]
                rebuilt += seen["rebuilt"]
                if not seen["right"] or seen["seconds"] > SLOWEST or (rebuild and seen["noticed"] > seen["rebuilt"]):
                    wrong.append(f"{name}: {seen}")
    result = {
        "damaged": counts.total(),
        "each": dict(counts),
        "not noticed": {name: n for name, n in unnoticed.items() if n},
        "built anew": rebuilt,
        "wrong": wrong,
        "slowest answer, s": round(slowest, 1),
    }
    results.publish("damage", result)


if __name__ == "__main__":
    main()
